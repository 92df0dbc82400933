import { UserError } from '../../core/errors.ts';
import { isJsonObject } from '../../core/json.ts';
import { quoted } from '../../core/quote.ts';

/** What a number must be. */
interface Bounds {
  readonly least?: number;
  readonly most?: number;
  /** Whether `least` itself is too little. */
  readonly above?: boolean;
  readonly integer?: boolean;
}

/** What an error says before the key: the file, with the line of the key where that is known. */
export type PlaceOf = (path: string) => string;

/**
 * Reads a JSON object key by key. Every error names the file and the key in full (`stages[0].batch.tokens`), and a key
 * that nothing read is refused: a misspelt setting must not be silently without effect.
 */
export class ObjectReader {
  readonly #place: PlaceOf;
  readonly #path: string;
  readonly #values: Readonly<Record<string, unknown>>;
  readonly #read = new Set<string>();

  /**
   * @param place the file's name, or what tells the place of a key in it.
   * @param path of the object in the file; `''` for the whole.
   * @throws UserError if `value` is not an object.
   */
  constructor(place: string | PlaceOf, value: unknown, path = '') {
    this.#place = typeof place === 'string' ? () => place : place;
    this.#path = path;
    if (!isJsonObject(value))
      throw new UserError(`${this.#place(path)}: ${path === '' ? 'it' : path} is not an object`);
    this.#values = value;
  }

  has(key: string): boolean {
    return this.#value(key) !== undefined;
  }

  keys(): readonly string[] {
    return Object.keys(this.#values);
  }

  /** @param fallback where the key is absent; without one the key is needed. */
  number(key: string, bounds: Bounds, fallback?: number): number {
    const {
      least = Number.NEGATIVE_INFINITY,
      most = Number.POSITIVE_INFINITY,
      above = false,
      integer = false,
    } = bounds;
    const value = this.#value(key) ?? fallback ?? this.#missing(key);
    const fits =
      typeof value === 'number' &&
      (integer ? Number.isSafeInteger(value) : Number.isFinite(value)) &&
      (above ? value > least : value >= least) &&
      value <= most;
    if (fits) return value;
    const range = [
      ...(least === Number.NEGATIVE_INFINITY ? [] : [`${above ? 'above' : 'of at least'} ${least}`]),
      ...(most === Number.POSITIVE_INFINITY ? [] : [`at most ${most}`]),
    ];
    throw this.wrong(key, value, `a ${integer ? 'whole ' : ''}number ${range.join(' and ')}`.trimEnd());
  }

  string(key: string, fallback?: string): string {
    const value = this.#value(key) ?? fallback ?? this.#missing(key);
    if (typeof value !== 'string' || value === '') throw this.wrong(key, value, 'a text');
    return value;
  }

  boolean(key: string, fallback: boolean): boolean {
    const value = this.#value(key) ?? fallback;
    if (typeof value !== 'boolean') throw this.wrong(key, value, 'true or false');
    return value;
  }

  choice<Choice extends string>(key: string, choices: readonly Choice[], fallback?: Choice): Choice {
    const value = this.#value(key) ?? fallback ?? this.#missing(key);
    const chosen = choices.find((choice) => choice === value);
    if (chosen === undefined) throw this.wrong(key, value, `one of ${choices.map((c) => `"${c}"`).join(', ')}`);
    return chosen;
  }

  object(key: string): ObjectReader {
    return new ObjectReader(this.#place, this.#value(key) ?? this.#missing(key), this.#name(key));
  }

  /** The same object with values for keys that it has not, for what reads more than was given. */
  over(fallbacks: Readonly<Record<string, unknown>>): ObjectReader {
    return new ObjectReader(this.#place, { ...fallbacks, ...this.#values }, this.#path);
  }

  /** Each item, read by `read` under its own name; an empty list where the key is absent and `optional`. */
  list<Item>(key: string, read: (item: ItemReader) => Item, optional = false): readonly Item[] {
    const value = this.#value(key) ?? (optional ? [] : this.#missing(key));
    if (!Array.isArray(value)) throw this.wrong(key, value, 'a list');
    return value.map((item: unknown, index) => {
      const name = `${this.#name(key)}[${index}]`;
      return read({
        value: item,
        object: () => new ObjectReader(this.#place, item, name),
        string: () => {
          if (typeof item === 'string' && item !== '') return item;
          throw new UserError(`${this.#place(name)}: ${name} is ${shown(item)}, not a text`);
        },
      });
    });
  }

  /** The value as it is, for what may be of several types. */
  any(key: string): unknown {
    return this.#value(key);
  }

  /** An error about a key's value. */
  wrong(key: string, value: unknown, wanted: string): UserError {
    return new UserError(`${this.#place(this.#name(key))}: ${this.#name(key)} is ${shown(value)}, not ${wanted}`);
  }

  /** An error about this object. */
  error(message: string): UserError {
    return new UserError(`${this.#place(this.#path)}: ${this.#path === '' ? '' : `${this.#path}: `}${message}`);
  }

  /** @throws UserError for the first key that was never asked for. */
  done(): void {
    const unknown = this.keys().find((key) => !this.#read.has(key));
    if (unknown === undefined) return;
    const known = [...this.#read].sort().join(', ');
    const at = this.#path === '' ? '' : `${this.#path}: `;
    const place = this.#place(this.#name(unknown));
    throw new UserError(`${place}: ${at}there is no setting ${quoted(unknown)}; these are: ${known}`);
  }

  #value(key: string): unknown {
    this.#read.add(key);
    return Object.hasOwn(this.#values, key) ? (this.#values[key] ?? undefined) : undefined;
  }

  #missing(key: string): never {
    throw new UserError(`${this.#place(this.#path)}: ${this.#name(key)} is missing`);
  }

  #name(key: string): string {
    return this.#path === '' ? key : `${this.#path}.${key}`;
  }
}

/** One item of a list. */
export interface ItemReader {
  readonly value: unknown;
  object(): ObjectReader;
  string(): string;
}

function shown(value: unknown): string {
  return typeof value === 'string' ? quoted(value) : (JSON.stringify(value) ?? String(value)).slice(0, 80);
}

/** The command line is not as the usage says; ends with exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** An option of a subcommand, for parsing and for its help. */
export interface OptionSpec {
  readonly kind: 'flag' | 'value' | 'list' | 'rest' | 'paths';
  /** What stands for the value in the help: `M` in `--model M`. */
  readonly placeholder?: string;
  readonly help: string;
}

export type OptionSpecs = Readonly<Record<string, OptionSpec>>;

/** Parsed arguments of a subcommand. */
export class Arguments {
  readonly positionals: readonly string[];
  readonly #values: ReadonlyMap<string, readonly string[]>;

  constructor(positionals: readonly string[], values: ReadonlyMap<string, readonly string[]>) {
    this.positionals = positionals;
    this.#values = values;
  }

  /** The same options after other positionals: what follows the name of an action. */
  after(positionals: readonly string[]): Arguments {
    return new Arguments(positionals, this.#values);
  }

  /** The options that are given, in the order of their first mention. */
  get names(): readonly string[] {
    return [...this.#values.keys()];
  }

  flag(name: string): boolean {
    return this.#values.has(name);
  }

  /** The value of an option, the last one if it is given twice. */
  value(name: string): string | undefined {
    return this.#values.get(name)?.at(-1);
  }

  /** The values of a list (`--types A,B --types C`) or of the rest of the line, undefined if it is not given. */
  list(name: string): readonly string[] | undefined {
    return this.#values.get(name);
  }

  /** @throws UsageError unless it is one of `choices`. */
  choice<Choice extends string>(name: string, choices: readonly Choice[]): Choice | undefined {
    const value = this.value(name);
    const chosen = choices.find((choice) => choice === value);
    if (value !== undefined && chosen === undefined) {
      throw new UsageError(`--${name} is one of ${choices.join(', ')}, not "${value}"`);
    }
    return chosen;
  }

  /** @throws UsageError unless it is a number from `least` to `most`. */
  number(name: string, least: number, most: number): number | undefined {
    const value = this.value(name);
    if (value === undefined) return undefined;
    const number = value.trim() === '' ? Number.NaN : Number(value);
    if (!(number >= least && number <= most)) {
      throw new UsageError(`--${name} is a number from ${least} to ${most}, not "${value}"`);
    }
    return number;
  }
}

/**
 * Parses what follows a subcommand's name. Options and positionals may be mixed; `--` ends the options; `-` is a
 * positional. As with getopt, an option takes the argument after it even if that begins with a dash. A `rest` option
 * takes every argument up to the next known option, or all of them after `--`; so does `paths`, but that an unknown option
 * among them is refused, since it is a misspelt one rather than a file.
 * @throws UsageError for an unknown option or a missing or superfluous value.
 */
export function parseArguments(argv: readonly string[], specs: OptionSpecs): Arguments {
  const positionals: string[] = [];
  const values = new Map<string, string[]>();
  const add = (name: string, ...more: string[]) => values.set(name, [...(values.get(name) ?? []), ...more]);
  const waiting = [...argv];
  let rest: string | undefined;
  for (let argument = waiting.shift(); argument !== undefined; argument = waiting.shift()) {
    const [, name = '', inline] = /^--([^=]+)(?:=(.*))?$/s.exec(argument) ?? [];
    const spec = Object.hasOwn(specs, name) ? specs[name] : undefined;
    const isOption = argument.startsWith('-') && argument !== '-';
    if (spec) rest = undefined;
    if (argument === '--') {
      if (rest === undefined) positionals.push(...waiting.splice(0));
      else add(rest, ...waiting.splice(0));
    } else if (rest !== undefined && (specs[rest]?.kind === 'rest' || !isOption)) {
      add(rest, argument);
    } else if (!isOption) {
      positionals.push(argument);
    } else if (!spec) {
      throw new UsageError(`unknown option ${argument.replace(/=.*/s, '')}`);
    } else if (spec.kind === 'flag') {
      if (inline !== undefined) throw new UsageError(`--${name} takes no value`);
      add(name);
    } else if (spec.kind === 'rest' || spec.kind === 'paths') {
      rest = name;
      add(name, ...(inline === undefined ? [] : [inline]));
    } else {
      const value = inline ?? waiting.shift();
      if (value === undefined) throw new UsageError(`--${name} needs a value (${spec.placeholder})`);
      add(name, ...(spec.kind === 'list' ? value.split(',').map((item) => item.trim()) : [value]));
    }
  }
  return new Arguments(positionals, values);
}

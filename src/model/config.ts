import { UserError } from '../core/errors.ts';
import { isJsonObject } from '../core/json.ts';
import { quoted } from '../core/quote.ts';

/** Typed reading of a `config.json`; every error names the file and the key. */
export class ConfigReader {
  private readonly file: string;
  private readonly values: Readonly<Record<string, unknown>>;
  private readonly path: string;

  /** @param path of these values inside the file, with its dot, for messages. */
  constructor(file: string, values: Readonly<Record<string, unknown>>, path = '') {
    this.file = file;
    this.values = values;
    this.path = path;
  }

  /** An error about this file. */
  error(message: string): UserError {
    return new UserError(`${this.file}: ${message}`);
  }

  /** The first of some keys that is there and not null: families name the same thing differently. */
  value(...keys: readonly string[]): unknown {
    return this.find(keys)?.value;
  }

  /** A whole number of at least `least`, under the first of `keys` that is there. */
  integer(keys: readonly string[], fallback: number | undefined, least: number): number {
    const found = this.find(keys);
    const value = found ? found.value : fallback;
    if (value === undefined) throw this.error(`"${this.path}${keys[0]}" is missing`);
    if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < least) {
      throw this.wrong(found?.key, value, `a whole number of at least ${least}`);
    }
    return value;
  }

  /** A positive number. */
  positive(key: string, fallback: number): number {
    const value = this.value(key) ?? fallback;
    if (typeof value !== 'number' || !(value > 0) || !Number.isFinite(value)) {
      throw this.wrong(key, value, 'a number above 0');
    }
    return value;
  }

  /** A probability below 1. */
  rate(key: string, fallback: number): number {
    const value = this.value(key) ?? fallback;
    if (typeof value !== 'number' || !(value >= 0 && value < 1)) {
      throw this.wrong(key, value, 'a number from 0 to below 1');
    }
    return value;
  }

  string(keys: readonly string[]): string | undefined {
    const found = this.find(keys);
    if (!found) return undefined;
    if (typeof found.value !== 'string') throw this.wrong(found.key, found.value, 'a string');
    return found.value;
  }

  strings(key: string): readonly string[] | undefined {
    const value = this.value(key);
    if (value === undefined) return undefined;
    if (!Array.isArray(value) || !value.every((item) => typeof item === 'string')) {
      throw this.wrong(key, value, 'a list of strings');
    }
    return value;
  }

  /** An object inside this one. */
  object(key: string): ConfigReader | undefined {
    const value = this.value(key);
    if (value === undefined) return undefined;
    if (!isJsonObject(value)) throw this.wrong(key, value, 'an object');
    return new ConfigReader(this.file, value, `${this.path}${key}.`);
  }

  entries(): readonly (readonly [string, unknown])[] {
    return Object.entries(this.values);
  }

  /** An error about one key's value. */
  wrong(key: string | undefined, value: unknown, wanted: string): UserError {
    const shown = typeof value === 'string' ? quoted(value) : (JSON.stringify(value) ?? String(value)).slice(0, 80);
    return this.error(`"${this.path}${key}" is ${shown}, not ${wanted}`);
  }

  private find(keys: readonly string[]): { readonly key: string; readonly value: unknown } | undefined {
    for (const key of keys) {
      const value = Object.hasOwn(this.values, key) ? this.values[key] : undefined;
      if (value !== undefined && value !== null) return { key, value };
    }
    return undefined;
  }
}

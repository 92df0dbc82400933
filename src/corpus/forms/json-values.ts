import { UserError } from '../../core/errors.ts';
import { findJsonProblem, isJsonObject } from '../../core/json.ts';
import type { Notes } from '../document.ts';

export type JsonObject = Record<string, unknown>;

/** Far more than a document has; `JSON.parse` takes some 50 bytes of memory for each bracket. */
const limits = { depth: 200, values: 20_000_000, uniqueKeys: true };

/**
 * Reads a JSON text that stands in a larger file.
 * @param line where the text begins in the file, from 1.
 * @param skipped lines of the file that are not in the text, by how many UTF-16 units of it are before them.
 * @throws UserError naming the file, line and column where it stops being JSON, has a key twice, or nests too deep.
 */
export function parseJsonAt(
  text: string,
  file: string,
  line: number,
  skipped: readonly { readonly at: number; readonly lines: number }[] = [],
): unknown {
  const problem = findJsonProblem(text, limits);
  if (!problem) return JSON.parse(text);
  const before = text.slice(0, problem.offset);
  const column = problem.offset - before.lastIndexOf('\n');
  const more = skipped.reduce((sum, { at, lines }) => sum + (at <= problem.offset ? lines : 0), 0);
  throw new UserError(
    `${file}: line ${line + more + before.split('\n').length - 1}, column ${column}: invalid JSON: ${problem.message}`,
  );
}

/** Where a JSON value stands, for those who find it to be of the wrong kind. */
export class JsonPlace {
  readonly file: string;
  /** From 1. */
  readonly line: number;

  constructor(file: string, line: number) {
    this.file = file;
    this.line = line;
  }

  error(what: string): UserError {
    return new UserError(`${this.file}: line ${this.line}: ${what}`);
  }

  /** @throws UserError if the value is no object. */
  object(value: unknown, name: string): JsonObject {
    if (isJsonObject(value)) return value;
    throw this.error(`${name} must be an object, not ${kindOf(value)}`);
  }

  /** An absent value and null are an empty array. @throws UserError if the value is anything else. */
  array(value: unknown, name: string): readonly unknown[] {
    if (value === undefined || value === null) return [];
    if (Array.isArray(value)) return value;
    throw this.error(`${name} must be an array, not ${kindOf(value)}`);
  }

  /** A number is taken as it would be written. @throws UserError if the value is neither string nor number. */
  string(value: unknown, name: string): string {
    if (typeof value === 'string') return value;
    if (typeof value === 'number') return String(value);
    throw this.error(`${name} must be a string, not ${kindOf(value)}`);
  }

  /** @throws UserError if the value is no whole number. */
  integer(value: unknown, name: string): number {
    if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
    throw this.error(`${name} must be a whole number, not ${kindOf(value)}`);
  }

  /** Notes of an object's members. @throws UserError if the value is given and no object. */
  notes(value: unknown, name: string): Notes {
    if (value === undefined || value === null) return {};
    return notesOf(this.object(value, name), []);
  }
}

/**
 * The line of each object in a JSON value, by the text that it was read from: objects are met in the same order in both,
 * as no key comes twice (but for keys that are whole numbers, which JavaScript puts first).
 * @param line where the text begins in the file, from 1.
 */
export function linesOfObjects(text: string, value: unknown, line: number): (object: object) => number {
  if (!text.includes('\n')) return () => line;
  const lines: number[] = [];
  let at = line;
  for (let index = 0; index < text.length; index++) {
    const character = text[index];
    if (character === '\n') at++;
    else if (character === '{') lines.push(at);
    else if (character === '"') for (index++; text[index] !== '"'; index++) if (text[index] === '\\') index++;
  }
  const found = new Map<object, number>();
  const visit = (each: unknown): void => {
    if (isJsonObject(each)) found.set(each, lines[found.size] ?? line);
    if (typeof each === 'object' && each !== null) for (const inner of Object.values(each)) visit(inner);
  };
  visit(value);
  return (object) => found.get(object) ?? line;
}

/** Members as notes, but for those of the given names: strings as they are, other values as their JSON text. */
export function notesOf(object: JsonObject, except: readonly string[]): Notes {
  return Object.fromEntries(
    Object.entries(object)
      .filter(([key]) => !except.includes(key))
      .map(([key, value]) => [key, typeof value === 'string' ? value : JSON.stringify(value)]),
  );
}

/**
 * The value that a note was made of: an array or object if it is the JSON text of one, just as `JSON.stringify` writes
 * it; else the text itself, so that numbers come back as their text.
 */
export function valueOfNote(note: string): unknown {
  if (!/^(?:\{.*\}|\[.*\])$/s.test(note)) return note;
  try {
    const value: unknown = JSON.parse(note);
    return JSON.stringify(value) === note ? value : note;
  } catch {
    return note;
  }
}

function kindOf(value: unknown): string {
  if (value === undefined) return 'absent';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'object') return 'an object';
  return typeof value === 'string' ? 'a string' : String(value);
}

/**
 * The members of the first object in a text that may be cut anywhere, by name, each with how its value begins; an array
 * around the object is passed over. Empty where the text begins with no object.
 */
export function firstMembers(head: string): ReadonlyMap<string, string> {
  const members = new Map<string, string>();
  const open = /^\s*(?:\[\s*)?\{/.exec(head);
  if (!open) return members;
  let depth = 1;
  for (let at = open[0].length; at < head.length && depth > 0; at++) {
    const character = head[at];
    if (character === '{' || character === '[') depth++;
    else if (character === '}' || character === ']') depth--;
    else if (character === '"') {
      const start = at + 1;
      for (at++; at < head.length && head[at] !== '"'; at++) if (head[at] === '\\') at++;
      const colon = depth === 1 ? /^\s*:\s*/.exec(head.slice(at + 1, at + 40)) : null;
      if (!colon) continue;
      const value = at + 1 + colon[0].length;
      members.set(head.slice(start, at), head.slice(value, value + 60));
      at = value - 1;
    }
  }
  return members;
}

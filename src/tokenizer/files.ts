import { existsSync, readFileSync, statSync } from 'node:fs';
import { errorMessage, UserError } from '../core/errors.ts';
import { parseJsonObject } from '../core/json.ts';

/** In bytes; the largest vocabularies, of a million tokens in many languages, take some 30 MB. */
const largestFile = 100_000_000;

/**
 * A text file in strict UTF-8; a byte order mark is dropped.
 * @throws UserError naming the file if it is no plain file (a pipe or a device would never end), too long or not UTF-8.
 */
export function readText(file: string): string {
  try {
    // Asked before opening: a pipe would wait for its writer, and a device such as /dev/zero would fill the memory.
    const status = statSync(file);
    if (!status.isFile()) throw new Error('not a file');
    if (status.size > largestFile) throw new Error(`too long (${status.size} bytes; at most ${largestFile} are read)`);
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file));
  } catch (thrown) {
    throw new UserError(`${file}: cannot be read as UTF-8 text: ${errorMessage(thrown)}`);
  }
}

/**
 * A file with a JSON object in it.
 * @throws UserError naming file and line.
 */
export function readJson(file: string): Record<string, unknown> {
  return parseJsonObject(readText(file), file);
}

/** A file with a JSON object in it; empty if there is no such file. */
export function readJsonIfPresent(file: string): Record<string, unknown> {
  return existsSync(file) ? readJson(file) : {};
}

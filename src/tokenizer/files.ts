import { existsSync, readFileSync } from 'node:fs';
import { errorMessage, UserError } from '../core/errors.ts';
import { parseJsonObject } from '../core/json.ts';

/**
 * A text file in strict UTF-8; a byte order mark is dropped.
 * @throws UserError naming the file.
 */
export function readText(file: string): string {
  try {
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

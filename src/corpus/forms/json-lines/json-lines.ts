import path from 'node:path';
import { UserError } from '../../../core/errors.ts';
import { readLines } from '../../../files/lines.ts';
import type { ReadOptions } from '../form.ts';
import { JsonPlace, parseJsonAt } from '../json-values.ts';

/** A value that stands on a line of its own. */
export interface JsonLine {
  readonly value: unknown;
  readonly place: JsonPlace;
  /** The document's name where it has none: the file's name and its number, from 1. */
  readonly fallbackId: string;
}

/**
 * The JSON values of a file with one on each line (JSON Lines); empty lines are passed over.
 * @throws UserError naming file and line of what is no JSON; the signal's reason once it is aborted.
 */
export async function* readJsonLines(
  file: string,
  { onHash, onBytes, signal }: ReadOptions = {},
): AsyncGenerator<JsonLine, void, undefined> {
  const name = nameOf(file);
  let count = 0;
  for await (const { first, texts } of readLines(file, onHash, onBytes)) {
    for (const [index, text] of texts.entries()) {
      signal?.throwIfAborted();
      if (text.trim() === '') continue;
      const line = first + index;
      if (/^\s*[[{]\s*$/.test(text)) {
        throw new UserError(
          `${file}: line ${line}: a value that goes on in the next line; each document must be on a line of its own (JSON Lines)`,
        );
      }
      count++;
      yield { value: parseJsonAt(text, file, line), place: new JsonPlace(file, line), fallbackId: `${name}#${count}` };
    }
  }
}

/** A file's name without its folder and its endings. */
export function nameOf(file: string): string {
  return path.basename(file).replace(/(?<=.)\.(?:[a-z]+)(?:\.gz)?$/i, '');
}

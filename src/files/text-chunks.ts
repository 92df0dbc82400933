import { createHash } from 'node:crypto';
import { UserError } from '../core/errors.ts';
import { notUtf8 } from './encoding.ts';
import { readBytes } from './lines.ts';

/** Whom reading tells, and what stops it. */
export interface TextChunkOptions {
  /** Told the SHA-256 of the file's bytes, as they lie on the disk, in hexadecimal, once they are all read. */
  readonly onHash?: ((sha256: string) => void) | undefined;
  /** Told how many of these bytes have been read so far. */
  readonly onBytes?: ((bytes: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * A text file in UTF-8 in stretches of some hundred thousand characters, cut anywhere but inside a character, for forms
 * whose lines may be as long as the file. A byte order mark is dropped; gzip is told by the file's first bytes.
 * @throws UserError naming the file, and the line where there is one, if it is absent, no plain file, not UTF-8, binary,
 *   damaged or cut short; the signal's reason once it is aborted.
 */
export async function* readTextChunks(
  file: string,
  { onHash, onBytes, signal }: TextChunkOptions = {},
): AsyncGenerator<string, void, undefined> {
  const hash = createHash('sha256');
  yield* textChunksIn(file, (line) => readBytes(file, hash, line, onBytes), signal);
  onHash?.(hash.digest('hex'));
}

/**
 * A text in UTF-8 that comes as bytes, in stretches as {@link readTextChunks} gives those of a file.
 * @param name of the text, for messages.
 * @param source given the line that is being read, for messages of its own.
 */
export async function* textChunksIn(
  name: string,
  source: (line: () => number) => AsyncIterable<Uint8Array>,
  signal?: AbortSignal,
): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let line = 1;
  let last: Uint8Array = new Uint8Array();

  function decode(bytes: Uint8Array, stream: boolean): string {
    try {
      const text = decoder.decode(bytes, { stream });
      const binary = text.indexOf('\0');
      if (binary >= 0)
        throw new UserError(`${name}: line ${line + countLineEnds(text, binary)}: binary data, not text`);
      line += countLineEnds(text, text.length);
      return text;
    } catch (thrown) {
      if (thrown instanceof UserError) throw thrown;
      // The first bytes may be the rest of a character that the stretch before began.
      const lenient = new TextDecoder();
      lenient.decode(last.subarray(-4), { stream: true });
      const text = lenient.decode(bytes);
      const bad = text.indexOf('\ufffd', text.startsWith('\ufffd') && bytes.length > 4 ? 1 : 0);
      const at = line + countLineEnds(text, Math.max(bad, 0));
      throw new UserError(`${name}: line ${at}: ${notUtf8(last.length === 0 && at === 1 ? bytes : new Uint8Array())}`);
    }
  }

  for await (const bytes of source(() => line)) {
    signal?.throwIfAborted();
    const text = decode(bytes, true);
    last = bytes;
    if (text !== '') yield text;
  }
  decode(new Uint8Array(), false);
}

/** How many lines of a text end before `end`. */
export function countLineEnds(text: string, end = text.length): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) count++;
  return count;
}

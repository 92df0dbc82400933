import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { UserError } from '../core/errors.ts';
import type { Language } from '../core/words.ts';

/** The largest text that is read, in MB. Markdown is held in memory whole as words, some 100 times its size. */
const largest: Readonly<Record<Language, number>> = { plaintext: 128, markdown: 12 };

/**
 * Reads a text in UTF-8, with its byte order mark if it has one, so that offsets count the file's own units.
 * @throws UserError (without the file's name) if it is not UTF-8, is binary, or is too large to be one paper.
 */
export async function readText(source: string | Readable, language: Language, signal: AbortSignal): Promise<string> {
  const stream = typeof source === 'string' ? createReadStream(source) : source;
  const abort = () => stream.destroy(signal.reason instanceof Error ? signal.reason : new Error('stopped'));
  signal.throwIfAborted();
  signal.addEventListener('abort', abort, { once: true });
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const refused = new UserError('is not text in UTF-8: it is binary or has another encoding');
  const decode = (chunk?: Uint8Array) => {
    try {
      return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode();
    } catch {
      throw refused;
    }
  };
  try {
    let size = 0;
    const parts: string[] = [];
    for await (const chunk of stream as AsyncIterable<Uint8Array>) {
      size += chunk.length;
      if (size > largest[language] * 2 ** 20) {
        throw new UserError(
          `is larger than the ${largest[language]} MB that are read of ${language}; split it into papers`,
        );
      }
      if (chunk.includes(0)) throw refused;
      parts.push(decode(chunk));
    }
    parts.push(decode());
    return parts.join('');
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

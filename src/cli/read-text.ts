import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { UserError } from '../core/errors.ts';
import { reasonOf } from './inputs.ts';

/** The largest text that is read, in MB. */
const largest = 128;

/**
 * Reads a text in UTF-8, with its byte order mark if it has one, so that offsets count the file's own units.
 * @throws UserError, without the file's name, if it cannot be read, is not UTF-8, is binary, or is too large.
 */
export async function readText(source: string | Readable, signal: AbortSignal): Promise<string> {
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
      if (size > largest * 2 ** 20) throw new UserError(`is larger than ${largest} MB; divide it into papers`);
      if (chunk.includes(0)) throw refused;
      parts.push(decode(chunk));
    }
    parts.push(decode());
    return parts.join('');
  } catch (error) {
    throw error instanceof Error && 'syscall' in error ? new UserError(reasonOf(error)) : error;
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

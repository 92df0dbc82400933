import { createWriteStream, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { refusal, syncFolder } from './durable.ts';

/** How a stream is written. */
export interface StreamOptions {
  /** Whether the file is compressed; as its name ends (`.gz`) if not given. */
  readonly gzip?: boolean;
  /** Stops writing, by rejecting with the signal's reason; nothing is left. */
  readonly signal?: AbortSignal;
}

/** Pieces are handed to the system in blocks of at least this many bytes or UTF-16 units. */
const blockSize = 2 ** 18;

/**
 * Writes a file from pieces that are made while it is written: no piece is asked for before the disk has taken those
 * before it, so only some blocks are in memory. As with `writeDurably`, a crash, a full disk or an error in `chunks`
 * leaves what was there before: the pieces go to a temporary file, which is flushed to the disk and then takes its name.
 * @param chunks texts, written as UTF-8, or bytes.
 * @throws UserError naming the file and what the system refuses; else what `chunks` throws or the signal's reason.
 */
export async function writeStreamDurably(
  file: string,
  chunks: AsyncIterable<string | Uint8Array>,
  { gzip = file.toLowerCase().endsWith('.gz'), signal }: StreamOptions = {},
): Promise<void> {
  const temporary = `${file}.partial`;
  try {
    signal?.throwIfAborted();
    const source = Readable.from(blocks(chunks), { objectMode: true, highWaterMark: 1 });
    const sink = createWriteStream(temporary, { flush: true });
    const stop = signal ? { signal } : {};
    if (gzip) await pipeline(source, createGzip({ chunkSize: 2 ** 16 }), sink, stop);
    else await pipeline(source, sink, stop);
    renameSync(temporary, file);
    syncFolder(path.dirname(file));
  } catch (thrown) {
    rmSync(temporary, { force: true });
    signal?.throwIfAborted();
    throw refusal(file, thrown);
  }
}

/** Small pieces together, as bytes: each hand-over between streams costs more than the piece itself. */
async function* blocks(chunks: AsyncIterable<string | Uint8Array>): AsyncGenerator<Uint8Array> {
  let waiting: Uint8Array[] = [];
  let text = '';
  let size = 0;
  for await (const chunk of chunks) {
    if (typeof chunk === 'string') text += chunk;
    else {
      if (text !== '') waiting.push(Buffer.from(text));
      text = '';
      waiting.push(chunk);
    }
    size += chunk.length;
    if (size < blockSize) continue;
    yield Buffer.concat([...waiting, Buffer.from(text)]);
    waiting = [];
    text = '';
    size = 0;
  }
  if (size > 0) yield Buffer.concat([...waiting, Buffer.from(text)]);
}

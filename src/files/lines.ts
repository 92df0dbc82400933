import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { errorMessage, UserError } from '../core/errors.ts';
import { notUtf8, refuseBareReturns } from './encoding.ts';

/** Lines that follow one another in a file. */
export interface Lines {
  /** Number of the first one, from 1. */
  readonly first: number;
  /** Without their line ends. */
  readonly texts: readonly string[];
}

/** In bytes. A paragraph of a whole book has some megabytes. */
const longestLine = 32 * 2 ** 20;
const newline = 0x0a;

/**
 * The lines of a text file in UTF-8, some at a time: only a stretch of the file is in memory. Lines end in LF or CRLF; a
 * byte order mark is dropped; a file compressed with gzip is told by its first bytes, not by its name.
 * @param onHash told the SHA-256 of the file's bytes, as they lie on the disk, in hexadecimal, once they are all read.
 * @param onBytes told how many of these bytes have been read so far, after each stretch.
 * @throws UserError naming the file, and the line where there is one, if it is absent, no plain file, not UTF-8, binary,
 *   damaged or cut short, or has a line of more than 32 MB or lines that end in CR alone.
 */
export async function* readLines(
  file: string,
  onHash?: (sha256: string) => void,
  onBytes?: (bytes: number) => void,
): AsyncGenerator<Lines> {
  const hash = createHash('sha256');
  yield* linesIn(file, (line) => readBytes(file, hash, line, onBytes));
  onHash?.(hash.digest('hex'));
}

/**
 * The lines of a text in UTF-8 that comes as bytes, as {@link readLines} gives those of a file.
 * @param name of the text, for messages.
 * @param bytes given the line that is being read, for messages of its own.
 */
export async function* linesIn(
  name: string,
  bytes: (line: () => number) => AsyncIterable<Uint8Array>,
): AsyncGenerator<Lines> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let first = 1;
  let rest: Uint8Array[] = [];
  let size = 0;

  /** @param block whole lines, but for the last one's line end. */
  function decode(block: Uint8Array): Lines {
    let text: string;
    try {
      text = decoder.decode(block);
    } catch {
      const line = badLine(block, decoder);
      const start = first + line === 1 ? block : new Uint8Array();
      throw new UserError(`${name}: line ${first + line}: ${notUtf8(start)}`);
    }
    const binary = text.indexOf('\0');
    if (binary >= 0) throw new UserError(`${name}: line ${first + countLines(text, binary)}: binary data, not text`);
    if (first === 1 && text.startsWith('\ufeff')) text = text.slice(1);
    const texts = text.split('\n').map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
    const lines = { first, texts };
    first += texts.length;
    return lines;
  }

  for await (const chunk of bytes(() => first)) {
    const last = chunk.lastIndexOf(newline);
    if (last >= 0) {
      yield decode(Buffer.concat([...rest, chunk.subarray(0, last)]));
      rest = [];
      size = 0;
    }
    const tail = chunk.subarray(last + 1);
    if (tail.length > 0) rest.push(tail);
    size += tail.length;
    if (size > longestLine) throw new UserError(`${name}: line ${first} has more than ${longestLine / 2 ** 20} MB`);
  }
  if (size > 0) {
    const lines = decode(Buffer.concat(rest));
    if (lines.first === 1) refuseBareReturns(name, lines.texts.join('\n'));
    yield lines;
  }
}

/**
 * The bytes of a file, decompressed if they are compressed.
 * @param hash of the bytes as they lie on the disk, if it is wanted.
 * @param line that is being read, for messages.
 */
export async function* readBytes(
  file: string,
  hash: Hash | undefined,
  line: () => number,
  onBytes?: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  let zipped = false;
  let bytes = 0;
  try {
    // Asked before opening: a pipe would wait for its writer.
    if (!(await stat(file)).isFile()) throw new UserError(`${file}: not a file`);
    zipped = await isGzip(file);
    if (!zipped && file.toLowerCase().endsWith('.gz')) {
      throw new UserError(`${file}: not compressed with gzip, though its name says so`);
    }
    const source = createReadStream(file, { highWaterMark: 2 ** 18 });
    const hashed = async function* (chunks: AsyncIterable<Uint8Array>) {
      for await (const chunk of chunks) {
        hash?.update(chunk);
        bytes += chunk.length;
        onBytes?.(bytes);
        yield chunk;
      }
    };
    if (!zipped) {
      yield* hashed(source);
      return;
    }
    // Errors reach the reader through the last stream.
    const plain: Readable = pipeline(source, hashed, createGunzip({ chunkSize: 2 ** 18 }), () => {});
    yield* plain as AsyncIterable<Uint8Array>;
  } catch (thrown) {
    throw thrown instanceof UserError ? thrown : unreadable(file, zipped, line(), thrown);
  }
}

async function isGzip(file: string): Promise<boolean> {
  const handle = await open(file);
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await handle.close();
  }
}

function unreadable(file: string, zipped: boolean, line: number, thrown: unknown): unknown {
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
  if (code === 'ENOENT') return new UserError(`${file}: no such file`);
  if (zipped && code.startsWith('Z_')) {
    const what = code === 'Z_BUF_ERROR' ? 'the gzip data end too early' : 'the gzip data are damaged';
    return new UserError(`${file}: line ${line} or after it: ${what} (${errorMessage(thrown)})`);
  }
  return code === '' ? thrown : new UserError(`${file}: cannot be read: ${errorMessage(thrown)}`);
}

/** How many lines of a block come before the first one that is not UTF-8; its line ends are never inside a character. */
function badLine(block: Uint8Array, decoder: { decode(bytes: Uint8Array): string }): number {
  let start = 0;
  for (let line = 0; ; line++) {
    const end = block.indexOf(newline, start);
    try {
      decoder.decode(block.subarray(start, end < 0 ? undefined : end));
    } catch {
      return line;
    }
    if (end < 0) return line;
    start = end + 1;
  }
}

function countLines(text: string, end: number): number {
  return text.slice(0, end).split('\n').length - 1;
}

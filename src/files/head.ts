import { open, stat } from 'node:fs/promises';
import { gunzipSync, constants as zlib } from 'node:zlib';
import { errorMessage, UserError } from '../core/errors.ts';

/** In bytes, before and after decompression; more only to reach the end of a first line. */
const headBytes = 2 ** 16;
const longestHead = 2 ** 22;
const newline = 0x0a;

/**
 * How a file begins: its first 64 KB or fewer, or its whole first line if that is longer (a document of JSON Lines), up to 4 MB;
 * decompressed if they are compressed with gzip, as text without a byte order mark. What is not UTF-8, or is cut in
 * the middle of a character, stands there as U+FFFD.
 * @throws UserError naming the file if it is absent, no plain file, or cannot be read.
 */
export async function headOf(file: string): Promise<string> {
  for (let size = headBytes; ; size *= 4) {
    const bytes = await firstBytes(file, size);
    const content = plain(bytes);
    const head = content.subarray(0, size);
    const ended = bytes.length < size && content.length <= size;
    if (ended || head.includes(newline) || size >= longestHead) return new TextDecoder().decode(head);
  }
}

/**
 * The first 64 KB of a file or fewer, decompressed if they are compressed with gzip (then there may be more); none if
 * they are damaged.
 * @throws UserError naming the file if it is absent, no plain file, or cannot be read.
 */
export async function headBytesOf(file: string): Promise<Uint8Array> {
  return plain(await firstBytes(file, headBytes));
}

async function firstBytes(file: string, size: number): Promise<Uint8Array> {
  try {
    // Asked before opening: a pipe would wait for its writer.
    if (!(await stat(file)).isFile()) throw new UserError(`${file}: not a file`);
    const handle = await open(file);
    try {
      const { bytesRead, buffer } = await handle.read(Buffer.alloc(size), 0, size, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (thrown) {
    if (thrown instanceof UserError) throw thrown;
    const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
    throw new UserError(`${file}: ${code === 'ENOENT' ? 'no such file' : `cannot be read: ${errorMessage(thrown)}`}`);
  }
}

/** Damaged data are left to the reader of the whole, which names the line. */
function plain(bytes: Uint8Array): Uint8Array {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes, { finishFlush: zlib.Z_SYNC_FLUSH, maxOutputLength: 2 ** 27 });
  } catch {
    return new Uint8Array();
  }
}

import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { errorMessage, UserError } from '../core/errors.ts';

/** No single read asks the system for more than this many bytes; Linux caps one at 2 GiB. */
const largestRead = 1 << 30;

/**
 * A file that is read in pieces at random. Every length is checked against the file's size before memory is taken for
 * it, so a length out of the file itself can be passed on as it is.
 */
export class BinaryFile {
  readonly path: string;
  /** Size in bytes when the file was opened. */
  readonly size: number;
  private readonly descriptor: number;
  private open = true;

  /** @throws UserError naming the file if it is missing, not a plain file or may not be read. */
  constructor(path: string) {
    this.path = path;
    this.descriptor = system(path, () => {
      // Asked before opening: opening a pipe would wait for its writer.
      if (!statSync(path).isFile()) throw new UserError(`${path}: not a file`);
      return openSync(path, 'r');
    });
    this.size = fstatSync(this.descriptor).size;
  }

  /**
   * `length` bytes from `offset`.
   * @throws UserError naming the file if they reach past its end.
   */
  read(offset: number, length: number): Buffer<ArrayBuffer> {
    this.check(offset, length);
    const bytes = Buffer.allocUnsafeSlow(length);
    this.readInto(bytes, offset);
    return bytes;
  }

  /** Fills `target` with the bytes from `offset`, like {@link read}. */
  readInto(target: Uint8Array, offset: number): void {
    this.check(offset, target.byteLength);
    let done = 0;
    while (done < target.byteLength) {
      const length = Math.min(target.byteLength - done, largestRead);
      const count = system(this.path, () => readSync(this.descriptor, target, done, length, offset + done));
      if (count === 0) throw new UserError(`${this.path}: the file became shorter while it was read; load it again`);
      done += count;
    }
  }

  /** Releases the descriptor. Idempotent. */
  close(): void {
    if (!this.open) return;
    this.open = false;
    closeSync(this.descriptor);
  }

  private check(offset: number, length: number): void {
    if (!this.open) throw new Error(`${this.path} was read after it was closed`);
    if (!(offset >= 0 && length >= 0 && offset + length <= this.size)) {
      throw new UserError(`${this.path}: cut short: ${offset + length} bytes are needed, there are ${this.size}`);
    }
  }
}

/**
 * A whole text file (UTF-8).
 * @throws UserError naming the file if it is missing, cannot be read, is not UTF-8 or is longer than `limit` bytes.
 */
export function readTextFile(path: string, limit = 100_000_000): string {
  const file = new BinaryFile(path);
  try {
    if (file.size > limit) throw new UserError(`${path}: too long (${file.size} bytes; at most ${limit} are read)`);
    return decodeUtf8(file.read(0, file.size)) ?? refuseUtf8(path);
  } finally {
    file.close();
  }
}

/** Text in strict UTF-8, a byte order mark kept; undefined if the bytes are not UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function refuseUtf8(path: string): never {
  throw new UserError(`${path}: not UTF-8 text`);
}

function system<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (thrown) {
    if (thrown instanceof UserError) throw thrown;
    const missing = thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT';
    throw new UserError(missing ? `${path}: no such file` : `${path}: cannot be read: ${errorMessage(thrown)}`);
  }
}

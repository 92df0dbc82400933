import type { BinaryFile } from '../file.ts';

const windowSize = 1 << 16;

/** The bytes that were asked for lie past the end. */
export class EndOfBytes extends Error {
  override readonly name = 'EndOfBytes';
}

/** Reads a stretch of a file from front to back through a small window. */
export class ByteCursor {
  /** Offset of the next byte in the file. */
  offset: number;
  readonly end: number;
  private readonly file: BinaryFile;
  private window: Buffer = Buffer.alloc(0);
  private windowStart = 0;

  constructor(file: BinaryFile, start: number, end: number) {
    this.file = file;
    this.offset = start;
    this.end = end;
  }

  get remaining(): number {
    return this.end - this.offset;
  }

  /** @throws EndOfBytes */
  byte(): number {
    const byte = this.window[this.offset - this.windowStart];
    if (byte === undefined || this.offset < this.windowStart) return this.bytes(1)[0]!;
    this.offset++;
    return byte;
  }

  /**
   * The next `length` bytes, to be used before the next call.
   * @throws EndOfBytes before taking any memory, if there are not that many.
   */
  bytes(length: number): Buffer {
    if (length > this.remaining) throw new EndOfBytes();
    let at = this.offset - this.windowStart;
    if (at < 0 || at + length > this.window.length) {
      this.window = this.file.read(this.offset, Math.min(this.remaining, Math.max(length, windowSize)));
      this.windowStart = this.offset;
      at = 0;
    }
    this.offset += length;
    return this.window.subarray(at, at + length);
  }
}

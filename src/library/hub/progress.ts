import type { HubDownloadOptions, HubFile, HubModel } from './hub-model.ts';

/** Milliseconds between two events of progress. */
const pause = 200;

/** A message without what follows the path of an address: the Hub sends on to addresses that hold a right to read. */
export function withoutSignatures(message: string): string {
  return message.replaceAll(/(https?:\/\/[^\s?]*)\?[^\s:;,]*/g, '$1');
}

/** Tells how far a download of several files is. */
export class HubProgress {
  readonly #total: number;
  readonly #tell: NonNullable<HubDownloadOptions['progress']>;
  #name = '';
  /** Of the files before. */
  #before = 0;
  #told = Number.NEGATIVE_INFINITY;
  /** When bytes of this attempt began to come, and how many there were. */
  #began: { readonly time: number; readonly bytes: number } | undefined;

  constructor({ bytes }: HubModel, tell: NonNullable<HubDownloadOptions['progress']>) {
    this.#total = bytes;
    this.#tell = tell;
  }

  begin({ name }: HubFile): void {
    this.#name = name;
    this.#began = undefined;
  }

  /** @param bytes of the file, that are there. */
  bytes(bytes: number): void {
    const now = performance.now();
    const done = this.#before + bytes;
    if (!this.#began || done < this.#began.bytes) this.#began = { time: now, bytes: done };
    if (now - this.#told < pause) return;
    this.#told = now;
    this.#report(done, this.#left(done, now));
  }

  end({ bytes }: HubFile): void {
    this.#before += bytes;
    if (this.#before === this.#total) this.#report(this.#before, undefined);
  }

  note(message: string): void {
    this.#tell({ kind: 'note', message: withoutSignatures(message) });
  }

  #report(bytes: number, left: number | undefined): void {
    const rest = left === undefined ? {} : { left: Math.round(left) };
    this.#tell({ kind: 'download', name: this.#name, bytes, total: this.#total, ...rest });
  }

  /** In milliseconds; undefined before it can be told. */
  #left(done: number, now: number): number | undefined {
    if (!this.#began || now - this.#began.time < 1000) return undefined;
    const speed = (done - this.#began.bytes) / (now - this.#began.time);
    return speed > 0 ? (this.#total - done) / speed : undefined;
  }
}

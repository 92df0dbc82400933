import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { errorMessage, UserError } from '../core/errors.ts';

/** A file that is being written from its start to its end. */
export interface Sink {
  /** Appends bytes, all of them. */
  write(bytes: Uint8Array): void;
}

/** No single write hands more than this many bytes to the system; Linux caps one at 2 GiB. */
const largestWrite = 1 << 28;

/**
 * Writes a file so that a crash or a full disk leaves either what was there before or the whole of the new one: to a
 * temporary file beside it, which is flushed to the disk and then takes its name.
 * @throws UserError naming the file and what the system refuses; nothing half is left.
 */
export function writeDurably(file: string, write: (sink: Sink) => void): void {
  const temporary = `${file}.partial`;
  attempt(file, () => {
    try {
      const descriptor = openSync(temporary, 'w');
      try {
        write({ write: (bytes) => writeWhole(descriptor, bytes) });
        fsyncSync(descriptor);
      } finally {
        closeSync(descriptor);
      }
      renameSync(temporary, file);
    } catch (thrown) {
      rmSync(temporary, { force: true });
      throw thrown;
    }
    syncFolder(path.dirname(file));
  });
}

/** Writes a text as `writeDurably` does. */
export function writeTextDurably(file: string, text: string): void {
  writeDurably(file, (sink) => sink.write(Buffer.from(text)));
}

/**
 * Replaces a folder by a new one that `fill` writes: at every moment, also after a crash or on a full disk, the whole of
 * the old or of the new one can be had with {@link recoverFolder}.
 * @throws UserError naming the folder and what the system refuses; the old one is as it was.
 */
export function replaceFolder(folder: string, fill: (folder: string) => void): void {
  const { partial, next } = stations(folder);
  recoverFolder(folder);
  attempt(folder, () => {
    try {
      mkdirSync(partial, { recursive: true });
      fill(partial);
      syncFolder(partial);
    } catch (thrown) {
      rmSync(partial, { recursive: true, force: true });
      throw thrown;
    }
    renameSync(partial, next);
    syncFolder(path.dirname(folder));
  });
  recoverFolder(folder);
}

/**
 * Ends a replacement that was cut off: a new folder that is whole takes its place, one that is not is removed.
 * @throws UserError naming the folder and what the system refuses.
 */
export function recoverFolder(folder: string): void {
  const { partial, next, former } = stations(folder);
  attempt(folder, () => {
    rmSync(partial, { recursive: true, force: true });
    if (existsSync(next)) {
      rmSync(former, { recursive: true, force: true });
      if (existsSync(folder)) renameSync(folder, former);
      renameSync(next, folder);
      syncFolder(path.dirname(folder));
    } else if (!existsSync(folder) && existsSync(former)) renameSync(former, folder);
    rmSync(former, { recursive: true, force: true });
  });
}

/** A new folder stands in these places, one after the other; only whole ones are called `next`. */
export function stations(folder: string): { readonly partial: string; readonly next: string; readonly former: string } {
  return { partial: `${folder}.partial`, next: `${folder}.next`, former: `${folder}.former` };
}

function writeWhole(descriptor: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.byteLength; ) {
    done += writeSync(descriptor, bytes, done, Math.min(largestWrite, bytes.byteLength - done));
  }
}

/** Makes new names in a folder last; systems that cannot flush a folder (Windows) order such changes themselves. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

const reasons: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'its folder does not exist; make it first'],
  ['ENOSPC', 'the disk is full; make room and go on'],
  ['EDQUOT', 'your quota of the disk is used up; make room and go on'],
  ['EFBIG', 'the file is larger than the system allows (ulimit -f)'],
  ['EROFS', 'the disk is read-only; choose another folder'],
  ['EACCES', 'permission denied; choose another folder'],
  ['EPERM', 'permission denied; choose another folder'],
]);

function attempt(place: string, action: () => void): void {
  try {
    action();
  } catch (thrown) {
    throw refusal(place, thrown);
  }
}

/** What was thrown while `place` was written: the system's errors as one for the user, all others as they are. */
export function refusal(place: string, thrown: unknown): unknown {
  if (thrown instanceof UserError || !(thrown instanceof Error && 'syscall' in thrown)) return thrown;
  const reason = 'code' in thrown ? reasons.get(String(thrown.code)) : undefined;
  return new UserError(`${place}: cannot be written: ${reason ?? errorMessage(thrown)}`);
}

import { type FileHandle, open, rename, rm, statfs } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { UserError } from '../../core/errors.ts';
import { refusal } from '../durable.ts';
import {
  changedHeaders,
  keepNotes,
  type RemoteFile,
  rangeHeaders,
  readNotes,
  remoteFileOf,
  removeNotes,
  sizeOf,
} from './remote-file.ts';
import { attempt, type Credentials, type Fetch, request, TransientError } from './transfer.ts';

export interface FetchOptions {
  readonly signal: AbortSignal;
  readonly fetch: Fetch;
  readonly credentials?: Credentials | undefined;
  /** Told how much of the file is there. */
  readonly onBytes: (bytes: number, total: number | undefined) => void;
  /** Told what a person may want to know: that the server sends on to another address, that it is tried again. */
  readonly onNote: (message: string) => void;
  /** How long the server may be silent, in milliseconds; a minute if not given. */
  readonly patience?: number;
  /** Before the first new attempt, in milliseconds; doubled before each further one. A second if not given. */
  readonly pause?: number;
}

/** Attempts without a single new byte before it is given up. */
const mostAttempts = 5;
const minute = 60_000;

/**
 * Downloads a file. What has come lies beside it as `FILE.partial` until all of it is there; what an earlier attempt left is
 * gone on with, if the server still has the same file, and a whole file that the server still has is not asked for again.
 * @throws AbsentError if there is no such file at the address; UserError naming the address, or the file and what the system
 *   refuses; the signal's reason. What has come stays for the next attempt.
 */
export async function fetchFile(address: string, file: string, options: FetchOptions): Promise<RemoteFile> {
  const { signal, onNote, pause = 1000 } = options;
  for (let failures = 0, wait = pause; ; ) {
    const before = await sizeOf(partialOf(file));
    try {
      return await fetchRest(address, file, options);
    } catch (thrown) {
      signal.throwIfAborted();
      if (!(thrown instanceof TransientError)) throw refusal(file, thrown);
      if ((await sizeOf(partialOf(file))) > before) {
        failures = 0;
        wait = pause;
      }
      failures++;
      if (failures >= mostAttempts) throw new UserError(`${thrown.message}; try again later`);
      onNote(`${thrown.message}; trying again`);
      await setTimeout(thrown.wait ?? wait, undefined, { signal });
      wait *= 2;
    }
  }
}

/** Leaves nothing of a file that turned out to be none. */
export async function discardFile(file: string): Promise<void> {
  for (const each of [file, partialOf(file)]) await rm(each, { force: true });
  await removeNotes(file);
}

/** Where a file lies until it is whole. */
export function partialOf(file: string): string {
  return `${file}.partial`;
}

/** One attempt. */
async function fetchRest(address: string, file: string, options: FetchOptions): Promise<RemoteFile> {
  const { fetch, credentials, onNote, onBytes, patience = minute } = options;
  const partial = partialOf(file);
  const stalled = new AbortController();
  const timer = globalThis.setTimeout(() => stalled.abort(), patience);
  try {
    const signal = AbortSignal.any([options.signal, stalled.signal]);
    const known = await readNotes(file, address);
    const [have, whole] = [await sizeOf(partial), await sizeOf(file)];
    const isWhole = known !== undefined && have === 0 && whole > 0 && (known.size ?? whole) === whole;
    const headers = known ? (isWhole ? changedHeaders(known) : rangeHeaders(known, have)) : {};
    const onRedirect = (to: string) => onNote(`${new URL(address).host} sends on to ${to}`);
    const { response, address: final } = await request(address, headers, { fetch, signal, onRedirect, credentials });
    timer.refresh();
    const remote = remoteFileOf(response, final);
    if (response.status === 304 && known) {
      await response.body?.cancel();
      onNote('the file that is there already is the newest');
      onBytes(whole, whole);
      return known;
    }
    if (response.status === 206 || response.status === 200) {
      refusePage(response, final);
      const start = response.status === 206 ? startOf(response, have, final) : 0;
      await prepare(file, address, remote, start, onNote);
      await receive(response, partial, start, remote, onBytes, () => timer.refresh());
    } else if (known?.size !== have) {
      await response.body?.cancel();
      await rm(partial, { force: true });
      throw new TransientError(`${address}: the file has changed since its download began`);
    }
    await rename(partial, file);
    return response.status === 416 && known ? known : remote;
  } catch (thrown) {
    options.signal.throwIfAborted();
    if (stalled.signal.aborted) throw new TransientError(`${address}: nothing came for ${patience / 1000} s`);
    throw thrown;
  } finally {
    clearTimeout(timer);
  }
}

/** Makes sure that notes never stand beside what came of another file. */
async function prepare(
  file: string,
  address: string,
  remote: RemoteFile,
  start: number,
  onNote: (message: string) => void,
): Promise<void> {
  await checkSpace(file, remote.size, start);
  if (start > 0) {
    onNote(`going on after the ${(start / 1e6).toFixed(1)} MB that are there already`);
    return;
  }
  await rm(partialOf(file), { force: true });
  keepNotes(file, address, remote);
}

/** Writes what comes behind what is there. */
async function receive(
  response: Response,
  partial: string,
  start: number,
  { address, size }: RemoteFile,
  onBytes: FetchOptions['onBytes'],
  onChunk: () => void,
): Promise<void> {
  const handle = await open(partial, start > 0 ? 'r+' : 'w');
  let done = start;
  try {
    onBytes(done, size);
    const reader = response.body?.getReader();
    while (reader) {
      const { done: ended, value } = await attempt(address, () => reader.read());
      if (ended) break;
      onChunk();
      await writeAll(handle, value, done);
      done += value.byteLength;
      onBytes(done, size);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  if (size === undefined || done === size) return;
  if (done < size) throw new TransientError(`${address}: it ended after ${done} of ${size} bytes`);
  await rm(partial, { force: true });
  throw new UserError(`${address}: ${done} bytes came of a file of ${size}; try again later`);
}

async function writeAll(handle: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.byteLength; ) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.byteLength - done, position + done);
    done += bytesWritten;
  }
}

/** @throws TransientError if the server begins elsewhere than it was asked to. */
function startOf({ headers }: Response, asked: number, address: string): number {
  const start = /^bytes (\d+)-/.exec(headers.get('content-range') ?? '')?.[1];
  if (Number(start) === asked) return asked;
  throw new TransientError(`${address}: the server goes on at byte ${start}, not at ${asked}`);
}

/** @throws UserError for a web page: no terminology is one, but a server gives one that asks to log in or says that it is down. */
function refusePage(response: Response, address: string): void {
  if (!/^\s*(text\/html|application\/xhtml)/i.test(response.headers.get('content-type') ?? '')) return;
  response.body?.cancel().catch(() => {});
  throw new UserError(pageInstead(address));
}

export function pageInstead(address: string): string {
  return `${address}: a web page came instead of the file; open the address in a browser, save the file, and import it`;
}

/**
 * @param file one in the folder that it is to come to.
 * @param size of the whole, in bytes.
 * @throws UserError if the disk has not the room for what is to come.
 */
export async function checkSpace(file: string, size: number | undefined, have: number): Promise<void> {
  const folder = path.dirname(file);
  const free = await statfs(folder).then(
    ({ bavail, bsize }) => bavail * bsize,
    () => undefined,
  );
  if (size === undefined || free === undefined || size - have <= free) return;
  const shown = (bytes: number) => `${Math.ceil(bytes / 1e6).toLocaleString('en')} MB`;
  throw new UserError(
    `${folder}: ${shown(size - have)} are to come and ${shown(free)} are free; make room, or choose another folder`,
  );
}

import { mkdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../core/errors.ts';
import { emitted } from '../../files/download/emitted.ts';
import { discardFile, type FetchOptions, fetchFile, pageInstead } from '../../files/download/fetch-file.ts';
import { type RemoteFile, removeNotes } from '../../files/download/remote-file.ts';
import { AbsentError, attempt, type Fetch, request, TransientError } from '../../files/download/transfer.ts';
import { refusal } from '../../files/durable.ts';
import type { TerminologyFacts } from '../forms/form.ts';
import { formOfTerminology } from '../forms/forms.ts';
import { type ImportEvent, type ImportOptions, importTerminology } from '../import/import-terminology.ts';
import { checkIntegrity, type Digests, isWebPage } from './check-file.ts';
import { addressesOf, fileNameOf, type TerminologyEntry } from './downloads.ts';

export interface DownloadOptions
  extends Pick<ImportOptions, 'folder' | 'embedded' | 'signal'>,
    Pick<FetchOptions, 'patience' | 'pause'> {
  /** The folder in which the file is kept; if not given it lies in the store's until the import is done. */
  readonly to?: string;
  /** The platform's, if not given. */
  readonly fetch?: Fetch;
}

/** What a download tells; what it brought is imported then. */
export type DownloadEvent =
  | {
      readonly kind: 'download';
      readonly name: string;
      /** Of the file, that are there. */
      readonly bytes: number;
      /** Of the whole file; undefined where the server does not say it. */
      readonly total?: number;
      /** In milliseconds; undefined before it can be told. */
      readonly left?: number;
    }
  | {
      readonly kind: 'checked';
      readonly file: string;
      /** In hexadecimal. */
      readonly sha256: string;
      /** Whether the publisher gives a checksum, which was the file's. */
      readonly publisher: boolean;
    }
  | ImportEvent;

/** Milliseconds between two events of progress. */
const pauseBetween = 200;

/**
 * Downloads a terminology from its publisher, checks what came, and imports it. It asks nobody: whoever calls it has asked.
 * What has come of an interrupted download is gone on with the next time, and so is an interrupted import.
 * @throws UserError naming the address, or the file and what is wrong with it; errors of `importTerminology`; the signal's
 *   reason.
 */
export async function* downloadTerminology(
  entry: TerminologyEntry,
  options: DownloadOptions,
): AsyncGenerator<DownloadEvent, void, undefined> {
  const folder = options.to ?? path.join(options.folder, 'downloads');
  try {
    mkdirSync(folder, { recursive: true });
  } catch (thrown) {
    throw refusal(folder, thrown);
  }
  const { file, remote } = yield* fetched(entry, folder, options);
  const { name, form } = entry;
  const { folder: store, embedded, signal } = options;
  const about = { name, form, facts: factsOf(entry, remote) };
  const more = { ...(embedded === undefined ? {} : { embedded }), ...(signal ? { signal } : {}) };
  for await (const event of importTerminology({ folder: store, place: file, ...about, ...more })) {
    if (event.kind === 'done' && options.to === undefined) {
      await rm(file, { force: true });
      await removeNotes(file);
    }
    yield event;
  }
}

/** Downloads and checks the file. */
function fetched(
  entry: TerminologyEntry,
  folder: string,
  { signal, fetch = globalThis.fetch, ...timing }: DownloadOptions,
): AsyncGenerator<DownloadEvent, { readonly file: string; readonly remote: RemoteFile }, undefined> {
  return emitted(async (emit, left) => {
    const onNote = (message: string) => emit({ kind: 'note', message });
    const options: FetchOptions = {
      ...timing,
      fetch,
      signal: signal ? AbortSignal.any([signal, left]) : left,
      onNote,
      onBytes: progressTeller(entry.name, emit),
    };
    const { file, remote } = await fetchFirst(entry, folder, options);
    const published = await publishedDigest(entry, options);
    try {
      const { sha256, md5 } = await checkContent(entry, file, remote, options.signal);
      if (published !== undefined && published !== md5) throw new UserError(otherDigest(file, md5, published));
      emit({ kind: 'checked', file, sha256, publisher: published !== undefined });
    } catch (thrown) {
      options.signal.throwIfAborted();
      // Else it would be taken for the file that the server still has.
      if (thrown instanceof UserError) await discardFile(file);
      throw thrown;
    }
    return { file, remote };
  });
}

/** From the first of the addresses at which there is something. */
async function fetchFirst(
  entry: TerminologyEntry,
  folder: string,
  options: FetchOptions,
): Promise<{ readonly file: string; readonly remote: RemoteFile }> {
  const addresses = addressesOf(entry);
  for (const [index, address] of addresses.entries()) {
    const file = path.join(folder, fileNameOf(address));
    try {
      return { file, remote: await fetchFile(address, file, options) };
    } catch (thrown) {
      if (!(thrown instanceof AbsentError) || index === addresses.length - 1) throw thrown;
      options.onNote(`${address}: not there yet`);
    }
  }
  throw new Error(`${entry.name} has no address`);
}

/** @throws UserError unless it is whole, and of the form that it is to be of. */
async function checkContent(
  { form, title }: TerminologyEntry,
  file: string,
  { address }: RemoteFile,
  signal: AbortSignal,
): Promise<Digests> {
  const digests = await checkIntegrity(file, signal);
  if (await isWebPage(file)) throw new UserError(pageInstead(address));
  const found = await formOfTerminology(file).catch((thrown) => {
    if (thrown instanceof UserError) return undefined;
    throw thrown;
  });
  if (found?.name === form) return digests;
  throw new UserError(
    `${address}: what came is ${found ? `of the form ${found.name}` : 'of no form that is known'}, while ${title} is to be ${form}; the publisher may have changed it`,
  );
}

/**
 * The MD5 that the publisher says the file has, in hexadecimal; undefined where none is given.
 * @throws UserError if it cannot be had now, or is none.
 */
async function publishedDigest(
  { md5: place }: TerminologyEntry,
  { fetch, signal, onNote }: FetchOptions,
): Promise<string | undefined> {
  if (place === undefined) return undefined;
  let text: string;
  try {
    const { response } = await request(place, {}, { fetch, signal });
    text = await attempt(place, () => response.text());
  } catch (thrown) {
    signal.throwIfAborted();
    if (thrown instanceof TransientError) throw new UserError(`${thrown.message}; try again later`);
    if (!(thrown instanceof AbsentError)) throw thrown;
    onNote(`${place}: the publisher's checksum is not there any more; the file is checked without it`);
    return undefined;
  }
  const digest = /\b[0-9a-f]{32}\b/i.exec(text)?.[0];
  if (digest === undefined) throw new UserError(`${place}: holds no checksum; the publisher may have changed it`);
  return digest.toLowerCase();
}

function otherDigest(file: string, md5: string, published: string): string {
  return `${file}: its MD5 is ${md5}, and the publisher's is ${published}: it was damaged on the way, or renewed meanwhile; try again`;
}

/** What is known of the terminology besides what stands in its file. */
function factsOf({ title, licence, version }: TerminologyEntry, { address, modified }: RemoteFile): TerminologyFacts {
  const date = modified === undefined ? Number.NaN : Date.parse(modified);
  const year = /\d{4}/.exec(fileNameOf(address))?.[0];
  const told =
    version === 'year' ? year : version === 'date' && Number.isFinite(date) ? dayOf(new Date(date)) : undefined;
  return { title, licence, ...(told === undefined ? {} : { version: told }) };
}

function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}

/** Tells of progress now and then, and of the end. */
function progressTeller(name: string, emit: (event: DownloadEvent) => void): FetchOptions['onBytes'] {
  let told = Number.NEGATIVE_INFINITY;
  let began: { readonly time: number; readonly bytes: number } | undefined;
  return (bytes, total) => {
    const now = performance.now();
    if (!began || bytes < began.bytes) began = { time: now, bytes };
    if (now - told < pauseBetween && bytes !== total) return;
    told = now;
    const speed = (bytes - began.bytes) / (now - began.time);
    const left = total !== undefined && speed > 0 && now - began.time > 1000 ? (total - bytes) / speed : undefined;
    emit({
      kind: 'download',
      name,
      bytes,
      ...(total === undefined ? {} : { total }),
      ...(left === undefined ? {} : { left: Math.round(left) }),
    });
  };
}

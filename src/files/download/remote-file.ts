import { readFile, rm, stat } from 'node:fs/promises';
import { isJsonObject } from '../../core/json.ts';
import { writeTextDurably } from '../durable.ts';

/** What a file on a server is known by, so that it can be told whether it is still the same. */
export interface RemoteFile {
  /** After all redirects. */
  readonly address: string;
  readonly etag?: string;
  /** As HTTP writes dates: `Sat, 01 Nov 2025 10:00:00 GMT`. */
  readonly modified?: string;
  /** In bytes, where the server says it. */
  readonly size?: number;
  /** Whether the bytes come as they lie there, so that they can be counted and asked for from a place on. */
  readonly verbatim: boolean;
}

/** What the headers of a response say of the file. */
export function remoteFileOf({ headers, status }: Response, address: string): RemoteFile {
  const etag = headers.get('etag');
  const modified = headers.get('last-modified');
  const verbatim = ['', 'identity'].includes((headers.get('content-encoding') ?? '').trim().toLowerCase());
  const whole = /\/(\d+)\s*$/.exec(headers.get('content-range') ?? '')?.[1];
  const length = status === 206 ? whole : headers.get('content-length');
  return {
    address,
    ...(etag === null ? {} : { etag }),
    ...(modified === null ? {} : { modified }),
    ...(verbatim && length != null && /^\d+$/.test(length) ? { size: Number(length) } : {}),
    verbatim,
  };
}

/** Headers that ask for what follows the first `have` bytes, if the file is still the one that is known; none if that cannot be told. */
export function rangeHeaders({ etag, modified, verbatim }: RemoteFile, have: number): Readonly<Record<string, string>> {
  // Only a strong tag stands for the bytes themselves (RFC 9110, 13.1.5).
  const validator = etag !== undefined && !etag.startsWith('W/') ? etag : modified;
  if (!verbatim || have === 0 || validator === undefined) return {};
  return { range: `bytes=${have}-`, 'if-range': validator };
}

/** Headers that ask for a file only if it is another one than is known. */
export function changedHeaders({ etag, modified }: RemoteFile): Readonly<Record<string, string>> {
  if (etag !== undefined) return { 'if-none-match': etag };
  return modified === undefined ? {} : { 'if-modified-since': modified };
}

/** Where it is written what is known of a file that has come, or is coming. */
function notesOf(file: string): string {
  return `${file}.download.json`;
}

/** Writes down what is known of a file, for the next attempt at the same address. */
export function keepNotes(file: string, asked: string, remote: RemoteFile): void {
  writeTextDurably(notesOf(file), `${JSON.stringify({ asked, ...remote })}\n`);
}

/** Removes what was written down. Idempotent. */
export async function removeNotes(file: string): Promise<void> {
  await rm(notesOf(file), { force: true });
}

/** What is known of a file from an earlier attempt at the same address; undefined if nothing is. */
export async function readNotes(file: string, asked: string): Promise<RemoteFile | undefined> {
  let notes: unknown;
  try {
    notes = JSON.parse(await readFile(notesOf(file), 'utf8'));
  } catch {
    return undefined;
  }
  if (!isJsonObject(notes) || notes.asked !== asked || typeof notes.address !== 'string') return undefined;
  const { address, etag, modified, size, verbatim } = notes;
  return {
    address,
    ...(typeof etag === 'string' ? { etag } : {}),
    ...(typeof modified === 'string' ? { modified } : {}),
    ...(typeof size === 'number' ? { size } : {}),
    verbatim: verbatim === true,
  };
}

/** In bytes; 0 where there is no file. */
export async function sizeOf(file: string): Promise<number> {
  return stat(file).then(
    ({ size }) => size,
    () => 0,
  );
}

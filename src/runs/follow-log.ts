import { open, stat } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { logFile, readLog } from './read-log.ts';
import type { RunLogEntry } from './run.ts';

/** Milliseconds between two looks at a log: not all drives tell of changes. */
const interval = 500;
/** The most updates of a log that are told one by one when it is told anew. */
const most = 2000;
/** Bytes by which a log is known again: its first line has the time of its beginning in it. */
const headBytes = 256;

/**
 * Tells the entries of a run's log: first all that there are, of a long log several updates as one, then what comes. It is
 * told anew where the run has begun anew or gone back behind what was told.
 * @param told `anew` says that the entries take the place of all before.
 * @returns when the signal is aborted; a log that is absent or cannot be read is waited for.
 */
export async function followLog(
  output: string,
  told: (entries: readonly RunLogEntry[], anew: boolean) => void,
  signal: AbortSignal,
): Promise<void> {
  let place: Place | undefined;
  while (!signal.aborted) {
    const before: Place | undefined = place;
    const news = await newsOf(output, before).catch(() => undefined);
    if (signal.aborted) return;
    if (news) {
      place = news.place;
      if (news.anew || news.entries.length > 0) told(news.entries, news.anew);
    } else if (!place) {
      place = { head: Buffer.alloc(0), next: 0, size: 0 };
      told([], true);
    }
    await setTimeout(interval, undefined, { signal }).catch(() => undefined);
  }
}

/** How far a log was told. */
interface Place {
  readonly head: Buffer;
  readonly next: number;
  /** Of the file, when it was looked at. */
  readonly size: number;
}

/** @returns undefined if there is nothing new. */
async function newsOf(output: string, place: Place | undefined) {
  const { size } = await stat(logFile(output));
  if (place && size === place.size) return undefined;
  const head = await headOf(logFile(output));
  const same = place && size >= place.next && head.subarray(0, place.head.length).equals(place.head);
  if (same) {
    const { entries, next } = await readLog(output, { from: place.next });
    if (!entries.some(({ kind }) => kind === 'plan')) return { place: { head, next, size }, entries, anew: false };
  }
  const { entries, next } = await readLog(output, { most });
  return { place: { head, next, size }, entries, anew: true };
}

async function headOf(file: string): Promise<Buffer> {
  const handle = await open(file);
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(headBytes), 0, headBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

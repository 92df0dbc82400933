import { open } from 'node:fs/promises';
import path from 'node:path';
import { outputNames } from '../train/output/output.ts';
import { parseEntry } from './log-entry.ts';
import type { RunLogEntry } from './run.ts';
import { Thinner } from './thin.ts';

/** What was read of a log. */
export interface LogReading {
  readonly entries: readonly RunLogEntry[];
  /** Where the next reading goes on, in bytes: behind the last line that is complete. */
  readonly next: number;
}

/** Which part of a log is read, and how closely it is told. */
export interface LogRange {
  /** In bytes; the beginning if not given. */
  readonly from?: number;
  /** Before this byte; the end if not given. */
  readonly to?: number;
  /** The most updates that are told one by one: of more, neighbours are told as one. All of them if not given. */
  readonly most?: number;
}

const chunkBytes = 2 ** 20;
const newline = 0x0a;
/** No line of a log is as long: what is, is none. */
const longestLine = 2 ** 24;

/** Where a run's log lies. */
export function logFile(output: string): string {
  return path.join(output, outputNames.log);
}

/**
 * Reads a run's log from a byte on: complete lines only, since the last one may be half written; lines that are damaged are
 * passed over, and what a resumed run has gone back behind is left out. There are no entries where there is no log.
 */
export async function readLog(output: string, { most, ...range }: LogRange = {}): Promise<LogReading> {
  const gathered = new Thinner(most);
  const next = await scanLog(output, range, (line) => {
    const entry = parseEntry(line());
    if (entry) gathered.add(entry);
  });
  return { entries: gathered.entries(), next };
}

/**
 * Goes through the complete lines of a log.
 * @param visit is given each line's text, made when it is asked for, and its bytes.
 * @returns the byte behind the last complete line.
 */
export async function scanLog(
  output: string,
  { from = 0, to = Number.POSITIVE_INFINITY }: Omit<LogRange, 'most'>,
  visit: (line: () => string, bytes: Buffer) => void,
): Promise<number> {
  const file = await open(logFile(output)).catch(() => undefined);
  if (!file) return from;
  try {
    let next = from;
    let buffer = Buffer.alloc(Math.min(chunkBytes, Math.max(0, (await file.stat()).size - from) + 1));
    let held = 0;
    for (let at = from; at < to; ) {
      const { bytesRead } = await file.read(buffer, held, Math.min(buffer.length - held, to - at), at);
      if (bytesRead === 0) break;
      at += bytesRead;
      held += bytesRead;
      const used = visitLines(buffer.subarray(0, held), visit);
      next += used;
      buffer.copy(buffer, 0, used, held);
      held -= used;
      if (held < buffer.length) continue;
      if (held < longestLine) buffer = Buffer.concat([buffer, Buffer.alloc(buffer.length)]);
      else {
        // What is left of it is passed over as a damaged line.
        next += held;
        held = 0;
      }
    }
    return next;
  } finally {
    await file.close();
  }
}

/** @returns the bytes of the complete lines. */
function visitLines(bytes: Buffer, visit: (line: () => string, bytes: Buffer) => void): number {
  let start = 0;
  for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, start)) {
    const line = bytes.subarray(start, end);
    visit(() => line.toString('utf8'), line);
    start = end + 1;
  }
  return start;
}

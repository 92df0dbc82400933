import { setTimeout } from 'node:timers/promises';
import { runsFolder } from '../library/folders.ts';
import type { RunSummary } from './run.ts';
import { RunList } from './run-list.ts';

/** Milliseconds between two looks. */
const interval = 1000;

/**
 * Tells of all runs of this user, newest first: at once, and whenever one has begun, gone on or ended, in whatever window
 * or command line.
 * @returns when the signal is aborted.
 */
export async function watchRuns(
  changed: (runs: readonly RunSummary[]) => void,
  signal: AbortSignal,
  folder: string = runsFolder(),
): Promise<void> {
  const list = new RunList(folder);
  let told: readonly RunSummary[] | undefined;
  while (!signal.aborted) {
    const runs = await list.read();
    if (signal.aborted) return;
    if (runs !== told) changed(runs);
    told = runs;
    await setTimeout(interval, undefined, { signal }).catch(() => undefined);
  }
}

import { existsSync, rmdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from '../../../core/errors.ts';
import { isUnfinishedRun } from '../../../library/run-record.ts';
import { claimStart } from '../../../runs/claim-start.ts';
import { readLog, scanLog } from '../../../runs/read-log.ts';
import { forgetRun, outputFileOf, readEntry, runId } from '../../../runs/registry.ts';
import { TrainerProcess } from '../../../runs/trainer-process.ts';
import type { Log } from '../../log.ts';
import { grace } from '../command-process.ts';

export interface TrainerStart {
  /** The command line's program. */
  readonly file: string;
  readonly args: readonly string[];
  /** The run's output folder, absolute. */
  readonly output: string;
  /** Whether the run goes on when this process ends. */
  readonly keepRunning: boolean;
  readonly log: Log;
  /** Ends the process if the run has not begun yet. */
  readonly signal: AbortSignal;
}

/** Milliseconds between two looks whether the run has begun. */
const interval = 200;
/** Looks whether a run that has begun is in the list of runs. */
const triesToList = 25;

/**
 * Starts a trainer and waits until its run is under way: its data has been read, and its log has a plan. Large corpora take
 * their time; it is waited for as long as the process is there.
 * @throws UserError with the reason if it ends before; nothing is left of a run that was new then. The signal's reason if it
 *   was ended.
 */
export async function startTrainer(start: TrainerStart): Promise<TrainerProcess> {
  const { output, signal } = start;
  signal.throwIfAborted();
  const fresh = !existsSync(output);
  const known = (await readEntry(runId(output))) !== undefined;
  const release = claimStart(output);
  try {
    return await begun(start);
  } catch (thrown) {
    release();
    if (!known) leaveNothing(output, fresh);
    throw thrown;
  } finally {
    release();
  }
}

async function begun({ file, args, output, keepRunning, log, signal }: TrainerStart): Promise<TrainerProcess> {
  const before = await scanLog(output, {}, () => {});
  const trainer = new TrainerProcess({ file, args, outputFile: outputFileOf(runId(output)), keepRunning });
  log.info(`training: process ${trainer.pid} started for ${output}`);
  let how: string | undefined;
  const ended = trainer.ended.then((text) => {
    how = text;
    log.info(`training: process ${trainer.pid} ended (${text})`);
  });
  while (how === undefined) {
    if (signal.aborted) {
      await end(trainer, ended);
      signal.throwIfAborted();
    }
    if (await hasPlan(output, before)) {
      await listed(output);
      return trainer;
    }
    await Promise.race([ended, sleep(interval, undefined, { signal }).catch(() => undefined)]);
  }
  // A run that was to be resumed may be done already, and a small one may be by now.
  if (how === 'exit code 0') return trainer;
  throw new UserError(trainer.reason(how));
}

/** Whether the log has got a plan since it was so long; one that is shorter belongs to a run that has begun anew. */
async function hasPlan(output: string, before: number): Promise<boolean> {
  const { entries } = await readLog(output, { from: before });
  return entries.some(({ kind }) => kind === 'plan');
}

/** Waits until others find the run: right after its plan, or never where the disk is full, which is no reason to stop it. */
async function listed(output: string): Promise<void> {
  for (let tries = 0; tries < triesToList; tries++) {
    if (await readEntry(runId(output))) return;
    await sleep(interval);
  }
}

async function end(trainer: TrainerProcess, ended: Promise<void>): Promise<void> {
  trainer.stop();
  const timer = setTimeout(() => trainer.kill(), grace);
  await ended;
  clearTimeout(timer);
}

/** @param fresh whether the folder was made for this run. */
function leaveNothing(output: string, fresh: boolean): void {
  if (isUnfinishedRun(output)) return;
  forgetRun(runId(output));
  if (!fresh) return;
  try {
    rmdirSync(output);
  } catch {
    // It was not made, or something is in it.
  }
}

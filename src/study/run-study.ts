import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../core/errors.ts';
import { lock } from '../files/lock.ts';
import type { Engine } from './engine.ts';
import { noteFailure, noteOutcome, type RunOutcome } from './outcome.ts';
import type { StudyState } from './state.ts';
import type { StudyRun } from './study.ts';
import { workNames } from './work-folder.ts';

/** What a study that is run tells of its runs. */
export type StudyEvent = { readonly run: StudyRun } & (
  | { readonly kind: 'queued' | 'started' }
  | { readonly kind: 'finished'; readonly outcome: RunOutcome }
  | { readonly kind: 'failed'; readonly reason: string }
);

export interface RunStudyOptions {
  /** The folder of the study's runs. */
  readonly work: string;
  readonly keepModels: boolean;
  /** Whether runs that failed too often are tried again. */
  readonly retry: boolean;
  readonly signal: AbortSignal;
}

/**
 * Trains what a study has not trained yet, and notes what comes out as it comes. Killed at any moment, it goes on where it
 * was when it is called again.
 * @param open reads the state once the work folder is this process's alone.
 * @throws UserError if another process works on the study, or its folder cannot be written; the signal's reason.
 */
export async function* runStudy(
  state: StudyState,
  engine: Engine,
  { work, keepModels, retry, signal }: RunStudyOptions,
): AsyncGenerator<StudyEvent, void, undefined> {
  mkdirSync(work, { recursive: true });
  const release = lock(path.join(work, workNames.lock));
  try {
    state.recover();
    state.gather();
    const tidy = () => keepModels || state.removeModels(retry);
    tidy();
    const open = state.open(retry);
    const byKey = new Map(open.map((run) => [run.key, run]));
    for await (const event of engine.run(open, signal)) {
      const run = byKey.get(event.key);
      if (!run) continue;
      if (event.kind === 'finished') yield finished(run, work, state);
      else if (event.kind === 'failed') yield failed(run, work, event.reason);
      else yield { kind: event.kind, run };
      if (event.kind === 'finished') tidy();
    }
  } finally {
    release();
  }
}

function finished(run: StudyRun, work: string, state: StudyState): StudyEvent {
  try {
    const outcome = noteOutcome(work, run, state.plan);
    state.gather();
    return { kind: 'finished', run, outcome };
  } catch (thrown) {
    if (!(thrown instanceof UserError)) throw thrown;
    return failed(run, work, thrown.message);
  }
}

function failed(run: StudyRun, work: string, reason: string): StudyEvent {
  noteFailure(work, run.key, reason);
  return { kind: 'failed', run, reason };
}

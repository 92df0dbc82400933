import { existsSync, readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { UserError } from '../../core/errors.ts';
import { parseConfig } from '../../train/config/parse-config.ts';
import { isDone } from '../../train/output/output.ts';
import type { StudyRun } from '../study.ts';
import { isWritten, trainingArguments } from '../work-folder.ts';
import { wantedFile } from './slurm-engine.ts';

/** Milliseconds between two looks whether an earlier attempt still writes. */
const pause = 2000;

/**
 * What a node is to train: an attempt that was cut off goes on at its last checkpoint. Waits for an earlier attempt that may
 * still write: one whose node failed is taken for dead after ten minutes.
 * @returns what `gerbera` is given; undefined if there is nothing left to do.
 * @throws UserError naming the file if there is no such run; the signal's reason.
 */
export async function trainTask(
  work: string,
  key: string,
  signal: AbortSignal,
): Promise<readonly string[] | undefined> {
  const file = wantedFile(work, key);
  if (!existsSync(file))
    throw new UserError(`${file}: no such file; is the work folder on a file system that all nodes share?`);
  const run: StudyRun = { key, config: parseConfig(readFileSync(file, 'utf8'), file), after: [], cells: [] };
  while (isWritten(run)) await setTimeout(pause, undefined, { signal });
  return isDone(run.config.output) ? undefined : trainingArguments(work, run);
}

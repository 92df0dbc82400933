import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { errorMessage, UserError } from '../core/errors.ts';
import { isJsonObject } from '../core/json.ts';
import { writeTextDurably } from '../files/durable.ts';
import { productVersion } from '../library/folders.ts';
import { outputNames } from '../train/output/output.ts';
import type { RunReport } from '../train/output/report.ts';
import type { StudyPlan } from './cells/plan.ts';
import type { CellResult, CellScores, StudyRun } from './study.ts';
import { modelFolder, runFolder, workNames } from './work-folder.ts';

/** What a finished run gave; scores where it was scored on a test part. */
export interface RunOutcome extends Pick<CellResult, 'seconds' | 'finished' | 'version'> {
  /** Seconds from its start to its end, reading and scoring included; more than it worked if it was interrupted. */
  readonly elapsed: number;
  readonly scores?: Pick<CellResult, 'test' | 'devel' | 'trainSentences'>;
}

/** Why a run gave nothing, and how often it was tried. */
export interface RunFailure {
  readonly attempts: number;
  readonly reason: string;
}

/**
 * Notes what a run gave, of the record that its trainer left.
 * @throws UserError if there is no such record, or no score in it where there should be one; if a corpus changed after the
 *   study was planned, in which case the model, which its key does not stand for, is removed.
 */
export function noteOutcome(work: string, run: StudyRun, { corpora }: Pick<StudyPlan, 'corpora'>): RunOutcome {
  const file = path.join(modelFolder(work, run.key), outputNames.run);
  const report = reportIn(file);
  for (const { id, part, sha256 } of report.data) {
    const { folder = '' } = run.config.corpora[id] ?? {};
    if ((corpora.get(folder)?.files[part] ?? sha256) === sha256) continue;
    rmSync(modelFolder(work, run.key), { recursive: true, force: true });
    throw new UserError(`${folder}: its ${part} part changed while the study ran; run the study again`);
  }
  const [test, devel] = [scoresIn(report.test), scoresIn(report.devel)];
  if (run.cells.length > 0 && !(test && devel)) throw new UserError(`${file}: there are no scores in it`);
  const target = report.test[0]?.corpus;
  const train = report.data.find(({ id, part }) => id === target && part === 'train');
  const outcome: RunOutcome = {
    ...(test && devel ? { scores: { test, devel, trainSentences: train?.sentences ?? 0 } } : {}),
    seconds: report.seconds,
    elapsed: (Date.parse(report.finished) - Date.parse(report.started)) / 1000,
    finished: report.finished,
    version: productVersion(),
  };
  writeTextDurably(
    path.join(runFolder(work, run.key), workNames.outcome),
    `${JSON.stringify(outcome, undefined, 2)}\n`,
  );
  rmSync(failureFile(work, run.key), { force: true });
  return outcome;
}

/** What a run gave; undefined if it has not finished, or what is there is damaged. */
export function readOutcome(work: string, key: string): RunOutcome | undefined {
  const value = readObject(path.join(runFolder(work, key), workNames.outcome));
  return value && typeof value.elapsed === 'number' ? (value as unknown as RunOutcome) : undefined;
}

/** Notes that a run failed once more. */
export function noteFailure(work: string, key: string, reason: string): RunFailure {
  const failure = { attempts: (readFailure(work, key)?.attempts ?? 0) + 1, reason };
  writeTextDurably(failureFile(work, key), `${JSON.stringify(failure, undefined, 2)}\n`);
  return failure;
}

export function readFailure(work: string, key: string): RunFailure | undefined {
  const { attempts, reason } = readObject(failureFile(work, key)) ?? {};
  return typeof attempts === 'number' && typeof reason === 'string' ? { attempts, reason } : undefined;
}

function failureFile(work: string, key: string): string {
  return path.join(runFolder(work, key), workNames.failure);
}

function scoresIn(scores: RunReport['test']): CellScores | undefined {
  const [first] = scores;
  if (!first) return undefined;
  const { precision, recall, f1 } = first.micro;
  return { precision, recall, f1 };
}

function reportIn(file: string): RunReport {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (thrown) {
    throw new UserError(`${file}: cannot be read: ${errorMessage(thrown)}`);
  }
}

function readObject(file: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

import { existsSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../core/errors.ts';
import { isDone, outputNames } from '../train/output/output.ts';
import type { StudyPlan } from './cells/plan.ts';
import { noteOutcome, readFailure, readOutcome } from './outcome.ts';
import { cellLabel, readResults, writeResults } from './results.ts';
import type { CellName, CellResult, StudyRun } from './study.ts';
import { hasModel, isWritten, modelFolder, removeModel } from './work-folder.ts';

/** How a run stands while nobody works on it. */
export type RunStanding = 'done' | 'interrupted' | 'failed' | 'waiting';

/** A run that has failed so often is tried again only when that is asked for. */
export const mostAttempts = 3;

/** What is known of the runs of a study from its work folder and the file of its results. */
export class StudyState {
  readonly plan: StudyPlan;
  readonly #work: string;
  readonly #file: string;
  #results: readonly CellResult[];

  /**
   * @param file of the results.
   * @throws UserError naming the line of a file of results that is damaged.
   */
  constructor(plan: StudyPlan, work: string, file: string) {
    this.plan = plan;
    this.#work = work;
    this.#file = file;
    this.#results = readResults(file);
  }

  /** All results, also those of cells that the study has no more. */
  get results(): readonly CellResult[] {
    return this.#results;
  }

  /** Results of cells that the study has no more. */
  get former(): readonly CellResult[] {
    const keys = new Set(this.plan.runs.map(({ key }) => key));
    return this.#results.filter(({ key }) => !keys.has(key));
  }

  standing(run: StudyRun): RunStanding {
    if (this.#isDone(run)) return 'done';
    if (readFailure(this.#work, run.key)) return 'failed';
    return existsSync(path.join(modelFolder(this.#work, run.key), outputNames.start)) ? 'interrupted' : 'waiting';
  }

  /** Seconds that a finished run took; undefined where it was done elsewhere. */
  seconds({ key }: StudyRun): number | undefined {
    return readOutcome(this.#work, key)?.elapsed;
  }

  /** Why a run failed, and whether it is not tried again by itself. */
  failure({ key }: StudyRun): { readonly reason: string; readonly givenUp: boolean } | undefined {
    const failure = readFailure(this.#work, key);
    return failure && { reason: failure.reason, givenUp: failure.attempts >= mostAttempts };
  }

  /**
   * The runs that are still to be done, in order: cells without a result, and what they start from where its model is not
   * there any more.
   * @param retry whether those that were given up are among them.
   */
  open(retry: boolean): readonly StudyRun[] {
    const undone = this.plan.runs.filter((run) => run.cells.length > 0 && !this.#isDone(run));
    const tried = (run: StudyRun) => retry || !this.failure(run)?.givenUp;
    const byKey = new Map(this.plan.runs.map((run) => [run.key, run]));
    const needed = new Set<string>();
    for (const run of undone) {
      if (!tried(run)) continue;
      const before = run.after.flatMap((key) => (hasModel(this.#work, key) ? [] : (byKey.get(key) ?? [])));
      if (!before.every(tried)) continue;
      for (const { key } of [...before, run]) needed.add(key);
    }
    return this.plan.runs.filter(({ key }) => needed.has(key));
  }

  /** Notes what runs gave that ended when nobody waited for them, such as after the study's process was killed. */
  recover(): void {
    for (const run of this.plan.runs) {
      if (!readOutcome(this.#work, run.key) && !isWritten(run)) noteLate(this.#work, run, this.plan);
    }
  }

  /** Takes over what finished runs gave, and writes the results if there are new ones. */
  gather(): void {
    const known = new Map(this.#results.map((result) => [result.key, result]));
    const lines = new Set(this.#results.map(lineOf));
    const fresh = this.plan.runs.flatMap((run): readonly CellResult[] => {
      const result = this.#outcome(run) ?? known.get(run.key);
      return result ? run.cells.map((cell) => resultOf(cell, run.key, result)) : [];
    });
    if (fresh.every((result) => lines.has(lineOf(result)))) return;
    writeResults(this.#file, [...this.#results, ...fresh]);
    this.#results = readResults(this.#file);
  }

  /**
   * Removes the models of finished runs that no run still to be done starts from.
   * @param retry whether those that were given up are among them.
   */
  removeModels(retry: boolean): void {
    const needed = new Set(this.open(retry).flatMap(({ after }) => after));
    for (const { key } of this.plan.runs) {
      if (!needed.has(key) && readOutcome(this.#work, key)) removeModel(this.#work, key);
    }
  }

  /** The scores that a finished run gave. */
  #outcome(run: StudyRun): Omit<CellResult, keyof CellName | 'key'> | undefined {
    const outcome = readOutcome(this.#work, run.key);
    return outcome?.scores && { ...outcome.scores, ...outcome };
  }

  #isDone({ key, cells }: StudyRun): boolean {
    if (cells.length === 0) return readOutcome(this.#work, key) !== undefined;
    return this.#results.some((result) => result.key === key);
  }
}

/** A record that is damaged is told of when it is the turn of its run. */
function noteLate(work: string, run: StudyRun, plan: StudyPlan): void {
  try {
    if (isDone(run.config.output)) noteOutcome(work, run, plan);
  } catch (thrown) {
    if (!(thrown instanceof UserError)) throw thrown;
  }
}

/** A line of the results, which a person reads from its start. */
function resultOf(cell: CellName, key: string, given: Omit<CellResult, keyof CellName | 'key'>): CellResult {
  const { test, devel, trainSentences, seconds, finished, version } = given;
  const { target, auxiliary, method, size, seed } = cell;
  return { target, auxiliary, method, size, seed, test, devel, trainSentences, seconds, finished, version, key };
}

function lineOf(result: CellResult): string {
  return `${cellLabel(result)} ${result.key}`;
}

import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../../../core/errors.ts';
import { modelsFolder } from '../../../library/folders.ts';
import { embeddedNames } from '../../../library/resolve.ts';
import type { TrainingRequest, TrainingResume, TrainingStart } from '../../../protocol/training.ts';
import { describeRun } from '../../../runs/describe-run.ts';
import { knownRun } from '../../../runs/registry.ts';
import type { RunSummary, TrainingEstimate } from '../../../runs/run.ts';
import type { Log } from '../../log.ts';
import { outputFolder, resumeArguments, trainingArguments } from './arguments.ts';
import { estimateTraining } from './estimate.ts';
import { startTrainer } from './start-trainer.ts';

/** Starts training runs, each with the command line's own `train` in a process of its own. */
export class TrainingJobs {
  readonly #file: string;
  readonly #log: Log;
  readonly #end = new AbortController();

  /** @param file the command line's program. */
  constructor(file: string, log: Log) {
    this.#file = file;
    this.#log = log;
  }

  /**
   * What a run would be and take.
   * @throws UserError with the reason if it could not be trained; the signal's reason if it was cancelled.
   */
  async estimate(request: TrainingRequest, asking: AbortSignal): Promise<TrainingEstimate> {
    await refuseTaken(outputFolder(request));
    return estimateTraining(this.#file, this.#log, request, AbortSignal.any([asking, this.#end.signal]));
  }

  /**
   * Starts a run.
   * @returns when it is under way: its data has been read, and its log has a plan.
   * @throws UserError with the reason if it does not get there; nothing is left of it then.
   */
  async start({ request, keepRunning }: TrainingStart, signal: AbortSignal): Promise<RunSummary> {
    const output = outputFolder(request);
    await refuseTaken(output);
    return this.#begin({ args: trainingArguments(request), output, keepRunning, signal });
  }

  /**
   * Goes on with a run that is not under way.
   * @throws UserError with the reason if it does not get under way.
   */
  async resume({ run, keepRunning, finish = false }: TrainingResume, signal: AbortSignal): Promise<RunSummary> {
    const { output } = await knownRun(run);
    const { state } = await describeRun(output);
    if (state === 'missing') throw new UserError(`${output}: its folder is not there any more`);
    if (state === 'running') throw new UserError(`${output}: the run is under way already`);
    if (state === 'done') throw new UserError(`${output}: the run is done already`);
    return this.#begin({ args: resumeArguments(output, finish), output, keepRunning, signal });
  }

  /** Ends estimates. Runs that are to go on do so, and the others learn of the end of this process by themselves. */
  dispose(): void {
    this.#end.abort(new UserError('the language server has ended'));
  }

  async #begin(start: {
    readonly args: readonly string[];
    readonly output: string;
    readonly keepRunning: boolean;
    readonly signal: AbortSignal;
  }): Promise<RunSummary> {
    await startTrainer({ ...start, file: this.#file, log: this.#log });
    return describeRun(start.output);
  }
}

/** @throws UserError if a run cannot be begun in a folder, in words that fit an editor. */
async function refuseTaken(output: string): Promise<void> {
  const name = path.basename(output);
  if (path.dirname(output) === modelsFolder() && embeddedNames.includes(name.toLowerCase())) {
    throw new UserError(`a model called "${name}" comes with the product; choose another name`);
  }
  // A file in its place is told of by the trainer.
  if (!existsSync(output) || !isFilled(output)) return;
  const { state } = await describeRun(output);
  const what = {
    running: 'a training run is under way in it; choose another name',
    done: 'holds the model of a run that is done; choose another name',
    missing: 'is not empty; choose another name',
    ...{ stopped: unfinished, interrupted: unfinished, failed: unfinished },
  }[state];
  throw new UserError(`${output}: ${what}`);
}

const unfinished = 'holds a run that is not done; resume or remove it, or choose another name';

/** Whether there is more in a folder than what is hidden: a lock of a process that is no more, say. */
function isFilled(folder: string): boolean {
  try {
    return readdirSync(folder).some((name) => !name.startsWith('.'));
  } catch {
    return false;
  }
}

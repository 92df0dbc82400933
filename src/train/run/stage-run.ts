import path from 'node:path';
import type { StageConfig, TrainingConfig } from '../config/config.ts';
import type { CheckpointEvent } from '../events.ts';
import { readBest, readOptimizer, readWeights, writeBest, writeCheckpoint } from '../output/checkpoint-folder.ts';
import { outputNames } from '../output/output.ts';
import { progressOf, type RunState, type ScoredStep, type StageResult } from '../state.ts';
import { type OpenedStep, openTrainingStep } from '../step/open-step.ts';
import { initialWeights, modelFolder, startOptions, stepOptions } from './open-model.ts';

/** The model of one stage while it is trained, and what is written of it. */
export class StageRun {
  readonly stage: StageConfig;
  readonly #config: TrainingConfig;
  readonly #heads: readonly string[];
  readonly #index: number;
  readonly #layers: number;
  #opened: OpenedStep | undefined;
  #lastSaved = performance.now();
  #savedStep = 0;

  /** @param layers of the encoder. */
  constructor(config: TrainingConfig, heads: readonly string[], index: number, layers: number) {
    const stage = config.stages[index];
    if (!stage) throw new Error(`there is no stage ${index}`);
    this.stage = stage;
    this.#config = config;
    this.#heads = heads;
    this.#index = index;
    this.#layers = layers;
  }

  /**
   * Opens the model as it was in a state.
   * @param resumed whether the state is that of the last checkpoint; else the stage begins.
   */
  async open({ epoch, step }: RunState, resumed: boolean): Promise<OpenedStep> {
    const last = path.join(this.#config.output, outputNames.last);
    const weights = resumed ? await readWeights(last) : await initialWeights(this.#config, this.#index);
    const opened = await this.#open(weights, epoch);
    if (weights && resumed) await opened.step.restore(weights, await readOptimizer(last));
    this.#savedStep = step;
    return opened;
  }

  /** Opens the model again with the layers frozen that are in an epoch, and with all else as it is. */
  async reopen(epoch: number): Promise<OpenedStep> {
    if (!this.#opened) throw new Error('there is no model to open again');
    const { step } = this.#opened;
    const weights = await step.weights();
    const optimizer = await step.optimizerState();
    await this.dispose();
    const opened = await this.#open(weights, epoch);
    await opened.step.restore(weights, optimizer);
    return opened;
  }

  /** How many layers are frozen in an epoch, counted from 0; undefined for none, not even the embeddings. */
  frozenLayers(epoch: number): number | undefined {
    let end = 0;
    for (const { layers, epochs } of this.stage.freeze) {
      end += epochs ?? Number.POSITIVE_INFINITY;
      if (epoch < end) return layers === 'encoder' ? this.#layers : layers;
    }
    return undefined;
  }

  /** How many layers are frozen in every epoch: what memory is planned by, since thawing takes more of it. */
  fewestFrozenLayers(): number | undefined {
    let fewest = this.#layers;
    for (let epoch = 0; epoch < this.stage.epochs; epoch++) {
      const frozen = this.frozenLayers(epoch);
      if (frozen === undefined) return undefined;
      fewest = Math.min(fewest, frozen);
    }
    return fewest;
  }

  /** Whether a checkpoint is due between two evaluations. */
  checkpointDue({ step }: RunState): boolean {
    const { minutes, steps } = this.#config.checkpoints;
    if (step === this.#savedStep) return false;
    if (steps !== undefined) return step - this.#savedStep >= steps;
    return performance.now() - this.#lastSaved >= minutes * 60_000;
  }

  /** Writes what is needed to go on from a state. */
  async saveLast({ step, model }: OpenedStep, state: RunState): Promise<CheckpointEvent> {
    const folder = path.join(this.#config.output, outputNames.last);
    writeCheckpoint(folder, model, await step.weights(), await step.optimizerState(), state);
    this.#lastSaved = performance.now();
    this.#savedStep = state.step;
    return { kind: 'checkpoint', what: 'last', folder, ...progressOf(this.stage.name, state) };
  }

  /** Writes the weights that the stage gives on if it finds none that are better. */
  async saveBest({ step, model }: OpenedStep, state: RunState): Promise<CheckpointEvent> {
    const folder = this.#bestFolder();
    const scored = state.evaluations.find((evaluation) => evaluation.step === state.step);
    writeBest(folder, model, await step.weights(), scored);
    return { kind: 'checkpoint', what: 'best', folder, ...progressOf(this.stage.name, state) };
  }

  /**
   * The best weights that were kept of the stage, if it keeps them: of a run whose process was killed, they may be later
   * ones than its last checkpoint.
   */
  keptBest(): ScoredStep | undefined {
    return this.stage.select.keep === 'best' ? readBest(this.#bestFolder()) : undefined;
  }

  /** Writes what the stage gives on where that is not the best. */
  async end(opened: OpenedStep, state: RunState, reason: StageResult['reason']): Promise<StageResult> {
    const { keep } = this.stage.select;
    if (keep === 'last' || state.best === undefined) await this.saveBest(opened, state);
    const { evaluations, epoch, step, tokens, seconds, microBatchTokens } = state;
    const best = keep === 'best' ? state.best : evaluations.at(-1);
    return {
      name: this.stage.name,
      reason,
      epochs: epoch,
      steps: Math.max(step, best?.step ?? 0),
      tokens,
      seconds,
      device: opened.step.device.device,
      ...(microBatchTokens === undefined ? {} : { microBatchTokens }),
      evaluations,
      ...(best ? { best } : {}),
    };
  }

  /** Releases the model. Idempotent. */
  async dispose(): Promise<void> {
    await this.#opened?.step.dispose();
    this.#opened = undefined;
  }

  #bestFolder(): string {
    return path.join(this.#config.output, outputNames.best, this.stage.name);
  }

  async #open(weights: ReadonlyMap<string, Float32Array> | undefined, epoch: number): Promise<OpenedStep> {
    const config = this.#config;
    const start = startOptions(config, this.#heads, modelFolder(config, this.#index));
    const frozen = this.frozenLayers(epoch);
    const options = stepOptions(config, this.stage, weights ? { ...start, weights } : start, frozen);
    this.#opened = await openTrainingStep(options);
    return this.#opened;
  }
}

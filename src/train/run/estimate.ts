import { UserError } from '../../core/errors.ts';
import type { StageConfig, TrainingConfig } from '../config/config.ts';
import type { StageEstimate, TrainingEstimate } from '../estimate.ts';
import type { MemoryPlan } from '../events.ts';
import { checkOutput } from '../output/output.ts';
import { type OpenedStep, openTrainingStep } from '../step/open-step.ts';
import { secondsOfEvaluation, tokensPerSecond } from './measure.ts';
import { modelFolder, startOptions, stepOptions } from './open-model.ts';
import { planMemory } from './plan-memory.ts';
import { planStage } from './plan-stage.ts';
import { type PreparedRun, type PreparedStage, prepareRun } from './prepare.ts';
import { StageRun } from './stage-run.ts';
import { deviceWarnings, memoryWarnings, problemTexts } from './warnings.ts';

export interface EstimateOptions {
  /** Ends the estimate with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Whether what lies in the output folder may be overwritten by the run. */
  readonly force?: boolean;
}

/**
 * What a run would be and take: reads all that it reads, then takes a few updates of a learning rate of zero on its device
 * and scores a sample. Writes nothing.
 * @throws UserError where a run would be refused: see `train`.
 */
export async function estimateTraining(
  config: TrainingConfig,
  { signal, force = false }: EstimateOptions = {},
): Promise<TrainingEstimate> {
  checkOutput(config, { resume: false, force });
  const run = await prepareRun(config, signal);
  const bench = new Bench(config, run, signal);
  try {
    const stages: MeasuredStage[] = [];
    for (const [index, prepared] of run.stages.entries()) stages.push(await bench.stage(index, prepared));
    return {
      method: config.method,
      output: config.output,
      heads: run.heads,
      device: stages[0]?.device ?? 'cpu',
      stages: stages.map(({ stage }) => stage),
      seconds: stages.reduce((sum, { seconds }) => sum + seconds, 0),
      warnings: [
        ...new Set([
          ...run.data.problems.flatMap(problemTexts),
          ...run.data.warnings,
          ...stages.flatMap((each) => each.warnings),
        ]),
      ],
    };
  } finally {
    await bench.dispose();
  }
}

interface MeasuredStage {
  readonly stage: StageEstimate;
  readonly seconds: number;
  readonly device: string;
  readonly warnings: readonly string[];
}

/** Where stages are tried out: one model is open at a time, and one that is like the one before is not measured again. */
class Bench {
  readonly #config: TrainingConfig;
  readonly #run: PreparedRun;
  readonly #signal: AbortSignal | undefined;
  #opened: { readonly key: string; readonly step: OpenedStep } | undefined;
  readonly #speeds = new Map<string, number>();

  constructor(config: TrainingConfig, run: PreparedRun, signal: AbortSignal | undefined) {
    this.#config = config;
    this.#run = run;
    this.#signal = signal;
  }

  async stage(index: number, { data, reader }: PreparedStage): Promise<MeasuredStage> {
    const config = this.#config;
    const { stage, ...run } = this.#frozen(index, reader.spec.encoder.layers);
    const opened = await this.#open(index, stage, run.frozen);
    const limit = config.memory === undefined ? undefined : config.memory * 1e9;
    const memory = planMemory(opened, data, run.frozen, limit);
    const key = JSON.stringify([this.#opened?.key, stage.batch, stage.accumulate, memory?.microBatchTokens]);
    const known = this.#speeds.get(key);
    const given = { stage, data, microBatchTokens: memory?.microBatchTokens, seed: config.seed, signal: this.#signal };
    const speed = known ?? (await tokensPerSecond(opened.step, given));
    this.#speeds.set(key, speed);
    const evaluation = await secondsOfEvaluation(opened.step, given);
    return {
      ...describe(stage, data, { speed, evaluation, memory }),
      device: opened.step.device.device,
      warnings: [...deviceWarnings(opened), ...memoryWarnings(stage, memory)],
    };
  }

  async dispose(): Promise<void> {
    await this.#opened?.step.step.dispose();
    this.#opened = undefined;
  }

  #frozen(index: number, layers: number) {
    const run = new StageRun(this.#config, this.#run.heads, index, layers);
    return { stage: run.stage, frozen: run.fewestFrozenLayers() };
  }

  async #open(index: number, stage: StageConfig, frozen: number | undefined): Promise<OpenedStep> {
    const folder = modelFolder(this.#config, index);
    const key = JSON.stringify([folder, frozen]);
    if (this.#opened?.key === key) return this.#opened.step;
    await this.dispose();
    const start = startOptions(this.#config, this.#run.heads, folder);
    const step = await openTrainingStep(stepOptions(this.#config, stage, start, frozen));
    this.#opened = { key, step };
    return step;
  }
}

interface Measured {
  /** Tokens a second. */
  readonly speed: number;
  /** Seconds of an evaluation. */
  readonly evaluation: number;
  readonly memory: MemoryPlan | undefined;
}

function describe(
  stage: StageConfig,
  data: PreparedStage['data'],
  { speed, evaluation, memory }: Measured,
): Pick<MeasuredStage, 'stage' | 'seconds'> {
  const { examples, tokens, drawn, ofEpoch, updates } = planStage(stage, data);
  const [first = 0] = ofEpoch;
  if (first === 0) throw new UserError(`stage ${stage.name}: there is no example to learn from`);
  // Less than the number of epochs where the updates are limited.
  const epochs = updates / (ofEpoch.reduce((sum, count) => sum + count, 0) / ofEpoch.length);
  const evaluations = stage.evaluate === 'epoch' ? ofEpoch.length : Math.ceil(updates / stage.evaluate.steps);
  const seconds = (tokens * epochs) / speed + evaluations * evaluation;
  const batch = 'tokens' in stage.batch ? `${stage.batch.tokens} tokens` : `${stage.batch.sentences} sentences`;
  const { estimated = 0, available = 0, microBatchTokens } = memory ?? {};
  return {
    seconds,
    stage: {
      name: stage.name,
      corpora: stage.corpora,
      examples,
      tokens,
      ...(drawn ? { drawn } : {}),
      epochs: ofEpoch.length,
      steps: updates,
      learningRate: stage.learningRate,
      batch,
      tokensPerSecond: speed,
      secondsPerEpoch: seconds / epochs,
      ...(memory ? { memory: { estimated, available, cut: microBatchTokens !== undefined } } : {}),
    },
  };
}

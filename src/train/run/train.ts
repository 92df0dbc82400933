import path from 'node:path';
import { productVersion } from '../../library/folders.ts';
import type { TrainingConfig } from '../config/config.ts';
import type { PlanEvent, TrainingEvent } from '../events.ts';
import { readState } from '../output/checkpoint-folder.ts';
import { claimOutput, outputNames, type RunStart, writeStart } from '../output/output.ts';
import { readCorpora } from '../sources/corpus-data.ts';
import type { DataFile, Reader, RunData, StageData } from '../sources/stage-data.ts';
import { readPretrainingText } from '../sources/text-data.ts';
import { startModel } from '../start/start-model.ts';
import { type RunState, startOfStage } from '../state.ts';
import { refuseDifferences } from './differences.ts';
import { finishRun } from './finish.ts';
import { modelFolder, modelHashes, runHeads, startOptions } from './open-model.ts';
import { planMemory } from './plan-memory.ts';
import { planStage } from './plan-stage.ts';
import { runStage } from './stage.ts';
import { StageRun } from './stage-run.ts';

export interface TrainOptions {
  /** Ends the run after the update under way: a checkpoint is written, then the signal's reason is thrown. */
  readonly signal?: AbortSignal;
  /** Goes on with the run that was interrupted in the output folder; what it was started with must be the same. */
  readonly resume?: boolean;
  /** Overwrites what lies in the output folder. */
  readonly force?: boolean;
}

/**
 * Trains a model as a configuration says, and tells of it step by step. Whoever asks for the events (a progress bar, a
 * log) sets the pace; who stops asking ends the run. On the CPU a run that was interrupted, at any moment and in any way,
 * and is resumed ends with exactly the weights that it would have had.
 * @throws UserError naming what is wrong with the configuration, the base, the data or the output folder, where
 *   training diverges, or where a checkpoint cannot be written; the last good checkpoint is left intact.
 */
export async function* train(config: TrainingConfig, options: TrainOptions = {}): AsyncGenerator<TrainingEvent> {
  const { signal, resume = false, force = false } = options;
  const { resumed, release } = claimOutput(config, { resume, force });
  try {
    yield* runStages(config, resumed, signal);
  } finally {
    release();
  }
}

async function* runStages(
  config: TrainingConfig,
  resumed: RunStart | undefined,
  signal: AbortSignal | undefined,
): AsyncGenerator<TrainingEvent> {
  const data = config.text ? await readPretrainingText(config, config.text, signal) : await readCorpora(config, signal);
  const files = [...data.files, ...(await modelHashes(config))];
  if (resumed) refuseDifferences(resumed, config, files);
  const heads = await runHeads(config, data.heads);
  const stages = await prepareStages(config, data, heads);
  const start = resumed ?? newStart(config, files);
  if (!resumed) writeStart(config.output, start);

  const checkpoint = resumed ? readState(path.join(config.output, outputNames.last)) : undefined;
  let state = checkpoint ?? startOfStage(0, []);
  yield* data.problems;
  yield planEvent(config, heads, stages, checkpoint);
  for (const [index, { data, reader }] of stages.entries()) {
    if (index < state.stage) continue;
    const run = new StageRun(config, heads, index, reader.spec.encoder.layers);
    try {
      const goesOn = checkpoint?.stage === index;
      const opened = await run.open(state, goesOn);
      const memory = planMemory(
        opened,
        data,
        run.fewestFrozenLayers(),
        config.memory === undefined ? undefined : config.memory * 1e9,
      );
      // A stage that goes on cuts its batches as it began, since sums depend on it in their last bits.
      if (!goesOn && memory?.microBatchTokens !== undefined) {
        state = { ...state, microBatchTokens: memory.microBatchTokens };
      }
      yield { kind: 'stage', stage: run.stage.name, device: opened.step.device, ...(memory ? { memory } : {}) };
      const ended = yield* runStage({ run, seed: config.seed, data, signal }, { state, opened });
      const result = await run.end(ended.opened, ended.state, ended.reason);
      state = startOfStage(index + 1, [...ended.state.finished, result]);
    } finally {
      await run.dispose();
    }
  }
  yield await finishRun({ config, start, data, heads, stages: state.finished });
}

/** A stage with its data, ready to be trained. */
interface PreparedStage {
  readonly data: StageData;
  readonly reader: Reader;
}

/** Reads every base and makes every example before anything is trained, so that what is wrong is told at once. */
async function prepareStages(
  config: TrainingConfig,
  data: RunData,
  heads: readonly string[],
): Promise<readonly PreparedStage[]> {
  const readers = new Map<string, Reader>();
  const prepared: PreparedStage[] = [];
  for (const [index, stage] of config.stages.entries()) {
    const folder = modelFolder(config, index);
    let reader = readers.get(folder);
    if (!reader) {
      const { model } = await startModel(startOptions(config, heads, folder));
      reader = { spec: model.spec, tokenizer: model.tokenizer };
      readers.set(folder, reader);
    }
    prepared.push({ data: await data.stage(stage, reader), reader });
  }
  return prepared;
}

function newStart(config: TrainingConfig, files: readonly DataFile[]): RunStart {
  return { config, files, gerbera: productVersion(), started: new Date().toISOString() };
}

function planEvent(
  { method, output, stages }: TrainingConfig,
  heads: readonly string[],
  prepared: readonly PreparedStage[],
  state: RunState | undefined,
): PlanEvent {
  const planned = stages.flatMap((stage, index) => {
    const data = prepared[index]?.data;
    if (!data) return [];
    const { examples, tokens, updates, ofEpoch } = planStage(stage, data);
    return [{ name: stage.name, examples, tokens, epochs: ofEpoch.length, steps: updates }];
  });
  const at = state && stages[state.stage];
  const resumed = at ? { resumed: { stage: at.name, epoch: state.epoch + 1, step: state.step } } : {};
  return { kind: 'plan', method, output, heads, stages: planned, ...resumed };
}

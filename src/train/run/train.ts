import path from 'node:path';
import { productVersion } from '../../library/folders.ts';
import type { TrainingConfig } from '../config/config.ts';
import type { PlanEvent, TrainingEvent } from '../events.ts';
import { readState } from '../output/checkpoint-folder.ts';
import { claimOutput, outputNames, type RunStart, writeStart } from '../output/output.ts';
import type { DataFile } from '../sources/stage-data.ts';
import { type RunState, startOfStage } from '../state.ts';
import { refuseDifferences } from './differences.ts';
import { finishRun } from './finish.ts';
import { planMemory } from './plan-memory.ts';
import { planStage } from './plan-stage.ts';
import { type PreparedStage, prepareRun } from './prepare.ts';
import { runStage } from './stage.ts';
import { StageRun } from './stage-run.ts';
import { StopWatch } from './stop-watch.ts';

export interface TrainOptions {
  /** Ends the run after the update under way: a checkpoint is written, then the signal's reason is thrown. */
  readonly signal?: AbortSignal;
  /** Goes on with the run that was interrupted in the output folder; what it was started with must be the same. */
  readonly resume?: boolean;
  /** Overwrites what lies in the output folder. */
  readonly force?: boolean;
  /** Ends the run at once with the best weights so far as its model: for one that is resumed. */
  readonly finish?: boolean;
  /** Called when the output folder is this run's: from then on what is noted in it is about this run. */
  readonly onOwned?: () => void;
}

/**
 * Trains a model as a configuration says, and tells of it step by step. Whoever asks for the events (a progress bar, a
 * log) sets the pace; who stops asking ends the run. On the CPU a run that was interrupted, at any moment and in any way,
 * and is resumed ends with exactly the weights that it would have had. Whoever asks it to stop in its output folder
 * (`requestStop`) is heard after the update under way.
 * @throws UserError naming what is wrong with the configuration, the base, the data or the output folder, where
 *   training diverges, or where a checkpoint cannot be written; the last good checkpoint is left intact.
 * @throws Stopped if it was asked to stop.
 */
export async function* train(config: TrainingConfig, options: TrainOptions = {}): AsyncGenerator<TrainingEvent> {
  const { signal, resume = false, force = false, finish = false, onOwned } = options;
  const { resumed, release } = claimOutput(config, { resume, force });
  const stop = new StopWatch(config.output, signal, finish);
  try {
    if (resumed) onOwned?.();
    yield* runStages(config, { resumed, stop, onOwned });
  } finally {
    stop.dispose();
    release();
  }
}

/** What a run goes by, beside its configuration. */
interface RunContext {
  readonly resumed: RunStart | undefined;
  readonly stop: StopWatch;
  readonly onOwned: (() => void) | undefined;
}

async function* runStages(
  config: TrainingConfig,
  { resumed, stop, onOwned }: RunContext,
): AsyncGenerator<TrainingEvent> {
  const { data, files, heads, stages } = await prepareRun(config, stop.signal, (files) => {
    if (resumed) refuseDifferences(resumed, config, files);
  });
  stop.look();
  stop.signal.throwIfAborted();
  const start = resumed ?? newStart(config, files);
  if (!resumed) writeStart(config.output, start);
  onOwned?.();

  const checkpoint = resumed ? readState(path.join(config.output, outputNames.last)) : undefined;
  let state = checkpoint ?? startOfStage(0, []);
  yield* data.problems;
  yield planEvent(config, heads, stages, checkpoint);
  for (const [index, { data, reader }] of stages.entries()) {
    if (index < state.stage) continue;
    const run = new StageRun(config, heads, index, reader.spec.encoder.layers);
    stop.look();
    // Not begun, and there is a model without it.
    if (stop.finishing && state.finished.length > 0 && state.step === 0 && !run.keptBest()) break;
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
      const ended = yield* runStage({ run, seed: config.seed, data, stop }, { state, opened });
      // Asked before its first update: it is as if it had not begun.
      if (ended.reason === 'asked' && ended.state.step === 0 && !ended.state.best) break;
      const result = await run.end(ended.opened, ended.state, ended.reason);
      state = startOfStage(index + 1, [...ended.state.finished, result]);
    } finally {
      await run.dispose();
    }
  }
  yield await finishRun({ config, start, data, heads, stages: state.finished });
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
    const { updates, ofEpoch, ...planned } = planStage(stage, data);
    return [{ name: stage.name, ...planned, epochs: ofEpoch.length, steps: updates }];
  });
  const at = state && stages[state.stage];
  const resumed = at ? { resumed: { stage: at.name, epoch: state.epoch + 1, step: state.step } } : {};
  return { kind: 'plan', method, output, heads, stages: planned, ...resumed };
}

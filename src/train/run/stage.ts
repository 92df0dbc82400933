import { setImmediate } from 'node:timers/promises';
import type { TrainingBatch } from '../batch.ts';
import type { StageConfig } from '../config/config.ts';
import type { Epoch } from '../data/batches.ts';
import { splitBatch } from '../data/split.ts';
import type { StageEndEvent, TrainingEvent } from '../events.ts';
import { learningRateFactor } from '../optimizer/schedule.ts';
import type { StageData } from '../sources/stage-data.ts';
import { progressOf, type RunState } from '../state.ts';
import type { OpenedStep } from '../step/open-step.ts';
import { Pace } from './pace.ts';
import { planStage, type StagePlan, scheduleOf } from './plan-stage.ts';
import type { StageRun } from './stage-run.ts';
import { takeUpdate } from './update.ts';

/** What a stage runs with. */
export interface StageContext {
  readonly run: StageRun;
  readonly seed: number;
  readonly data: StageData;
  readonly signal: AbortSignal | undefined;
}

/**
 * Runs a stage from a state to its end: takes updates, scores, keeps the best, writes checkpoints. When the signal is
 * aborted it finishes the update, writes a checkpoint and throws the signal's reason.
 * @param opened the model in that state.
 * @returns the state at the end of the stage, of which a checkpoint has been written.
 */
export async function* runStage(
  context: StageContext,
  start: { readonly state: RunState; readonly opened: OpenedStep },
): AsyncGenerator<TrainingEvent, EndedStage> {
  const { run, data, signal } = context;
  const { stage } = run;
  const plan = planStage(stage, data);
  const schedule = scheduleOf(stage, plan.updates);
  const pace = new Pace();
  let { state, opened } = start;
  let frozen = run.frozenLayers(state.epoch);
  let updates: UpdateStream | undefined;

  for (;;) {
    // The model blocks its thread: a turn of the event loop lets an abort arrive.
    await setImmediate();
    if (data.evaluate && evaluationDue(stage, state, plan)) {
      const before = performance.now();
      const evaluation = await data.evaluate(opened.step, signal).catch((thrown: unknown) => {
        if (signal?.aborted) return undefined;
        throw thrown;
      });
      if (evaluation) {
        const { epoch, step } = progressOf(stage.name, state);
        const scored = { ...evaluation, epoch, step };
        const best = state.best === undefined || evaluation.score > state.best.score;
        state = {
          ...state,
          evaluations: [...state.evaluations, scored],
          unimproved: best ? 0 : state.unimproved + 1,
          ...(best ? { best: scored } : {}),
        };
        const seconds = (performance.now() - before) / 1000;
        yield { kind: 'evaluation', ...evaluation, ...progressOf(stage.name, state), best, seconds };
        if (best && stage.select.keep === 'best') yield await run.saveBest(opened, state);
      }
    }
    if (signal?.aborted) {
      yield await run.saveLast(opened, state);
      signal.throwIfAborted();
    }
    const reason = endOf(stage, state, plan);
    if (reason) {
      yield await run.saveLast(opened, state);
      yield { kind: 'stage end', reason, ...progressOf(stage.name, state), ...bestOf(state) };
      return { state, opened, reason };
    }
    if (run.checkpointDue(state)) yield await run.saveLast(opened, state);

    const layers = run.frozenLayers(state.epoch);
    if (layers !== frozen) {
      opened = await run.reopen(state.epoch);
      frozen = layers;
    }
    if (updates?.epoch !== state.epoch) updates = new UpdateStream(data.epoch(state.epoch), stage, state);
    const before = performance.now();
    const batches = updates.next().flatMap((batch) => splitBatch(batch, state.microBatchTokens));
    const learningRate = stage.learningRate * learningRateFactor(schedule, state.step);
    const at = { stage: stage.name, epoch: state.epoch + 1, step: state.step + 1 };
    const update = await takeUpdate(opened.step, batches, learningRate, context.seed, at);
    const seconds = (performance.now() - before) / 1000;
    pace.add(update.tokens, seconds);
    const lastOfEpoch = updates.done === plan.ofEpoch[state.epoch];
    state = {
      ...state,
      epoch: lastOfEpoch ? state.epoch + 1 : state.epoch,
      update: lastOfEpoch ? 0 : state.update + 1,
      step: state.step + 1,
      tokens: state.tokens + update.tokens,
      seconds: state.seconds + seconds,
    };
    yield {
      kind: 'step',
      ...at,
      epochs: plan.ofEpoch.length,
      of: plan.updates,
      ...update,
      learningRate,
      tokensPerSecond: pace.tokensPerSecond(),
      secondsLeft: pace.secondsFor(plan.updates - state.step),
    };
  }
}

function bestOf({ best }: RunState): Pick<StageEndEvent, 'best'> {
  return best ? { best: { score: best.score, step: best.step } } : {};
}

function evaluationDue({ evaluate }: StageConfig, state: RunState, { updates }: StagePlan): boolean {
  if (state.step === 0 || state.evaluations.at(-1)?.step === state.step) return false;
  if (state.step >= updates) return true;
  return evaluate === 'epoch' ? state.update === 0 : state.step % evaluate.steps === 0;
}

function endOf(stage: StageConfig, state: RunState, { updates }: StagePlan): StageEndEvent['reason'] | undefined {
  if (state.epoch >= stage.epochs) return 'epochs';
  if (state.step >= updates) return 'max steps';
  return stage.patience > 0 && state.unimproved >= stage.patience ? 'patience' : undefined;
}

/** A stage that has come to its end. */
export interface EndedStage {
  readonly state: RunState;
  readonly opened: OpenedStep;
  readonly reason: StageEndEvent['reason'];
}

/** The batches of an epoch, by updates. */
class UpdateStream {
  readonly epoch: number;
  /** Updates of the epoch that have been given out or were done before. */
  done: number;
  readonly #batches: Generator<TrainingBatch>;
  readonly #accumulate: number;

  constructor(epoch: Epoch, { accumulate }: StageConfig, { epoch: number, update }: RunState) {
    this.epoch = number;
    this.done = update;
    this.#accumulate = accumulate;
    this.#batches = epoch.batches(update * accumulate);
  }

  next(): TrainingBatch[] {
    const batches: TrainingBatch[] = [];
    while (batches.length < this.#accumulate) {
      const { value, done } = this.#batches.next();
      if (done) break;
      batches.push(value);
    }
    this.done++;
    return batches;
  }
}

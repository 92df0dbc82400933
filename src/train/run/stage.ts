import { setImmediate } from 'node:timers/promises';
import { splitBatch } from '../data/split.ts';
import type { StageEndEvent, TrainingEvent } from '../events.ts';
import { learningRateFactor } from '../optimizer/schedule.ts';
import type { StageData } from '../sources/stage-data.ts';
import { progressOf, type RunState } from '../state.ts';
import type { OpenedStep } from '../step/open-step.ts';
import { Pace } from './pace.ts';
import { planStage, scheduleOf } from './plan-stage.ts';
import { bestOf, endOf, evaluationDue, hasLearnt, isScored, withBest } from './stage-end.ts';
import type { StageRun } from './stage-run.ts';
import type { StopWatch } from './stop-watch.ts';
import { takeUpdate } from './update.ts';
import { UpdateStream } from './update-stream.ts';

/** What a stage runs with. */
export interface StageContext {
  readonly run: StageRun;
  readonly seed: number;
  readonly data: StageData;
  readonly stop: StopWatch;
}

/**
 * Runs a stage from a state to its end: takes updates, scores, keeps the best, writes checkpoints. When it is to stop it
 * finishes the update, writes a checkpoint and throws the reason; when it is to finish it ends after the update, scored.
 * @param opened the model in that state.
 * @returns the state at the end of the stage, of which a checkpoint has been written.
 */
export async function* runStage(
  context: StageContext,
  start: { readonly state: RunState; readonly opened: OpenedStep },
): AsyncGenerator<TrainingEvent, EndedStage> {
  const { run, data, stop } = context;
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
    stop.look();
    stop.refuseLost();
    if (stop.finishing) state = withBest(state, run.keptBest());
    if (stop.finishing && !hasLearnt(state)) stop.refuseFinish();
    if (data.evaluate && evaluationDue(stage, state, plan, stop.finishing)) {
      const before = performance.now();
      const evaluation = await data.evaluate(opened.step, stop.signal).catch((thrown: unknown) => {
        if (stop.signal.aborted) return undefined;
        throw thrown;
      });
      stop.refuseLost();
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
    if (stop.signal.aborted) {
      yield await run.saveLast(opened, state);
      stop.signal.throwIfAborted();
    }
    const asked = stop.finishing && (data.evaluate === undefined || isScored(state));
    const reason = endOf(stage, state, plan) ?? (asked ? 'asked' : undefined);
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

/** A stage that has come to its end. */
export interface EndedStage {
  readonly state: RunState;
  readonly opened: OpenedStep;
  readonly reason: StageEndEvent['reason'];
}

import { scoresIn } from '../library/run-record.ts';
import type { EvaluationEvent } from '../train/events.ts';
import { factsOf, type Loose, listIn, numberIn, objectIn, type RunFacts, textIn } from './facts.ts';
import type { Standing } from './log-trace.ts';
import { progressOf, secondsOfUpdate } from './progress.ts';
import type { RunSummary } from './run.ts';

/** What is told of a run beside what it was started with, where it lies and what it takes. */
type Told = Omit<RunSummary, 'id' | 'name' | 'output' | 'bytes' | 'checkpointBytes' | keyof RunFacts>;

/** @param report of a run that is done: `run.json`. */
export function ofDone(report: Loose): Told {
  const stages = listIn(report.stages).map(objectIn);
  const own = textIn(listIn(objectIn(report.model).stages).at(-1));
  const stage = stages.find(({ name }) => name === own) ?? stages.at(-1) ?? {};
  const { score, epoch, step } = objectIn(stage.best);
  const best = { score: numberIn(score), stage: textIn(stage.name), epoch: numberIn(epoch), step: numberIn(step) };
  const [device, finished] = [textIn(stage.device), textIn(report.finished)];
  return {
    state: 'done',
    ...(device === '' ? {} : { device }),
    ...(finished === '' ? {} : { finished }),
    ...(typeof score === 'number' ? { best } : {}),
    seconds: numberIn(report.seconds),
    devel: scoresIn(report.devel),
    test: scoresIn(report.test),
  };
}

/**
 * @param config of a run that is not done.
 * @param checkpoint what its last checkpoint says of where it stood: `state.json`.
 * @param alive whether a process is at it.
 */
export function ofUnfinished(standing: Standing, config: Loose, checkpoint: Loose, alive: boolean): Told {
  const { device, best, evaluation, last } = standing;
  const progress = progressOf(standing, config);
  const ended = last && (last.kind === 'stopped' || last.kind === 'failed') ? last : undefined;
  const state = alive ? 'running' : (ended?.kind ?? 'interrupted');
  return {
    state,
    ...(state === 'failed' && ended?.kind === 'failed' ? { problem: ended.message } : {}),
    ...(ended && !alive ? { finished: ended.time } : {}),
    ...(device === undefined ? {} : { device }),
    ...(progress ? { progress } : {}),
    ...(best ? { best: placeOf(best) } : {}),
    seconds: secondsSoFar(standing, config, checkpoint),
    devel: evaluation?.corpora ?? [],
    test: [],
  };
}

/** The facts of a record, or those that were kept where it tells none. */
export function factsOr(record: Loose, kept: RunFacts): RunFacts {
  const facts = factsOf(record);
  return facts.started === '' ? kept : facts;
}

function placeOf({ score, stage, epoch, step }: EvaluationEvent) {
  return { score, stage, epoch, step };
}

/** Of updates: those up to the last checkpoint were measured, those after it took as long as others. */
function secondsSoFar({ place, step }: Standing, config: Loose, checkpoint: Loose): number {
  const measured = [...listIn(checkpoint.finished).map(objectIn), checkpoint];
  const before = measured.reduce((sum, { seconds }) => sum + numberIn(seconds), 0);
  if (!place || !step) return before;
  const stage = objectIn(listIn(config.stages)[numberIn(checkpoint.stage)]);
  const known = stage.name === place.stage ? numberIn(checkpoint.step) : 0;
  return before + Math.max(0, place.step - known) * secondsOfUpdate(step);
}

import { type Loose, listIn, numberIn, objectIn } from './facts.ts';
import type { Standing } from './log-trace.ts';
import type { RunProgress } from './run.ts';

/**
 * How far a run is.
 * @param config of the run, which tells when it is scored.
 * @returns undefined before its first update.
 */
export function progressOf(
  { plan, place, step: update, evaluation }: Standing,
  config: Loose,
): RunProgress | undefined {
  if (!plan || !place || !update) return undefined;
  const index = plan.stages.findIndex(({ name }) => name === place.stage);
  const stage = plan.stages[index];
  if (!stage) return undefined;
  const { epoch, step } = place;
  const done = plan.stages.slice(0, index).reduce((sum, { steps }) => sum + steps, 0) + step;
  const all = plan.stages.reduce((sum, { steps }) => sum + steps, 0);
  const left = plan.stages.slice(index + 1);
  const own = (stage.steps - step) * secondsOfUpdate(update);
  const later = left.reduce((sum, each) => sum + secondsOfStage(each, update), 0);
  const scored = [{ ...stage, done: place }, ...left.map((each) => ({ ...each, done: { epoch: 0, step: 0 } }))]
    .map((each, offset) => evaluationsLeft(each, objectIn(listIn(config.stages)[index + offset])))
    .reduce((sum, count) => sum + count, 0);
  return {
    stage: stage.name,
    stageNumber: index + 1,
    stages: plan.stages.length,
    epoch: Math.max(1, epoch),
    epochs: stage.epochs,
    step,
    of: stage.steps,
    share: all > 0 ? Math.min(1, done / all) : 0,
    tokensPerSecond: update.tokensPerSecond,
    secondsLeft: own + later + scored * (evaluation?.seconds ?? 0),
  };
}

/** Seconds that updates of a stage have taken on average, evaluations left out; by its last ones where it is at its end. */
export function secondsOfUpdate({
  of,
  step,
  secondsLeft,
  tokens,
  tokensPerSecond,
}: Pick<NonNullable<Standing['step']>, 'of' | 'step' | 'secondsLeft' | 'tokens' | 'tokensPerSecond'>): number {
  if (of > step && secondsLeft > 0) return secondsLeft / (of - step);
  return tokensPerSecond > 0 ? tokens / tokensPerSecond : 0;
}

interface PlannedStage {
  readonly examples: number;
  readonly tokens: number;
  readonly epochs: number;
  readonly steps: number;
}

/** A stage that has not begun takes as long as its tokens do at this pace. */
function secondsOfStage({ tokens, epochs }: PlannedStage, { tokensPerSecond }: NonNullable<Standing['step']>): number {
  return tokensPerSecond > 0 ? (tokens * epochs) / tokensPerSecond : 0;
}

function evaluationsLeft(
  { epochs, steps, done }: PlannedStage & { readonly done: { readonly epoch: number; readonly step: number } },
  { evaluate }: Loose,
): number {
  const every = numberIn(objectIn(evaluate).steps);
  if (every > 0) return Math.ceil(steps / every) - Math.floor(done.step / every);
  const perEpoch = steps / Math.max(1, epochs);
  return epochs - Math.min(epochs, Math.floor(done.step / Math.max(1, perEpoch)));
}

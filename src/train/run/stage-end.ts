import type { StageConfig } from '../config/config.ts';
import type { StageEndEvent } from '../events.ts';
import type { RunState, ScoredStep } from '../state.ts';
import type { StagePlan } from './plan-stage.ts';

/** The best score of a stage and where it was measured, for its end. */
export function bestOf({ best }: RunState): Pick<StageEndEvent, 'best'> {
  return best ? { best: { score: best.score, step: best.step } } : {};
}

/** With the best weights that were kept, where the state knows of none that are as late. */
export function withBest(state: RunState, kept: ScoredStep | undefined): RunState {
  return kept && kept.step > (state.best?.step ?? 0) ? { ...state, best: kept } : state;
}

/** Whether there are weights of this stage, or of one before it, that could be a model. */
export function hasLearnt({ step, best, finished }: Pick<RunState, 'step' | 'best' | 'finished'>): boolean {
  return step > 0 || best !== undefined || finished.length > 0;
}

/** Whether the weights are scored as they are now, or are none of this stage's. */
export function isScored({ step, evaluations }: RunState): boolean {
  return step === 0 || evaluations.at(-1)?.step === step;
}

/** Whether the weights are to be scored now: where they are due, at the end, and before a stage that was asked to end does. */
export function evaluationDue(
  { evaluate }: StageConfig,
  state: RunState,
  { updates }: StagePlan,
  finishing: boolean,
): boolean {
  if (isScored(state)) return false;
  if (finishing || state.step >= updates) return true;
  return evaluate === 'epoch' ? state.update === 0 : state.step % evaluate.steps === 0;
}

/** Why a stage ends by itself, if it does. */
export function endOf(
  stage: StageConfig,
  state: RunState,
  { updates }: StagePlan,
): StageEndEvent['reason'] | undefined {
  if (state.epoch >= stage.epochs) return 'epochs';
  if (state.step >= updates) return 'max steps';
  return stage.patience > 0 && state.unimproved >= stage.patience ? 'patience' : undefined;
}

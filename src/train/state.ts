import { UserError } from '../core/errors.ts';
import { parseJsonObject } from '../core/json.ts';
import type { CorpusScores, Progress, StageEndEvent } from './events.ts';

/** A measured score, and after which update of its stage. */
export interface ScoredStep {
  readonly score: number;
  readonly epoch: number;
  readonly step: number;
  readonly corpora: readonly CorpusScores[];
  /** Held-out loss of masked language modelling. */
  readonly loss?: number;
}

/** A stage that has ended. */
export interface StageResult {
  readonly name: string;
  readonly reason: StageEndEvent['reason'];
  readonly epochs: number;
  readonly steps: number;
  readonly tokens: number;
  readonly seconds: number;
  readonly device: string;
  readonly microBatchTokens?: number;
  readonly evaluations: readonly ScoredStep[];
  /** The evaluation of the weights that the stage gives on. */
  readonly best?: ScoredStep;
}

/** Where a run stands, beside weights and optimizer all that it needs to go on as if nothing had happened. */
export interface RunState {
  /** The stage's index. */
  readonly stage: number;
  /** Epochs of the stage that are done, and updates of the epoch after them. */
  readonly epoch: number;
  readonly update: number;
  /** Updates of the stage that are done. */
  readonly step: number;
  readonly evaluations: readonly ScoredStep[];
  readonly best?: ScoredStep;
  /** Evaluations since the best one. */
  readonly unimproved: number;
  /** Padded tokens that are computed at once, fixed when the stage began; absent where whole batches are. */
  readonly microBatchTokens?: number;
  /** Tokens and seconds that the stage has taken so far. */
  readonly tokens: number;
  readonly seconds: number;
  /** The stages before it. */
  readonly finished: readonly StageResult[];
}

/** Where a run stands before the first update of a stage. */
export function startOfStage(stage: number, finished: readonly StageResult[]): RunState {
  return { stage, epoch: 0, update: 0, step: 0, evaluations: [], unimproved: 0, tokens: 0, seconds: 0, finished };
}

/** The place in a run that a state is, as people count: the epoch under way or, between two, the one that is done. */
export function progressOf(stage: string, { epoch, step, update }: RunState): Progress {
  return { stage, epoch: update === 0 ? epoch : epoch + 1, step };
}

/** The form of `state.json`; a version of the product that changes it counts up. */
const form = 1;

/** The text of `state.json`. */
export function formatState(state: RunState): string {
  return `${JSON.stringify({ form, ...state }, undefined, 2)}\n`;
}

/**
 * @throws UserError naming the file if it is not a state that this version wrote. What is inside is trusted: it was
 *   written whole or not at all.
 */
export function parseState(text: string, file: string): RunState {
  const { form: found, ...state } = parseJsonObject(text, file);
  const numbers = ['stage', 'epoch', 'update', 'step', 'unimproved', 'tokens', 'seconds'];
  const whole =
    numbers.every((key) => typeof state[key] === 'number') &&
    ['evaluations', 'finished'].every((key) => Array.isArray(state[key]));
  if (found !== form || !whole) {
    throw new UserError(`${file}: not the state of a run that this version can continue; begin anew with --force`);
  }
  return state as unknown as RunState;
}

/** The form of `scored.json`, which lies beside the best weights of a stage. */
export function formatScored(scored: ScoredStep): string {
  return `${JSON.stringify({ form, ...scored }, undefined, 2)}\n`;
}

/** @throws UserError naming the file if it is not one that this version wrote. */
export function parseScored(text: string, file: string): ScoredStep {
  const { form: found, ...scored } = parseJsonObject(text, file);
  const whole = ['score', 'epoch', 'step'].every((key) => typeof scored[key] === 'number');
  if (found !== form || !whole || !Array.isArray(scored.corpora)) {
    throw new UserError(`${file}: not the score of weights that this version can read; begin anew with --force`);
  }
  return scored as unknown as ScoredStep;
}

/** Whether a stage was scored and nothing of what it is to find was ever found. */
export function learntNothing(evaluations: readonly Pick<ScoredStep, 'score' | 'loss'>[]): boolean {
  return evaluations.length > 0 && evaluations.every(({ score, loss }) => loss === undefined && score === 0);
}

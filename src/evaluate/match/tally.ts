import type { CountedScore, MeanScore, ModeScores } from '../report/report.ts';
import {
  actualOf,
  addOutcomes,
  type DocumentOutcome,
  noOutcome,
  type Outcome,
  pointsOf,
  possibleOf,
} from './outcome.ts';

/** The outcomes of many documents together. */
export class OutcomeTally {
  readonly #types = new Map<string, Outcome>();
  #overall: Outcome = noOutcome;

  add({ overall, types }: DocumentOutcome): void {
    this.#overall = addOutcomes(this.#overall, overall);
    for (const [type, outcome] of types) {
      this.#types.set(type, addOutcomes(this.#types.get(type) ?? noOutcome, outcome));
    }
  }

  get outcome(): DocumentOutcome {
    return { overall: this.#overall, types: this.#types };
  }
}

/**
 * Scores of outcomes.
 * @param types those that are listed, in their order, whether or not they occur.
 * @param counted whether nervaluate's counts are kept.
 */
export function modeScores(
  { overall, types }: DocumentOutcome,
  names: readonly string[],
  counted: boolean,
): ModeScores {
  const score = (outcome: Outcome) => countedScore(outcome, counted);
  const scores = names.map((name) => [name, score(types.get(name) ?? noOutcome)] as const);
  const occurring = scores.map(([, each]) => each).filter(({ tp, fp, fn }) => tp + fp + fn > 0);
  return {
    types: Object.fromEntries(scores),
    micro: score(overall),
    macro: meanScore(occurring, () => 1),
    weighted: meanScore(occurring, ({ support }) => support),
  };
}

/** The ratios of an outcome; one whose denominator is zero is zero. */
export function countedScore(outcome: Outcome, counted: boolean): CountedScore {
  const [tp, actual, possible] = [pointsOf(outcome), actualOf(outcome), possibleOf(outcome)];
  return {
    precision: ratio(tp, actual),
    recall: ratio(tp, possible),
    f1: ratio(2 * tp, actual + possible),
    support: possible,
    tp,
    fp: actual - tp,
    fn: possible - tp,
    ...(counted ? outcome : {}),
  };
}

export function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

function meanScore(scores: readonly MeanScore[], weigh: (score: MeanScore) => number): MeanScore {
  const total = scores.reduce((sum, score) => sum + weigh(score), 0);
  const mean = (value: (score: MeanScore) => number) =>
    ratio(
      scores.reduce((sum, score) => sum + weigh(score) * value(score), 0),
      total,
    );
  return {
    precision: mean(({ precision }) => precision),
    recall: mean(({ recall }) => recall),
    f1: mean(({ f1 }) => f1),
    support: scores.reduce((sum, { support }) => sum + support, 0),
  };
}

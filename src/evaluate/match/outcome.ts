/**
 * What became of mentions, as MUC (Chinchor and Sundheim 1993), SemEval-2013 task 9 and nervaluate count it. `correct`,
 * `incorrect` and `partial` count pairs of a gold and a found mention, `missed` gold mentions and `spurious` found ones
 * without a partner.
 */
export interface Outcome {
  readonly correct: number;
  readonly incorrect: number;
  readonly partial: number;
  readonly missed: number;
  readonly spurious: number;
}

/** Outcomes in a document: of all its mentions, and of those of each type among themselves. */
export interface DocumentOutcome {
  readonly overall: Outcome;
  /** Of the types that occur on either side. */
  readonly types: ReadonlyMap<string, Outcome>;
}

export const noOutcome: Outcome = { correct: 0, incorrect: 0, partial: 0, missed: 0, spurious: 0 };

export function addOutcomes(a: Outcome, b: Outcome): Outcome {
  return {
    correct: a.correct + b.correct,
    incorrect: a.incorrect + b.incorrect,
    partial: a.partial + b.partial,
    missed: a.missed + b.missed,
    spurious: a.spurious + b.spurious,
  };
}

/** Outcome of `gold` and `found` mentions of which so many were paired. */
export function outcomeOf(
  gold: number,
  found: number,
  { correct = 0, incorrect = 0, partial = 0 }: Partial<Outcome>,
): Outcome {
  const paired = correct + incorrect + partial;
  return { correct, incorrect, partial, missed: gold - paired, spurious: found - paired };
}

/** Points: one for a correct pair, half a one for a partial pair. */
export function pointsOf({ correct, partial }: Outcome): number {
  return correct + partial / 2;
}

/** Gold mentions (nervaluate's `possible`). */
export function possibleOf({ correct, incorrect, partial, missed }: Outcome): number {
  return correct + incorrect + partial + missed;
}

/** Found mentions (nervaluate's `actual`). */
export function actualOf({ correct, incorrect, partial, spurious }: Outcome): number {
  return correct + incorrect + partial + spurious;
}

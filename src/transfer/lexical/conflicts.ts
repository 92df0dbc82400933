import { finishCalmly, type Steps } from '../../core/steps.ts';
import { findSurfaces } from './occurrences.ts';
import { type LexicalProfile, surfaceWords } from './profile.ts';

/** A surface that is labelled in one corpus and stands without a label in the other. */
export interface LabelConflict {
  readonly surface: string;
  /** Which of the two labels it. */
  readonly labelledIn: 'target' | 'candidate';
  /** Mentions there that are written so. */
  readonly mentions: number;
  /** How often it stands in the other corpus with none of its words in a mention. */
  readonly unlabelled: number;
}

/** How two corpora label what is a mention in the first. */
interface ComparedSurface {
  readonly surface: string;
  /** Mentions in the first that are written so. */
  readonly mentions: number;
  /** The share of its occurrences in the first that a mention shares a word with; above 0. */
  readonly labelled: number;
  /** The same in the second. */
  readonly labelledInOther: number;
  /** Occurrences in the second that no mention shares a word with. */
  readonly unlabelledInOther: number;
}

/**
 * How far the labels of two corpora contradict each other, in [0, 1], the same in both directions. With `p_X(s)` for the
 * share of the occurrences of the surface `s` in the text of `X` that are labelled, a mention of it being one, at least in
 * part, and `m_X(s)` for the mentions of `X` that are written `s`:
 *
 *     c(A, B) = Σ_s m_A(s) |p_A(s) − p_B(s)| / Σ_s m_A(s)      (a term is 0 where `s` does not occur in `B`)
 *     conflict = (c(A, B) + c(B, A)) / 2
 *
 * So it is 0 for corpora that agree, as any does with itself, or that have nothing in common, and 1 if each mention of one is
 * always written in the other and never labelled there. A corpus that is unsure itself (`was` as a gene, once) counts for
 * little. The direction from a corpus without a mention does not count; null if neither has one.
 */
export function* labelConflict(first: LexicalProfile, second: LexicalProfile): Steps<number | null> {
  const directions: number[] = [];
  for (const [one, other] of [
    [first, second],
    [second, first],
  ] as const) {
    if (one.mentions === 0) continue;
    let sum = 0;
    for (const { mentions, labelled, labelledInOther } of yield* compareSurfaces(one, other)) {
      sum += mentions * Math.abs(labelled - labelledInOther);
    }
    directions.push(sum / one.mentions);
  }
  const [a, b = a] = directions;
  return a === undefined || b === undefined ? null : (a + b) / 2;
}

/**
 * The surfaces that most of all are labelled in one corpus (at least half of their occurrences) and not in the other (less
 * than half): those with most mentions or occurrences without a label, whichever are fewer, first.
 * @throws the signal's reason once it is aborted.
 */
export async function labelConflicts(
  target: LexicalProfile,
  candidate: LexicalProfile,
  most: number,
  signal?: AbortSignal,
): Promise<readonly LabelConflict[]> {
  const found = await finishCalmly(conflictSteps(target, candidate), signal);
  const weight = ({ mentions, unlabelled }: LabelConflict) => Math.min(mentions, unlabelled);
  const order = (a: LabelConflict, b: LabelConflict) =>
    weight(b) - weight(a) || b.mentions + b.unlabelled - a.mentions - a.unlabelled || (a.surface < b.surface ? -1 : 1);
  return found.sort(order).slice(0, most);
}

function* conflictSteps(target: LexicalProfile, candidate: LexicalProfile): Steps<LabelConflict[]> {
  const conflicts: LabelConflict[] = [];
  for (const [one, other, labelledIn] of [
    [target, candidate, 'target'],
    [candidate, target, 'candidate'],
  ] as const) {
    for (const { surface, mentions, ...compared } of yield* compareSurfaces(one, other)) {
      if (compared.labelled < 0.5 || compared.labelledInOther >= 0.5) continue;
      conflicts.push({ surface, labelledIn, mentions, unlabelled: compared.unlabelledInOther });
    }
  }
  return conflicts;
}

/** The surfaces of the first that stand in the text of the second. */
function* compareSurfaces(one: LexicalProfile, other: LexicalProfile): Steps<readonly ComparedSurface[]> {
  const own = one.ownOccurrences;
  const others = yield* findSurfaces(other.text, surfaceWords(one.surfaces));
  const labelledShare = (all: number, unlabelled: number) => (all - unlabelled) / all;
  const compared: ComparedSurface[] = [];
  for (const [index, [surface, { mentions }]] of [...one.surfaces].entries()) {
    const all = others.all[index] as number;
    if (all === 0) continue;
    const unlabelledInOther = others.unlabelled[index] as number;
    compared.push({
      surface,
      mentions,
      labelled: labelledShare(own.all[index] as number, own.unlabelled[index] as number),
      labelledInOther: labelledShare(all, unlabelledInOther),
      unlabelledInOther,
    });
  }
  return compared;
}

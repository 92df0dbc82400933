/**
 * What can be wrong with a corpus without making it unreadable. Each is told once for every place, with what was done
 * about it; a file that cannot be read at all is an error instead.
 */
export const problemKinds = [
  'text differs', // the text that an annotation quotes is not what stands at its offsets
  'outside the text',
  'empty span',
  'cuts a word',
  'discontinuous', // where only one stretch can be held
  'overlapping', // where mentions must not overlap
  'duplicate document',
  'duplicate mention',
  'duplicate id',
  'dangling reference', // a relation or note of a mention that is not there
  'irregular label',
  'other',
] as const;
export type ProblemKind = (typeof problemKinds)[number];

/** One thing that is wrong, and where. */
export interface CorpusProblem {
  readonly kind: ProblemKind;
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** What is wrong and what was done about it, on one line. */
  readonly message: string;
}

/** Problems by kind, and the first few of each. */
export interface ProblemSummary {
  readonly counts: Readonly<Partial<Record<ProblemKind, number>>>;
  readonly examples: readonly CorpusProblem[];
}

/** Problems of each kind that are kept as they are. */
const examplesEach = 20;

/** Counts problems and keeps the first ones of each kind, however many there are. */
export class ProblemTally {
  readonly #counts = new Map<ProblemKind, number>();
  readonly #examples: CorpusProblem[] = [];

  /** @returns whether it is kept as an example. */
  add(problem: CorpusProblem): boolean {
    const count = (this.#counts.get(problem.kind) ?? 0) + 1;
    this.#counts.set(problem.kind, count);
    const kept = count <= examplesEach;
    if (kept) this.#examples.push(problem);
    return kept;
  }

  get total(): number {
    return [...this.#counts.values()].reduce((sum, count) => sum + count, 0);
  }

  summary(): ProblemSummary {
    return { counts: Object.fromEntries(this.#counts), examples: [...this.#examples] };
  }
}

/** What is lost where a form holds the text of passages, and not where they begin and end or what they are. */
export const passageLoss = 'bounds and kinds of passages';

/** What a form could not hold of what it was given, counted by what it is (`discontinuous mentions`, `relations`). */
export class LossTally {
  readonly #counts = new Map<string, number>();

  add(what: string, count = 1): void {
    if (count > 0) this.#counts.set(what, (this.#counts.get(what) ?? 0) + count);
  }

  /** Most frequent first. */
  counts(): ReadonlyMap<string, number> {
    return new Map([...this.#counts].sort(([, a], [, b]) => b - a));
  }
}

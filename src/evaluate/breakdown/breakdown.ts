import type { AnnotatedDocument, AnnotatedMention } from '../../corpus/document.ts';
import { conceptsOf, type KnownMentions, type Novelty } from '../known-mentions.ts';
import type { Item } from '../match/item.ts';
import type { Matching } from '../match/match.ts';
import { addOutcomes, noOutcome, type Outcome } from '../match/outcome.ts';
import { countedScore, ratio } from '../match/tally.ts';
import type { Breakdown, Part, Slice } from '../report/report.ts';
import type { WordIndex } from './words.ts';

const lengths = ['1', '2', '3', '4', '5+'];

/**
 * Scores of parts of the mentions. A pair belongs to the part of its gold mention, what was found without a partner to
 * its own, so that the parts add up to the whole.
 */
export class BreakdownTally {
  readonly #known: KnownMentions | undefined;
  readonly #novelty = new Map<Novelty, { support: number; found: number }>();
  readonly #length = new PartTally();
  readonly #section = new PartTally();
  /** Whether a gold mention had a concept. */
  #concepts = false;

  constructor(known?: KnownMentions) {
    this.#known = known;
  }

  add(document: AnnotatedDocument, matching: Matching, words: WordIndex): void {
    this.#length.add(matching, ({ mention }) => {
      const count = words.touched(mention.spans).size;
      return count >= 5 ? '5+' : String(Math.max(count, 1));
    });
    for (const { kind } of document.passages) this.#section.list(kind);
    this.#section.add(matching, ({ extent }) => kindAt(document, extent.start));
    const points = { correct: 1, partial: 0.5, incorrect: 0 };
    for (const { gold, result } of matching.pairs) this.#addNovelty(document, gold.mention, points[result]);
    for (const { mention } of matching.missed) this.#addNovelty(document, mention, 0);
  }

  /** @param counted whether nervaluate's counts are kept. */
  breakdown(counted: boolean): Breakdown {
    const section = this.#section.parts(counted);
    return {
      ...(this.#known ? { novelty: this.#slices(this.#known) } : {}),
      length: this.#length.parts(counted, lengths),
      ...(section.length > 1 ? { section } : {}),
    };
  }

  #addNovelty(document: AnnotatedDocument, mention: AnnotatedMention, found: number): void {
    if (!this.#known) return;
    this.#concepts ||= conceptsOf(mention).length > 0;
    const novelty = this.#known.noveltyOf(document, mention);
    const { support, found: before } = this.#novelty.get(novelty) ?? { support: 0, found: 0 };
    this.#novelty.set(novelty, { support: support + 1, found: before + found });
  }

  #slices(known: KnownMentions): Slice[] {
    const slice = (name: string, novelty: Novelty): Slice => {
      const { support, found } = this.#novelty.get(novelty) ?? { support: 0, found: 0 };
      return { name, support, found, recall: ratio(found, support) };
    };
    return known.hasConcepts && this.#concepts
      ? [slice('seen', 'seen'), slice('synonym', 'synonym'), slice('new concept', 'new concept')]
      : [slice('seen', 'seen'), slice('unseen', 'new concept')];
  }
}

/** The kind of the passage that an offset lies in, or else of the one before it. */
function kindAt({ passages }: AnnotatedDocument, offset: number): string {
  return (passages.findLast(({ start }) => start <= offset) ?? passages[0])?.kind ?? 'text';
}

/** Outcomes of parts, by name. */
class PartTally {
  readonly #parts = new Map<string, Outcome>();

  /** Makes a part known, whether or not there is a mention in it. */
  list(name: string): void {
    if (!this.#parts.has(name)) this.#parts.set(name, noOutcome);
  }

  add({ pairs, missed, spurious }: Matching, nameOf: (item: Item) => string): void {
    for (const { gold, result } of pairs) this.#add(nameOf(gold), { ...noOutcome, [result]: 1 });
    for (const item of missed) this.#add(nameOf(item), { ...noOutcome, missed: 1 });
    for (const item of spurious) this.#add(nameOf(item), { ...noOutcome, spurious: 1 });
  }

  parts(counted: boolean, names: readonly string[] = [...this.#parts.keys()]): Part[] {
    return names.map((name) => ({ name, ...countedScore(this.#parts.get(name) ?? noOutcome, counted) }));
  }

  #add(name: string, outcome: Outcome): void {
    this.#parts.set(name, addOutcomes(this.#parts.get(name) ?? noOutcome, outcome));
  }
}

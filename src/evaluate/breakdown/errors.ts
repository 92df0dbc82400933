import { type AnnotatedDocument, textOf } from '../../corpus/document.ts';
import { foldedSurface } from '../known-mentions.ts';
import type { Item } from '../match/item.ts';
import { type Matching, pairErrors } from '../match/match.ts';
import { placeOf } from '../place.ts';
import { type ErrorKind, type Errors, type EvaluationError, errorKinds, type PlacedMention } from '../report/report.ts';
import { contextOf, ownCopy } from './context.ts';

/** Of frequent errors in a report. */
const mostFrequent = 200;

interface Group {
  readonly kind: ErrorKind;
  readonly gold?: { readonly type: string; readonly text: string };
  readonly found?: { readonly type: string; readonly text: string };
  count: number;
  readonly places: number[];
}

/** Errors in the order of the corpus, by kind, and by frequency. */
export class ErrorTally {
  readonly #most: number;
  readonly #places: EvaluationError[] = [];
  readonly #groups = new Map<string, Group>();
  #cut = false;
  readonly #counts: Record<ErrorKind, number> = Object.fromEntries(errorKinds.map((kind) => [kind, 0])) as Record<
    ErrorKind,
    number
  >;

  /** @param most places that are kept. */
  constructor(most: number) {
    this.#most = most;
  }

  /** @param matching in the mode `default`. */
  add(document: AnnotatedDocument, { missed, spurious }: Matching): void {
    const pairs = pairErrors(missed, spurious);
    const paired = new Set(pairs.flatMap(({ gold, found }) => [gold, found]));
    const errors: { readonly gold?: Item; readonly found?: Item }[] = [
      ...pairs,
      ...missed.filter((item) => !paired.has(item)).map((gold) => ({ gold })),
      ...spurious.filter((item) => !paired.has(item)).map((found) => ({ found })),
    ];
    const startOf = ({ gold, found }: (typeof errors)[number]) => (gold ?? found)?.extent.start ?? 0;
    for (const { gold, found } of errors.toSorted((a, b) => startOf(a) - startOf(b))) this.#add(document, gold, found);
  }

  errors(): Errors {
    const frequent = [...this.#groups.values()].sort((a, b) => b.count - a.count).slice(0, mostFrequent);
    return { counts: this.#counts, frequent, places: this.#places, cut: this.#cut };
  }

  #add(document: AnnotatedDocument, gold: Item | undefined, found: Item | undefined): void {
    const kind = kindOf(gold, found);
    this.#counts[kind]++;
    const [goldMention, foundMention] = [gold && placed(document, gold), found && placed(document, found)];
    const group = this.#groupOf(kind, goldMention, foundMention);
    group.count++;
    if (this.#places.length === this.#most) {
      this.#cut = true;
      return;
    }
    group.places.push(this.#places.length);
    this.#places.push({
      kind,
      document: document.id,
      ...(goldMention ? { gold: goldMention } : {}),
      ...(foundMention ? { found: foundMention } : {}),
      context: contextOf(document, gold?.extent, found?.extent),
    });
  }

  #groupOf(kind: ErrorKind, gold: PlacedMention | undefined, found: PlacedMention | undefined): Group {
    const named = (mention: PlacedMention) => ({ type: mention.type, text: foldedSurface(mention.text) });
    const about = { ...(gold ? { gold: named(gold) } : {}), ...(found ? { found: named(found) } : {}) };
    const key = JSON.stringify([kind, about]);
    const known = this.#groups.get(key);
    if (known) return known;
    const group: Group = { kind, ...about, count: 0, places: [] };
    this.#groups.set(key, group);
    return group;
  }
}

function kindOf(gold: Item | undefined, found: Item | undefined): ErrorKind {
  if (!found) return 'missed';
  if (!gold) return 'invented';
  if (gold.bounds === found.bounds) return 'type';
  return gold.type === found.type ? 'boundary' : 'boundary and type';
}

function placed(document: AnnotatedDocument, { mention, type, extent }: Item): PlacedMention {
  return {
    type,
    text: ownCopy(textOf(document, mention)),
    ...(mention.score === undefined ? {} : { score: mention.score }),
    place: placeOf(document, extent),
  };
}

import type { Link, Linked, Linker, LinkKind } from '../../src/concepts/link/linker.ts';
import type { ConceptStore } from '../../src/concepts/store/store.ts';
import type { GoldDocument, GoldMention } from './gold.ts';

/** What became of the mentions of one type in a part of a corpus. */
export interface LinkScores {
  readonly type: string;
  /** Those linked to their concept and no other; composite ones to all of theirs; those without a concept to none. */
  readonly all: Share;
  /** Of those all of whose concepts are in the terminologies. */
  readonly known: Share;
  /** Of `known`, those whose best candidate is right, whether it reaches the threshold or not. */
  readonly best: Share;
  /** Those linked to one of their concepts at least. */
  readonly lenient: Share;
  readonly composite: Share;
  /** Of `known`, those whose concepts are all among the candidates that are told. */
  readonly told: Share;
  /** Of those that are linked to nothing: the ones whose concept is in no terminology, or that have none. */
  readonly none: Share;
  /** Of those whose concept is in no terminology, or that have none: the ones that are linked to nothing. */
  readonly refused: Share;
  /** Linked rightly, by the kind of the first link. */
  readonly kinds: ReadonlyMap<LinkKind, Share>;
  /** Milliseconds that each took, sorted. */
  readonly times: readonly number[];
  /** Mentions linked wrongly, how often. */
  readonly errors: ReadonlyMap<string, number>;
}

export interface Share {
  right: number;
  of: number;
}

/** Links the gold mentions of documents, each alone, and scores them by type. Genes count where they are human. */
export function score(
  documents: readonly GoldDocument[],
  linker: Linker,
  store: ConceptStore,
  held: ReadonlySet<string>,
): readonly LinkScores[] {
  const scores = new Map<string, Tally>();
  for (const { document, gold } of documents) {
    const linkers = linker.open(document);
    for (const mention of gold) {
      const { type } = mention.mention;
      const known = mention.concepts.length > 0 && mention.concepts.every((concept) => held.has(concept));
      if (type === 'Gene' && mention.concepts.length > 0 && !known) continue;
      let tally = scores.get(type);
      if (tally === undefined) {
        tally = new Tally(type);
        scores.set(type, tally);
      }
      const began = performance.now();
      const linked = linkers.link(mention.mention);
      tally.add(mention, known, linked, performance.now() - began, store);
    }
  }
  return [...scores.values()].map((tally) => tally.end());
}

class Tally implements LinkScores {
  readonly type: string;
  readonly all = { right: 0, of: 0 };
  readonly known = { right: 0, of: 0 };
  readonly best = { right: 0, of: 0 };
  readonly lenient = { right: 0, of: 0 };
  readonly composite = { right: 0, of: 0 };
  readonly told = { right: 0, of: 0 };
  readonly none = { right: 0, of: 0 };
  readonly refused = { right: 0, of: 0 };
  readonly kinds = new Map<LinkKind, Share>();
  readonly times: number[] = [];
  readonly errors = new Map<string, number>();

  constructor(type: string) {
    this.type = type;
  }

  add(
    { mention, concepts }: GoldMention,
    known: boolean,
    { links, candidates }: Linked,
    time: number,
    store: ConceptStore,
  ): void {
    const isHit = ({ identifiers }: Link) => identifiers.some((identifier) => concepts.includes(identifier));
    const hits = links.filter(isHit);
    const right = links.length === concepts.length && hits.length === links.length;
    count(this.all, right);
    if (known) count(this.known, right);
    const best = links.length > 0 ? links : candidates.slice(0, 1);
    if (known) count(this.best, best.length === concepts.length && best.every(isHit));
    const told = candidates.flatMap(({ identifiers }) => identifiers);
    if (known)
      count(
        this.told,
        concepts.every((concept) => told.includes(concept)),
      );
    count(this.lenient, right || hits.length > 0);
    if (concepts.length > 1) count(this.composite, right);
    if (links.length === 0) count(this.none, !known);
    if (!known) count(this.refused, links.length === 0);
    const [first] = links;
    if (first) {
      const share = this.kinds.get(first.kind) ?? { right: 0, of: 0 };
      count(share, right);
      this.kinds.set(first.kind, share);
    }
    this.times.push(time);
    if (right) return;
    const names = concepts.map((concept) => `${concept} ${store.concept(concept)?.name ?? '?'}`);
    const found = links.map(({ concept, name, score }) => `${concept} ${name} ${score.toFixed(2)}`);
    const error = `${mention.mention} | ${names.join(', ')} | ${found.join(', ') || 'none'}`;
    this.errors.set(error, (this.errors.get(error) ?? 0) + 1);
  }

  end(): LinkScores {
    this.times.sort((a, b) => a - b);
    return this;
  }
}

function count(share: Share, right: boolean): void {
  share.of++;
  if (right) share.right++;
}

/** The scores as lines to print, with the most frequent errors. */
export function tellScores(part: string, scores: LinkScores, errors: number): readonly string[] {
  const percent = ({ right, of }: Share) => `${of === 0 ? '-' : ((100 * right) / of).toFixed(2)} % (${right} of ${of})`;
  const time = (share: number) => (scores.times[Math.floor(scores.times.length * share)] ?? 0).toFixed(2);
  return [
    `${part} ${scores.type}: all ${percent(scores.all)}, in the terminologies ${percent(scores.known)}, lenient ${percent(scores.lenient)}`,
    `  in the terminologies: ${scores.known.of} of ${scores.all.of}, best candidate ${percent(scores.best)}, among the candidates ${percent(scores.told)}; composite ${percent(scores.composite)}; none: precision ${percent(scores.none)}, recall ${percent(scores.refused)}`,
    `  by kind: ${[...scores.kinds].map(([kind, share]) => `${kind} ${percent(share)}`).join(', ')}`,
    `  milliseconds a mention: p50 ${time(0.5)}, p95 ${time(0.95)}`,
    ...[...scores.errors]
      .sort((a, b) => b[1] - a[1])
      .slice(0, errors)
      .map(([error, times]) => `  ${times} × ${error}`),
  ];
}

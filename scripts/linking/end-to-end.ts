import type { Linker } from '../../src/concepts/link/linker.ts';
import type { FoundDocument } from './found.ts';

/** What a reader sees: of the mentions that a model finds, which are at the right place and linked to the right concept. */
export interface FoundScores {
  readonly type: string;
  /** Places with a concept that were linked. */
  links: number;
  /** Of those, the ones where people told that very place, type and concept. */
  right: number;
  /** Those where people told that type and concept of an overlapping place. */
  overlapping: number;
  /** Places with a concept that people told. */
  gold: number;
}

/**
 * Links what a model finds and scores the types that people told concepts of.
 * @param held identifiers of the terminologies; genes that are not among them are of other species, and not asked for.
 */
export function scoreFound(
  documents: readonly FoundDocument[],
  linker: Linker,
  held: ReadonlySet<string>,
): readonly FoundScores[] {
  const scores = new Map<string, FoundScores>();
  for (const { gold } of documents) {
    for (const { mention, concepts } of gold) {
      const { type } = mention;
      const own = scores.get(type) ?? { type, links: 0, right: 0, overlapping: 0, gold: 0 };
      scores.set(type, own);
      own.gold += concepts.filter((concept) => type !== 'Gene' || held.has(concept)).length;
    }
  }
  for (const { gold, found } of documents) {
    const linkers = linker.open(found);
    for (const mention of found.mentions) {
      const own = scores.get(mention.type);
      if (own === undefined) continue;
      const { links } = linkers.link(mention);
      own.links += links.length;
      for (const { identifiers } of links) {
        const told = gold.filter(
          ({ mention: { type, start, end }, concepts }) =>
            type === mention.type &&
            start < mention.end &&
            mention.start < end &&
            concepts.some((concept) => identifiers.includes(concept)),
        );
        if (told.length > 0) own.overlapping++;
        if (told.some(({ mention: { start, end } }) => start === mention.start && end === mention.end)) own.right++;
      }
    }
  }
  return [...scores.values()];
}

/** Precision, recall and F1 as a line to print. */
export function tellFound(part: string, { type, links, right, overlapping, gold }: FoundScores): string {
  const percent = (share: number, of: number) => (of === 0 ? '-' : ((100 * share) / of).toFixed(2));
  return `${part} ${type}, mentions of the model: precision ${percent(right, links)} % (${right} of ${links}), recall ${percent(right, gold)} % (of ${gold}), F1 ${percent(2 * right, links + gold)} %; where overlapping is enough, precision ${percent(overlapping, links)} %`;
}

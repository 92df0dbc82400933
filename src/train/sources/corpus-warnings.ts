import { quoted } from '../../core/quote.ts';
import type { Corpus } from '../../corpus/corpus.ts';
import { mapMentions, mappedNames, mappedType, type TypeMapping } from '../../corpus/types/mapping.ts';
import { ownTypes, standardType } from '../../corpus/types/type-names.ts';

/** Mentions below which a devel part hardly tells which weights are better. */
const fewMentions = 50;

/** Types of a corpus that no head learns, and those that get a head of their own because the field has no name for them. */
export function typeWarnings(id: string, { types }: Corpus, mapping: TypeMapping): readonly string[] {
  const left = types.filter((type) => mappedType(mapping, type) === undefined);
  const own = types.filter((type) => {
    const head = mappedType(mapping, type);
    return head !== undefined && head === standardType(type) && !ownTypes.includes(head);
  });
  return [
    ...(left.length > 0 ? [`corpus ${id}: nothing learns ${left.map(quoted).join(', ')}`] : []),
    ...(own.length > 0
      ? [
          `corpus ${id}: ${own.map(quoted).join(', ')} ${own.length === 1 ? 'is no common name of an entity type and gets a head of its own' : 'are no common names of entity types and get heads of their own'}; a mapping (--map TYPE=HEAD, or mapping.json) gives another`,
        ]
      : []),
  ];
}

/** That a devel part has too few mentions to choose weights by. */
export function develWarnings(id: string, { parts: { devel } }: Corpus, mapping: TypeMapping): readonly string[] {
  const sentences = devel?.sentences ?? [];
  const counts = new Map(mappedNames(mapping).map((name) => [name, 0]));
  for (const { type } of sentences.flatMap(({ mentions }) => mapMentions(mentions, mapping))) {
    counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  const few = [...counts].filter(([, count]) => count < fewMentions);
  if (few.length === 0) return [];
  const shown = few.map(([type, count]) => `${count} of ${type}`).join(', ');
  return [`corpus ${id}: its devel part has few mentions to choose the best weights by: ${shown}`];
}

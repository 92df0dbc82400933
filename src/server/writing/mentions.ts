import type { Link } from '../../concepts/link/linker.ts';
import type { Entity } from '../../core/entity.ts';
import { replaceable } from './edits.ts';
import type { Edit } from './problem.ts';
import type { WritingText } from './writing-text.ts';

/** A mention that surely means one concept. */
export interface SureMention extends Entity {
  readonly link: Link;
  /** Index of its sentence, and whether it begins it. */
  readonly sentence: number;
  readonly first: boolean;
  readonly longForm?: string;
}

/** Links below this are not sure enough to tell an author how to write. */
const sure = 0.8;

/** The mentions of the paper's own text whose concept is sure: one alone, and not only by likeness. */
export function sureMentions({ links, entities, sentences, zones }: WritingText): readonly SureMention[] {
  if (!links) return [];
  let sentence = 0;
  return entities.flatMap((entity, index) => {
    while (sentence + 1 < sentences.length && sentences[sentence + 1]!.start <= entity.start) sentence++;
    const zone = zones[sentence];
    const linked = links.linked[index];
    const [link, another] = linked?.links ?? [];
    if (!link || another || zone === 'outside' || link.score < sure) return [];
    const first = sentences[sentence]?.start === entity.start;
    if (link.kind === 'similar' || link.kind === 'part') return [];
    return [
      { ...entity, link, sentence, first, ...(linked?.longForm === undefined ? {} : { longForm: linked.longForm }) },
    ];
  });
}

/** The edit that writes another name in the place of a mention; undefined where it would do harm. */
export function renamed({ source, language }: WritingText, mention: SureMention, name: string): Edit | undefined {
  const place = replaceable(source, language, mention);
  const written = source.slice(mention.start, mention.end);
  // Markup inside would be lost.
  if (!place || written.replaceAll(/\s+/g, ' ') !== mention.mention) return undefined;
  return { start: mention.start, end: mention.end, text: name };
}

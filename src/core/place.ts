import type { Entity, WordEntity } from './entity.ts';
import type { Sentence } from './words.ts';

/**
 * Mentions of a sentence in source offsets: from the start of the first word to the end of the last one.
 * @param found mentions in this sentence's word indices.
 */
export function placeMentions({ words }: Sentence, found: readonly WordEntity[]): Entity[] {
  return found.map(({ start, end, type, score }) => {
    const inside = words.slice(start, end);
    const first = inside.at(0);
    const last = inside.at(-1);
    if (!first || !last)
      throw new RangeError(`mention [${start}, ${end}) is not in a sentence of ${words.length} words`);
    const mention = inside.map(({ text, spaced }, index) => (spaced && index > 0 ? ` ${text}` : text)).join('');
    return { start: first.start, end: last.end, type, score, mention };
  });
}

import type { Entity, WordEntity } from './entity.ts';
import type { Sentence, Word } from './words.ts';

/**
 * Mentions of a sentence in source offsets: from the start of the first word to the end of the last one. A model sees
 * words alone, so a mention may run across something that is not read (`Word.cut`); it is divided there, and each part
 * keeps its type and score. What holds neither a letter nor a digit (a lone hyphen that a model tags) names nothing and is
 * left out.
 * @param found mentions in this sentence's word indices.
 */
export function placeMentions({ words }: Sentence, found: readonly WordEntity[]): Entity[] {
  return found.flatMap(({ start, end, type, score }) => {
    if (!(start >= 0 && start < end && end <= words.length)) {
      throw new RangeError(`mention [${start}, ${end}) is not in a sentence of ${words.length} words`);
    }
    const parts = partsOf(words.slice(start, end)).filter((part) =>
      part.some(({ text }) => /[\p{L}\p{N}]/u.test(text)),
    );
    return parts.map((part) => ({ ...spanOf(part), type, score, mention: textOf(part) }));
  });
}

/** Words in runs without a cut; none is empty. */
function partsOf(words: readonly Word[]): Word[][] {
  const parts: Word[][] = [];
  for (const word of words) {
    const part = parts.at(-1);
    if (part && !word.cut) part.push(word);
    else parts.push([word]);
  }
  return parts;
}

function spanOf(words: readonly Word[]): { start: number; end: number } {
  return { start: words.at(0)?.start ?? 0, end: words.at(-1)?.end ?? 0 };
}

function textOf(words: readonly Word[]): string {
  return words.map(({ text, spaced }, index) => (spaced && index > 0 ? ` ${text}` : text)).join('');
}

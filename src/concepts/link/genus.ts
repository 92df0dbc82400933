import type { Sentence } from '../../core/words.ts';

/**
 * A species with its genus written out as a document does: `E. coli` is `Escherichia coli` where those two words stand one
 * after the other, or else with the first genus of that letter that the document abbreviates so; undefined if the text is no
 * abbreviated species, or the document does not tell.
 */
export function genusOf(text: string, sentences: readonly Sentence[]): string | undefined {
  const [, letters, epithet] = /^(\p{Lu}\p{Ll}{0,2})\. ?(\p{Ll}[\p{Ll}-]{2,}.*)$/u.exec(text) ?? [];
  if (letters === undefined || epithet === undefined) return undefined;
  const [first] = epithet.split(' ');
  const genera: string[] = [];
  for (const { words } of sentences) {
    for (const [index, { text: word }] of words.entries()) {
      if (!word.startsWith(letters) || !/^\p{Lu}\p{Ll}{3,}$/u.test(word)) continue;
      const next = words[index + 1]?.text ?? '';
      if (next === first) return `${word} ${epithet}`;
      if (/^\p{Ll}{3,}$/u.test(next) && /(?:us|a|um|is|es|ae|ii|i|ensis|ans|ens|or|ix)$/.test(next)) genera.push(word);
    }
  }
  const [genus] = genera;
  return genus === undefined ? undefined : `${genus} ${epithet}`;
}

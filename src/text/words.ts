import type { Word } from '../core/words.ts';

/**
 * One word. As in the corpora that models learn from (BC2GM, BC5CDR, NCBI-disease), a word is a run of letters, digits
 * and combining marks, or one other character: `IL-2` is `IL` `-` `2`, `0.05` is `0` `.` `05`, `Ca2+` is `Ca2` `+`.
 * Beyond the corpora: a combining mark stays with its base, invisible characters (soft hyphen, zero-width joiners) do not cut
 * a word, an emoji sequence or flag is one word, and each Han character is one, as in BERT's own pre-tokenizer.
 */
const wordPattern = new RegExp(
  [
    String.raw`\p{Script=Han}\p{M}*`,
    String.raw`(?:(?!\p{Script=Han})[\p{L}\p{N}\p{M}])+(?:(?:(?!\u200b)\p{Cf})+(?:(?!\p{Script=Han})[\p{L}\p{N}\p{M}])+)*`,
    String.raw`\p{Regional_Indicator}{2}`,
    String.raw`\p{Extended_Pictographic}(?:[\p{M}\p{Emoji_Modifier}]|\u200d\p{Extended_Pictographic})*`,
    String.raw`[^\s\p{Cc}\p{Cf}\p{Cs}]\p{M}*`,
  ].join('|'),
  'gu',
);

/**
 * The words of a text without markup, with UTF-16 offsets in it. White space, control characters and lone surrogates
 * belong to no word. `spaced` is false for the first word unless white space precedes it.
 */
export function splitIntoWords(text: string): Word[] {
  const words: Word[] = [];
  let end = 0;
  for (const match of text.matchAll(wordPattern)) {
    const start = match.index;
    words.push({ text: match[0], start, end: start + match[0].length, spaced: /\s/u.test(text.slice(end, start)) });
    end = start + match[0].length;
  }
  return words;
}

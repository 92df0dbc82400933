import type { SentenceText } from './sentence-text.ts';
import { looksShort } from './short-form.ts';

/** A pair of brackets, by offsets of the two in a sentence's text. */
export interface Brackets {
  readonly open: number;
  readonly close: number;
  /** Whether they hold an aside, not a part of a name, to which it is joined (`poly(ADP-ribose)`, `(R)-alpha`, but not `factor (TNF)-related`). */
  readonly aside: boolean;
}

/** Every pair of parentheses and square brackets, in the order in which they open. What is not closed is passed over. */
export function bracketsOf({ text, sentence, starts }: SentenceText): readonly Brackets[] {
  const found: Brackets[] = [];
  const open: { readonly at: number; readonly closes: string; readonly aside: boolean }[] = [];
  sentence.words.forEach(({ text: word, spaced }, index) => {
    const at = starts[index]!;
    if (word === '(' || word === '[') open.push({ at, closes: word === '(' ? ')' : ']', aside: spaced || at === 0 });
    if (word !== ')' && word !== ']') return;
    const last = open.findLastIndex(({ closes }) => closes === word);
    if (last < 0) return;
    const { at: start, aside: begins } = open[last]!;
    const next = sentence.words[index + 1];
    const joined = next && !next.spaced && /[\p{L}\p{N}\p{Pd}]/u.test(next.text);
    const aside = begins && (!joined || looksShort(text.slice(start + 1, at)));
    open.length = last;
    if (text.slice(start + 1, at).trim() !== '') found.push({ open: start, close: at, aside });
  });
  return found.sort((a, b) => a.open - b.open);
}

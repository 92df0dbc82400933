import { overlaps, type Span } from '../../core/span.ts';
import type { Language } from '../../core/words.ts';
import type { Edit } from './problem.ts';

/** What may be emphasised in Markdown: runs of these open and close. */
const marks = /\*+|_+|~+|\^+/g;
/** What tells that a stretch of Markdown holds more than words and emphasis: code, math, links, citations, tables, escapes, tags. */
const harmful = /[`$<>[\]{}|\\@#]|\n[ \t]*(?:\n|[-+*>:=]|\d+[.)])/;

/**
 * The stretch to replace so that the markup around stays whole: the span itself, or with the emphasis of which it holds only one
 * end (`*necrosis factor* (TNF)`). Undefined where that cannot be done without harm.
 */
export function replaceable(source: string, language: Language, { start, end }: Span): Span | undefined {
  const text = source.slice(start, end);
  if (language === 'plaintext') return /\n[ \t]*\r?\n/.test(text) ? undefined : { start, end };
  if (harmful.test(text.replaceAll('\r', ''))) return undefined;
  const open: string[] = [];
  for (const [mark] of text.matchAll(marks)) {
    if (open.at(-1) === mark) open.pop();
    else open.push(mark);
  }
  if (open.length > 1) return undefined;
  const [mark] = open;
  if (mark === undefined) return { start, end };
  const before = source.slice(0, start).endsWith(mark) && source[start - mark.length - 1] !== mark[0];
  const after = source.startsWith(mark, end) && source[end + mark.length] !== mark[0];
  if (before === after) return undefined;
  return before ? { start: start - mark.length, end } : { start, end: end + mark.length };
}

/** A stretch of the source on one line, to be put elsewhere; undefined where its markup would not be whole there. */
export function movable(source: string, language: Language, span: Span): string | undefined {
  const whole = replaceable(source, language, span);
  return whole && source.slice(whole.start, whole.end).replaceAll(/\s+/g, ' ');
}

/** The edits in order; undefined if two of them touch the same text. */
export function inOrder(edits: readonly Edit[]): readonly Edit[] | undefined {
  const sorted = [...edits].sort((a, b) => a.start - b.start);
  return sorted.some((edit, index) => index > 0 && overlaps(sorted[index - 1]!, edit)) ? undefined : sorted;
}

/** The text as a sentence begins. */
export function capitalised(text: string): string {
  return text.replace(/^([*_]*)(\p{Ll})(?=\p{Ll})/u, (_, mark: string, letter: string) => mark + letter.toUpperCase());
}

/** `a` or `an`, as it stands before what is spelt out; undefined for what may be spoken as a word (`NATO`). */
export function articleOf(shortForm: string): 'a' | 'an' | undefined {
  const [head = ''] = /^[^\s-]*/.exec(shortForm)!;
  if (!/^\p{Lu}+$/u.test(head) || (head.length > 3 && /[AEIOU]/.test(head))) return undefined;
  return /^[AEFHILMNORSX]/.test(head) ? 'an' : 'a';
}

import type { Span } from '../../core/span.ts';

/**
 * How far from its offsets a mention is looked for, in UTF-16 units: near first, where a name that is repeated stands
 * once; and there also inside of words, as in a text that has lost a space (`PAX6gene`).
 */
const searches = [
  { distance: 8, whole: true },
  { distance: 8, whole: false },
  { distance: 64, whole: true },
] as const;

/** Where a text stands that is not at the offsets that an annotation gives, and whether it had to be looked for. */
export interface FoundPlace {
  readonly span: Span;
  readonly moved: boolean;
}

/**
 * Where a mention stands whose text is not what is at its offsets: there, if the two differ but in case, white space and
 * punctuation; else at the only place nearby where it stands.
 * @param span its offsets, which may reach outside the text.
 * @returns undefined if it is at none, or at several.
 */
export function placeOf(text: string, span: Span, quote: string): FoundPlace | undefined {
  const letters = lettersOf(quote);
  if (span.end <= text.length && letters !== '' && lettersOf(text.slice(span.start, span.end)) === letters) {
    return { span, moved: false };
  }
  const wanted = quote.trim();
  if (wanted === '') return undefined;
  for (const { distance, whole } of searches) {
    const from = Math.max(0, span.start - distance);
    const starts: number[] = [];
    for (
      let at = text.indexOf(wanted, from);
      at >= 0 && at <= span.start + distance;
      at = text.indexOf(wanted, at + 1)
    ) {
      if (!whole || isWhole(text, at, at + wanted.length)) starts.push(at);
    }
    const [start, ...others] = starts;
    if (start === undefined) continue;
    return others.length > 0 ? undefined : { span: { start, end: start + wanted.length }, moved: true };
  }
  return undefined;
}

function lettersOf(text: string): string {
  return text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
}

/** Whether a stretch begins and ends where words do. */
function isWhole(text: string, start: number, end: number): boolean {
  const boundary = (at: number) => !(isLetter(text[at - 1]) && isLetter(text[at]));
  return boundary(start) && boundary(end);
}

function isLetter(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}]/u.test(character);
}

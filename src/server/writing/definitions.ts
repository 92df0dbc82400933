import type { Abbreviation } from '../../concepts/abbreviations/abbreviation.ts';
import { keyOf } from '../../concepts/abbreviations/abbreviations.ts';
import { articleOf, replaceable } from './edits.ts';
import { grouped } from './grouped.ts';
import type { Edit } from './problem.ts';
import type { Zone } from './sections.ts';
import type { WritingText } from './writing-text.ts';

/** The definitions that stand in a zone, by their short form (`keyOf`), each in the order of the text. */
export function definitionsIn(
  { abbreviations, zones }: WritingText,
  zone: Zone,
): ReadonlyMap<string, readonly Abbreviation[]> {
  return grouped(
    abbreviations.all.filter(({ sentence }) => zones[sentence] === zone),
    ({ shortForm }) => keyOf(shortForm),
  );
}

/** Where a definition begins, and where it ends. */
export function wholeOf({ short, long, brackets }: Abbreviation): { readonly start: number; readonly end: number } {
  return { start: Math.min(short.start, long.start), end: brackets.end };
}

/** For messages: a long form as it stands in a sentence, not too long. */
export function quoted(text: string): string {
  return `“${text.length > 80 ? `${text.slice(0, 79)}…` : text}”`;
}

/**
 * Whether brackets hold one form and nothing else. Others (`(TNF; Sigma)`, `(hereafter TNF)`) cannot be taken away.
 */
function isBare({ source }: WritingText, { short, long, brackets, shortInside }: Abbreviation): boolean {
  const inside = shortInside ? short : long;
  const around = source.slice(brackets.start + 1, inside.start) + source.slice(inside.end, brackets.end - 1);
  return /^[\s*_]*$/.test(around);
}

/** The edit that leaves the short form of a definition; undefined where it would do harm. */
export function toShortForm(text: WritingText, definition: Abbreviation): Edit | undefined {
  const { source, language, sentences } = text;
  const { short, long, brackets, shortInside, sentence } = definition;
  // What is joined to the brackets by mistake would be joined to the short form.
  if (!isBare(text, definition) || /^[*_]*[\p{L}\p{N}]/u.test(source.slice(brackets.end))) return undefined;
  if (!shortInside) {
    const gone = replaceable(source, language, brackets);
    return gone && { ...gone, start: behindWord(source, gone.start), text: '' };
  }
  if (!/^[\s*_]*$/.test(source.slice(long.end, brackets.start))) return undefined;
  const whole = replaceable(source, language, { start: long.start, end: brackets.end });
  const kept = replaceable(source, language, short);
  if (!whole || !kept) return undefined;
  const form = source.slice(kept.start, kept.end);
  const { words } = sentences[sentence]!;
  const before = words[words.findIndex(({ start }) => start === long.start) - 1];
  const article = articleOf(definition.shortForm);
  if (before && article && whole.start === long.start && /^an?$/.test(before.text) && before.text !== article) {
    const gap = source.slice(before.end, long.start);
    if (/^\s+$/.test(gap)) return { start: before.start, end: whole.end, text: article + gap + form };
  }
  return { ...whole, text: form };
}

/** The edit that takes the brackets of a definition away; undefined where it would do harm. */
export function withoutBrackets(text: WritingText, definition: Abbreviation): Edit | undefined {
  const { source, language } = text;
  if (!isBare(text, definition) || /^[*_]*[\p{L}\p{N}\p{Pd}]/u.test(source.slice(definition.brackets.end)))
    return undefined;
  const gone = replaceable(source, language, definition.brackets);
  return gone && { start: behindWord(source, gone.start), end: gone.end, text: '' };
}

/** The white space before a stretch goes with it. */
function behindWord(source: string, start: number): number {
  let at = start;
  while (at > 0 && /\s/.test(source[at - 1]!)) at--;
  return at;
}

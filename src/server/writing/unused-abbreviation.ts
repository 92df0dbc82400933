import type { Abbreviation } from '../../concepts/abbreviations/abbreviation.ts';
import { keyOf } from '../../concepts/abbreviations/abbreviations.ts';
import { singular } from '../../concepts/abbreviations/short-form.ts';
import { definitionsIn, quoted, wholeOf, withoutBrackets } from './definitions.ts';
import type { WritingProblem } from './problem.ts';
import type { WritingText } from './writing-text.ts';

/**
 * Abbreviations that are defined and never used: nowhere else in the source, be it in a table, a heading, a formula or another
 * name. One of the abstract that the body defines anew is to be used in the abstract. Symbols of genes are left alone, since readers
 * want to know them, and so is what is explained rather than abbreviated: `RGBA (red, green, blue and alpha)`.
 */
export function unusedAbbreviations(text: WritingText): readonly WritingProblem[] {
  const inBody = definitionsIn(text, 'body');
  return (['abstract', 'body'] as const).flatMap((zone) =>
    [...definitionsIn(text, zone).values()].flatMap((definitions) => {
      const [definition, again] = definitions;
      // One that is defined again is told as such.
      if (!definition || again || !definition.shortInside || isSymbol(text, definition)) return [];
      const scope = zone === 'abstract' && inBody.has(keyOf(definition.shortForm)) ? abstractOf(text) : text.source;
      return isUsed(text, definition, scope) ? [] : [problem(text, definition)];
    }),
  );
}

/** Whether a short form is a gene's symbol, as the model finds or as emphasis tells (`lamin A (*LMNA*)`, `*double sex (dsx)*`). */
function isSymbol({ source, language, entities, sentences }: WritingText, { short, sentence }: Abbreviation): boolean {
  if (entities.some(({ type, start, end }) => /^gene/i.test(type) && start <= short.start && short.end <= end))
    return true;
  if (language === 'plaintext') return false;
  const before = source.slice(Math.max(0, sentences[sentence]!.start - 1), short.start);
  return /(?:^|[^\\])[*_]$/.test(before) || (before.match(/[*_]+/g)?.length ?? 0) % 2 === 1;
}

/** The source from its beginning to the end of the abstract. */
function abstractOf({ source, sentences, zones }: WritingText): string {
  return source.slice(0, sentences[zones.lastIndexOf('abstract')]?.end ?? 0);
}

/** Whether the short form stands in a text outside of its definitions. */
function isUsed({ abbreviations }: WritingText, { shortForm }: Abbreviation, scope: string): boolean {
  const definitions = abbreviations.definitions(shortForm);
  const pattern = patternOf(shortForm);
  for (const { index } of scope.matchAll(pattern)) {
    if (!definitions.some(({ short, long }) => within(index, short) || within(index, long))) return true;
  }
  return false;
}

function within(index: number, { start, end }: { readonly start: number; readonly end: number }): boolean {
  return start <= index && index < end;
}

/**
 * Finds a short form wherever no letter or digit stands before it: also in `TNF-α`, `TNFs`, `TNF2`, `anti-TNF`. A hyphen may be left
 * out, or stand before a number or a Greek letter: `TNFα` is `TNF-α`.
 */
function patternOf(shortForm: string): RegExp {
  const letters = Array.from(singular(shortForm), (character, index) => {
    if (/\p{Pd}/u.test(character)) return '[\\p{Pd}\\s]?';
    if (/\s/u.test(character)) return '[\\p{Pd}\\s]';
    if (index > 0 && /[\p{N}α-ω]/u.test(character)) return `\\p{Pd}?${character}`;
    return /[\p{L}\p{N}]/u.test(character) ? character : `\\u{${character.codePointAt(0)!.toString(16)}}`;
  });
  // Markup may stand between two characters: `T~reg~`.
  return new RegExp(`(?<![\\p{L}\\p{N}])${letters.join('[*_~^\\\\]{0,3}(?:</?su[bp]>)?')}`, 'gu');
}

function problem(text: WritingText, definition: Abbreviation): WritingProblem {
  const edit = withoutBrackets(text, definition);
  return {
    code: 'unusedAbbreviation',
    span: definition.short,
    message: `${quoted(definition.shortForm)} is defined but never used.`,
    related: [{ span: wholeOf(definition), message: `It is defined here as ${quoted(definition.longForm)}.` }],
    fixes: edit ? [{ title: `Remove “(${definition.shortForm})”`, edits: [edit] }] : [],
  };
}

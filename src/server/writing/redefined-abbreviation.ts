import type { Abbreviation } from '../../concepts/abbreviations/abbreviation.ts';
import { singular } from '../../concepts/abbreviations/short-form.ts';
import { definitionsIn, quoted, toShortForm, wholeOf } from './definitions.ts';
import { plainWords } from './plain-words.ts';
import type { WritingProblem } from './problem.ts';
import type { WritingText } from './writing-text.ts';

/** Abbreviations that are defined twice in the abstract, or twice in the body. */
export function redefinedAbbreviations(text: WritingText): readonly WritingProblem[] {
  return (['abstract', 'body'] as const).flatMap((zone) =>
    [...definitionsIn(text, zone).values()].flatMap((definitions) =>
      definitions.slice(1).map((definition, index) => problem(text, definition, definitions.slice(0, index + 1))),
    ),
  );
}

function problem(text: WritingText, definition: Abbreviation, before: readonly Abbreviation[]): WritingProblem {
  const shortForm = quoted(singular(definition.shortForm));
  const same = before.find((other) => sameLongForm(other.longForm, definition.longForm));
  const earlier = same ?? before.at(-1)!;
  const edit = same && toShortForm(text, definition);
  return {
    code: 'redefinedAbbreviation',
    span: wholeOf(definition),
    message: same
      ? `${shortForm} is defined already.`
      : `${shortForm} stands for ${quoted(definition.longForm)} here, but for ${quoted(earlier.longForm)} before.`,
    related: [{ span: wholeOf(earlier), message: `It is defined here as ${quoted(earlier.longForm)}.` }],
    fixes: edit ? [{ title: `Write “${definition.shortForm}” alone`, edits: [edit] }] : [],
  };
}

/**
 * Whether two long forms mean the same: but for case, hyphens, endings of words, and one word that only one of them has or, where
 * they are long, that stands in the place of another (`anti-inflammatory drugs`, `medications`).
 */
function sameLongForm(a: string, b: string): boolean {
  const stems = (text: string) => new Set(plainWords(text).map((word) => word.slice(0, Math.max(3, word.length - 3))));
  const [left, right] = [stems(a), stems(b)];
  const shared = [...left].filter((stem) => right.has(stem)).length;
  return shared > 0 && left.size + right.size - 2 * shared <= (shared >= 4 ? 2 : 1);
}

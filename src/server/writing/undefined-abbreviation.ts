import type { Abbreviation } from '../../concepts/abbreviations/abbreviation.ts';
import { singular } from '../../concepts/abbreviations/short-form.ts';
import { definitionsIn, quoted, toShortForm, wholeOf } from './definitions.ts';
import { capitalised, inOrder, movable, replaceable } from './edits.ts';
import { isOrdinary } from './ordinary-words.ts';
import { plainWords } from './plain-words.ts';
import type { WritingFix, WritingProblem } from './problem.ts';
import type { Use } from './uses.ts';
import type { WritingText } from './writing-text.ts';

/** Abbreviations that are used before they are defined, in the abstract and in the body each for itself. */
export function undefinedAbbreviations(text: WritingText): readonly WritingProblem[] {
  return (['abstract', 'body'] as const).flatMap((zone) => {
    const definitions = definitionsIn(text, zone);
    const seen = new Set<string>();
    return text.uses.flatMap((use): WritingProblem[] => {
      const definition = definitions.get(use.key)?.[0];
      if (!definition || seen.has(use.key) || text.zones[use.sentence] !== zone) return [];
      const { start, end } = wholeOf(definition);
      // What stands inside its own definition is no use, nor is what is part of another name or of another abbreviation's definition.
      if (use.start >= start) {
        seen.add(use.key);
        return [];
      }
      if (isExplained(text, use, definition)) {
        seen.add(use.key);
        return [];
      }
      if (!use.alone || use.end > start || (use.start >= start && use.start < end) || isPart(text, use)) return [];
      seen.add(use.key);
      return [problem(text, use, definition)];
    });
  });
}

/** Whether the long form stands in the sentence of a use, which tells the reader enough: `MLP: the multi-layer perceptron is`. */
function isExplained({ sentences }: WritingText, use: Use, { longForm }: Abbreviation): boolean {
  const plain = (words: readonly string[]) => words.map((word) => word.replace(/s$/, '')).join(' ');
  const { words } = sentences[use.sentence]!;
  return ` ${plain(plainWords(words.map(({ text }) => text).join(' ')))} `.includes(` ${plain(plainWords(longForm))} `);
}

/** Whether a use belongs to the long form of another abbreviation, or is in brackets as one. */
function isPart({ abbreviations }: WritingText, use: Use): boolean {
  return abbreviations.all.some(
    ({ long, short }) =>
      (long.start <= use.start && use.end <= long.end) || (short.start <= use.start && use.end <= short.end),
  );
}

function problem(text: WritingText, use: Use, definition: Abbreviation): WritingProblem {
  const { shortForm, longForm } = definition;
  const fix = defineHere(text, use, definition);
  return {
    code: 'undefinedAbbreviation',
    span: { start: use.start, end: use.end },
    message: `${quoted(singular(shortForm))} is used before it is defined as ${quoted(longForm)}.`,
    related: [{ span: wholeOf(definition), message: 'It is defined here.' }],
    fixes: fix ? [fix] : [],
  };
}

/** Moves the definition to the first use. */
function defineHere(text: WritingText, use: Use, definition: Abbreviation): WritingFix | undefined {
  const { source, language, sentences } = text;
  const here = replaceable(source, language, use);
  const later = toShortForm(text, definition);
  const longForm = movable(source, language, definition.long);
  if (!here || !later || longForm === undefined) return undefined;
  // A singular long form does not stand for a plural, nor the other way round.
  if (use.plural !== (singular(definition.shortForm) !== definition.shortForm)) return undefined;
  const written = use.word === 0 ? capitalised(longForm) : uncapitalised(text, longForm, definition);
  const { words } = sentences[use.sentence]!;
  const article = words[use.word - 1]?.text.toLowerCase();
  // `an MRI` would become `an magnetic …`: whether that is right cannot be told from the letters.
  if (article === 'a' || article === 'an') return undefined;
  const edits = inOrder([{ ...here, text: `${written} (${source.slice(here.start, here.end)})` }, later]);
  return edits && { title: `Define “${definition.shortForm}” here, at its first use`, edits };
}

/**
 * A long form that began a sentence, as it stands inside one, if its first word is written in lower case elsewhere, or is an ordinary
 * one and the others are no name.
 */
function uncapitalised({ sentences }: WritingText, longForm: string, { long, sentence }: Abbreviation): string {
  const first = sentences[sentence]!.words[0]!;
  if (first.start !== long.start) return longForm;
  const lower = first.text[0]!.toLowerCase() + first.text.slice(1);
  const isName = /\s\p{Lu}\p{Ll}/u.test(longForm);
  const usual = () => sentences.some(({ words }) => words.some(({ text }) => text === lower));
  return ((!isName && isOrdinary(first.text)) || usual()) && longForm.startsWith(first.text)
    ? lower + longForm.slice(first.text.length)
    : longForm;
}

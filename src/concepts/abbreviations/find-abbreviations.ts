import type { Sentence } from '../../core/words.ts';
import type { Abbreviation } from './abbreviation.ts';
import { type Alignment, align, folded } from './align.ts';
import { type Brackets, bracketsOf } from './brackets.ts';
import { type SentenceText, sentenceText, sourceSpan } from './sentence-text.ts';
import { isLowerCase, isShortForm, isUnit, looksShort, singular } from './short-form.ts';

/** The least that must speak for a definition, see `Alignment.score`. */
const enough = 1.2;
const enoughLowerCase = 2;
const enoughSeveral = 2;
const enoughUnspaced = 2.6;
const enoughWithoutNumber = 2.3;
const enoughBehind = 1.8;

/** What may stand before the short form or the long form inside the brackets. */
const leadIn =
  /^(?:(?:also|here(?:in)?(?:after)?|henceforth|now|previously|formerly|i\.e\.|e\.g\.|or|termed|called|named|known as|abbreviated(?: as| to)?|denoted(?: as| by)?|designated(?: as)?|referred to as|aka|a\.k\.a\.|abbreviations?:?|for|the|an?),? |["'“”‘’])+/iu;

/**
 * The abbreviations that a text defines, in the order of their definitions: `long form (SF)` and `SF (long form)`, in
 * parentheses or square brackets, after Schwartz and Hearst (2003), "A simple algorithm for identifying abbreviation definitions in
 * biomedical text", Pacific Symposium on Biocomputing 8, 451-462. A definition never reaches beyond a sentence.
 */
export function findAbbreviations(sentences: readonly Sentence[]): readonly Abbreviation[] {
  return sentences.flatMap((sentence, index) => {
    if (!sentence.words.some(({ text }) => text === '(' || text === '[')) return [];
    const text = sentenceText(sentence);
    const all = bracketsOf(text);
    return all.flatMap((brackets) => {
      const found = definition(text, brackets, all);
      return found ? [{ ...found, sentence: index }] : [];
    });
  });
}

type Found = Omit<Abbreviation, 'sentence'>;

function definition(text: SentenceText, brackets: Brackets, all: readonly Brackets[]): Found | undefined {
  for (const [from, to] of parts(text, brackets)) {
    const found = longFormBefore(text, brackets, from, to, all);
    if (found) return found;
  }
  for (const [from, to] of parts(text, brackets)) {
    const found = longFormInside(text, brackets, from, to);
    if (found) return found;
  }
  return undefined;
}

/** What may be the form inside brackets: all of it without what leads in, and what stands before a comma or semicolon. */
function parts({ text, wordAt, sentence }: SentenceText, { open, close }: Brackets): readonly [number, number][] {
  const inside = text.slice(open + 1, close);
  const lead = /^\s*/.exec(inside)![0].length;
  const from = open + 1 + lead + (leadIn.exec(inside.slice(lead))?.[0].length ?? 0);
  const cut = [...inside].findIndex((_, at) => at > 0 && sentence.words[wordAt[open + 1 + at]!]?.cut === true);
  const ends = [close, /[;,:](?= |$)/.exec(text.slice(from, close))?.index, /[([]/.exec(text.slice(from, close))?.index]
    .flatMap((end, index) => (end === undefined ? [] : [index === 0 ? end : from + end]))
    .map((end) => (cut < 0 ? end : Math.min(end, open + 1 + cut)));
  const trimmed = ends.map((end): [number, number] => {
    const form = text.slice(from, end).replace(/[\s"'“”‘’.,;:]+$/u, '');
    return [from, from + form.length];
  });
  return trimmed.filter(
    ([start, end], index) => end > start && trimmed.findIndex((other) => other[1] === end) === index,
  );
}

/** `long form (SF)` */
function longFormBefore(
  text: SentenceText,
  { open, close }: Brackets,
  from: number,
  to: number,
  all: readonly Brackets[],
): Found | undefined {
  const shortForm = text.text.slice(from, to);
  if (open === 0 || !isShortForm(shortForm) || isUnit(shortForm)) return undefined;
  const characters = folded(singular(shortForm));
  const end = text.text[open - 1] === ' ' ? open - 1 : open;
  const spaced = end < open;
  // A definition in brackets before these ones is no part of the long form: `necrosis factor (TNF) (cachectin)`.
  const others = all.filter((other) => other.close < open);
  const first = windowStart(text, end, characters.length, others);
  if (first >= end) return undefined;
  const readable = (at: number) => !others.some((other) => other.aside && other.open <= at && at <= other.close);
  const found =
    sufficient(align(characters, text, first, end, readable), leastFor(shortForm, spaced)) ??
    sufficient(align(withoutNumber(characters), text, first, end, readable), enoughWithoutNumber);
  if (!found) return undefined;
  const start = beginning(text, first, found.start, others);
  return made(text, [from, to], [start, trimmedEnd(text.text, start, end)], [open, close], true);
}

/** The characters without a number at the end, which the long form may leave out: `X-box binding protein (XBP1)`. */
function withoutNumber(characters: string): string {
  const letters = characters.replace(/\d{1,2}$/, '');
  return letters.length >= 3 && letters !== characters ? letters : '';
}

function sufficient(found: Alignment | undefined, least: number): Alignment | undefined {
  return found && found.score >= least ? found : undefined;
}

function leastFor(shortForm: string, spaced: boolean): number {
  if (!spaced) return enoughUnspaced;
  if (isLowerCase(shortForm)) return enoughLowerCase;
  return shortForm.includes('/') ? enoughSeveral : enough;
}

/** `SF (long form)` */
function longFormInside(text: SentenceText, { open, close }: Brackets, from: number, to: number): Found | undefined {
  if (text.text[open - 1] !== ' ') return undefined;
  const [chunk = ''] = /[^\s"'“”‘’([]+$/u.exec(text.text.slice(0, open - 1)) ?? [];
  const shortForm = chunk;
  if (!isShortForm(shortForm) || !looksShort(shortForm) || isUnit(shortForm)) return undefined;
  const characters = folded(singular(shortForm));
  if (text.text.slice(from, to).split(' ').length > wordLimit(characters.length)) return undefined;
  const found = align(characters, text, from, to, () => true, true);
  if (!sufficient(found, enoughBehind)) return undefined;
  return made(text, [open - 1 - chunk.length, open - 1], [from, to], [open, close], false);
}

function made(
  text: SentenceText,
  short: readonly [number, number],
  long: readonly [number, number],
  [open, close]: readonly [number, number],
  shortInside: boolean,
): Found | undefined {
  const shortForm = text.text.slice(...short);
  const longForm = text.text.slice(...long);
  if (folded(longForm).length <= folded(singular(shortForm)).length || holds(longForm, singular(shortForm)))
    return undefined;
  // One name for another (`DBA/2J (D2)`) is no long form.
  if (!longForm.includes(' ') && !/\p{Ll}{4}/u.test(longForm)) return undefined;
  // `inversion time (TI)` turns two words round, and `time (TE) and repetition time (TR)` is a list.
  if (/^\p{L}{4}$/u.test(longForm) || /[)\]](?:,| and| or) /.test(longForm)) return undefined;
  for (let word = text.wordAt[long[0]]! + 1; word <= text.wordAt[long[1] - 1]!; word++) {
    if (text.sentence.words[word]!.cut) return undefined;
  }
  return {
    shortForm,
    longForm,
    short: sourceSpan(text, ...short),
    long: sourceSpan(text, ...long),
    brackets: sourceSpan(text, open, close + 1),
    shortInside,
  };
}

/** Whether a long form holds the short form as a word of its own. */
function holds(longForm: string, shortForm: string): boolean {
  const at = longForm.indexOf(shortForm);
  if (at < 0) return false;
  const letter = /[\p{L}\p{N}]/u;
  return !letter.test(longForm[at - 1] ?? ' ') && !letter.test(longForm[at + shortForm.length] ?? ' ');
}

function wordLimit(characters: number): number {
  return Math.min(characters + 5, characters * 2);
}

/** Where the long form may begin at the earliest: so many words before, and behind what it cannot reach across. */
function windowStart(
  { text, sentence, wordAt, starts }: SentenceText,
  end: number,
  characters: number,
  others: readonly Brackets[],
): number {
  let words = wordLimit(characters);
  let start = end;
  for (let index = wordAt[end - 1]!; index >= 0; index--) {
    const at = starts[index]!;
    const inside = others.find(({ open, close }) => open <= at && at <= close);
    if (inside) {
      start = inside.open;
      index = wordAt[start]!;
    } else {
      if (/^[;:.?!()[\]{}]$/.test(text[at]!) && sentence.words[index]!.text.length === 1 && !glued(at)) break;
      start = at;
    }
    const here = sentence.words[index]!;
    if (here.cut) break;
    if ((here.spaced || index === 0) && !inside && --words === 0) break;
  }
  return start;

  /** Whether a stop stands inside a name: `2.5`, `E.coli`, `3':5'`. */
  function glued(at: number): boolean {
    return !/[()[\]{}]/.test(text[at]!) && at + 1 < text.length && text[at + 1] !== ' ' && text[at - 1] !== ' ';
  }
}

/** Prefixes of a word that are no part of a name: `anti-tumor necrosis factor (TNF)`. */
const prefixes = /^(?:anti|pro|pre|post|pan|co|the|non|un)$/i;

/** Where the long form begins: with the chunk that holds the first match (`T` of `T-cell receptor (CR)`). */
function beginning(
  { text, sentence, wordAt, starts }: SentenceText,
  first: number,
  match: number,
  others: readonly Brackets[],
): number {
  const around = others.find(({ open, close }) => open < match && match < close);
  let index = wordAt[around ? around.open : match]!;
  while (!sentence.words[index]!.spaced && index > 0) {
    const before = starts[index - 1]!;
    // Brackets that are closed before the match are a part of the chunk (`N(6)-cyclopentyl`), and so is a prime, but no quotation mark.
    const whole = others.find(({ close, aside }) => close === before && !aside);
    const opens = /["'“”‘’]/u.test(text[before]!) && (sentence.words[index - 1]!.spaced || index === 1);
    if (before < first || opens || (!whole && /[([{/—–]/u.test(text[before]!))) break;
    const word = sentence.words[index - 1]!.text;
    if (prefixes.test(word)) break;
    // Another abbreviation before the hyphen: `PCR-restriction fragment length polymorphism (RFLP)`.
    if (looksShort(word)) return starts[wordAt[match]!]!;
    index = whole ? wordAt[whole.open]! : index - 1;
  }
  // A hyphen belongs to what stands before it.
  while (!/[\p{L}\p{N}([]/u.test(text[starts[index]!]!) && starts[index]! < match) index++;
  return starts[index]!;
}

function trimmedEnd(text: string, start: number, end: number): number {
  return start + text.slice(start, end).replace(/(?:[\s"“”‘’,]|(?<=\p{L})')+$/u, '').length;
}

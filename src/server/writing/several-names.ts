import { align, folded } from '../../concepts/abbreviations/align.ts';
import { sentenceText } from '../../concepts/abbreviations/sentence-text.ts';
import { isShortForm, looksShort } from '../../concepts/abbreviations/short-form.ts';
import { keysOf } from '../../concepts/names/keys.ts';
import { splitIntoWords } from '../../text/words.ts';
import { quoted } from './definitions.ts';
import { capitalised, inOrder } from './edits.ts';
import { grouped } from './grouped.ts';
import { renamed, type SureMention, sureMentions } from './mentions.ts';
import { plainWords } from './plain-words.ts';
import type { WritingFix, WritingProblem } from './problem.ts';
import type { WritingText } from './writing-text.ts';

/** One name of a concept, and where the paper uses it. */
interface Name {
  /** Its usual spelling here. */
  readonly text: string;
  readonly mentions: readonly SureMention[];
}

/** Words by which every author varies the style; two of them are no two names. */
const general = new Set(
  'cancer cancers carcinoma malignancy malignancies malignant neoplasm neoplasms neoplasia neoplastic tumor tumors tumour tumours tumorigenesis death deaths disease diseases illness infection infections injury injuries pain toxicity mass human humans man men woman women patient patients people person persons child children participant participants subject subjects infant infants'.split(
    ' ',
  ),
);

/** Concepts that a paper calls by two names which no reader would take for one. */
export function severalNames(text: WritingText): readonly WritingProblem[] {
  const byConcept = grouped(sureMentions(text), ({ link, type }) => `${type} ${link.concept}`);
  return [...byConcept.values()].flatMap((mentions) => {
    const names = namesOf(text, mentions);
    const [main, ...others] = names;
    if (!main) return [];
    return others
      .filter((other) => names.every((name) => name === other || differ(name, other)))
      .map((other) => problem(text, main, other));
  });
}

/** The names of one concept, the most frequent first. Spellings that share a key are one name, and so are abbreviations and their long forms. */
function namesOf(text: WritingText, mentions: readonly SureMention[]): readonly Name[] {
  const groups: { readonly keys: Set<string>; readonly mentions: SureMention[] }[] = [];
  for (const mention of mentions) {
    const full = longFormOf(text, mention) ?? mention.mention;
    const keys = [mention.mention, full].flatMap((name) => keysOf(name));
    const same = groups.filter((group) => keys.some((key) => group.keys.has(key)));
    const [first, ...rest] = same;
    if (!first) {
      groups.push({ keys: new Set(keys), mentions: [mention] });
      continue;
    }
    for (const other of rest) {
      for (const key of other.keys) first.keys.add(key);
      first.mentions.push(...other.mentions);
      groups.splice(groups.indexOf(other), 1);
    }
    for (const key of keys) first.keys.add(key);
    first.mentions.push(mention);
  }
  return groups
    .map((group) => ({ text: usual(text, group.mentions), mentions: group.mentions.sort((a, b) => a.start - b.start) }))
    .sort((a, b) => b.mentions.length - a.mentions.length || a.mentions[0]!.start - b.mentions[0]!.start);
}

function longFormOf({ abbreviations }: WritingText, { mention, start, longForm }: SureMention): string | undefined {
  return longForm ?? abbreviations.longFormOf(mention, start)?.longForm;
}

/** The spelling that is most frequent, one inside a sentence rather than at its beginning. */
function usual(text: WritingText, mentions: readonly SureMention[]): string {
  const counts = new Map<string, number>();
  for (const { mention, start } of mentions) {
    counts.set(mention, (counts.get(mention) ?? 0) + (beginsSentence(text, start) ? 0.9 : 1));
  }
  return [...counts].sort((a, b) => b[1] - a[1])[0]![0];
}

function beginsSentence({ sentences }: WritingText, offset: number): boolean {
  return sentences.some(({ start }) => start === offset);
}

/** Whether two names of a concept are so different that a reader may take them for two things. */
function differ(a: Name, b: Name): boolean {
  return [a, b].every(({ text, mentions }) => isName(text, mentions[0]!.type)) && unlike(a.text, b.text);
}

function isName(name: string, type: string): boolean {
  const words = plainWords(name);
  if (words.every((word) => general.has(word))) return false;
  // Authors say mice, rats and patients; two Latin names are two names.
  return !/^(?:species|organism)$/i.test(type) || /^\p{Lu}\p{Ll}+ \p{Ll}{3,}/u.test(name);
}

function unlike(a: string, b: string): boolean {
  // A symbol and a full name are a name and its abbreviation, whether or not the text says so.
  const short = (name: string) => !name.includes(' ') && (looksShort(name) || (isShortForm(name) && name.length < 5));
  if (short(a) !== short(b)) return false;
  if (abbreviates(a, b) || abbreviates(b, a)) return false;
  const [left, right] = [plainWords(a), plainWords(b)];
  if (left.some((word) => general.has(word)) && right.some((word) => general.has(word)) && sharesStem(left, right))
    return false;
  const [shorter, longer] = left.length <= right.length ? [left, right] : [right, left];
  // `hepatitis B` is short for `hepatitis B virus infection`, `leukemic` is of `leukemia`.
  if (shorter.every((word) => longer.some((other) => alike(word, other)))) return false;
  const [plain, other] = [folded(a), folded(b)];
  return !plain.includes(other) && !other.includes(plain);
}

function sharesStem(a: readonly string[], b: readonly string[]): boolean {
  return a.some((word) => !general.has(word) && b.some((other) => alike(word, other)));
}

/** Whether two words begin alike, so that one is an inflection or derivation of the other. */
function alike(a: string, b: string): boolean {
  if (a === b) return true;
  let shared = 0;
  while (shared < a.length && a[shared] === b[shared]) shared++;
  return shared >= 4 && shared >= Math.min(a.length, b.length) - 3;
}

function abbreviates(short: string, long: string): boolean {
  if (!isShortForm(short) || folded(short).length >= folded(long).length) return false;
  const words = splitIntoWords(long);
  if (words.length === 0) return false;
  const text = sentenceText({ start: 0, end: long.length, words });
  return align(folded(short), text, 0, text.text.length, () => true) !== undefined;
}

function problem(text: WritingText, main: Name, other: Name): WritingProblem {
  const first = other.mentions[0]!;
  const fixes = [
    ...fix(
      text,
      `Write “${main.text}” everywhere (${other.mentions.length} times)`,
      other.mentions.length > 1 ? other.mentions : [],
      main,
    ),
    ...fix(text, `Write “${main.text}” here`, [first], main),
    ...fix(text, `Write “${other.text}” everywhere (${main.mentions.length} times)`, main.mentions, other),
  ];
  return {
    code: 'severalNames',
    span: { start: first.start, end: first.end },
    message: `${first.link.name} has two names here: ${counted(main)} and ${counted(other)}.`,
    related: [{ span: main.mentions[0]!, message: `${quoted(main.text)} is used here first.` }],
    fixes,
  };
}

function counted({ text, mentions }: Name): string {
  return `${quoted(text)} (${mentions.length === 1 ? 'once' : `${mentions.length} times`})`;
}

/** Writes one name in the place of all those mentions; nothing where one of them cannot be edited. */
function fix(text: WritingText, title: string, mentions: readonly SureMention[], name: Name): readonly WritingFix[] {
  if (mentions.length === 0) return [];
  const edits = mentions.flatMap((mention) => {
    const written = inNumber(mention.mention, name);
    const edit = renamed(text, mention, beginsSentence(text, mention.start) ? capitalised(written) : written);
    return edit ? [edit] : [];
  });
  const sorted = edits.length === mentions.length ? inOrder(edits) : undefined;
  return sorted ? [{ title, edits: sorted }] : [];
}

/** A name in singular or plural as what it replaces, as far as the paper has both. */
function inNumber(replaced: string, { text, mentions }: Name): string {
  const plural = (name: string) => /(?<![isu])s$/i.test(name);
  if (plural(replaced) === plural(text)) return text;
  return mentions.find(({ mention }) => plural(mention) === plural(replaced))?.mention ?? text;
}

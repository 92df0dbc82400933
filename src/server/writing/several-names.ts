import { folded } from '../../concepts/abbreviations/align.ts';
import { keysOf } from '../../concepts/names/keys.ts';
import { quoted } from './definitions.ts';
import { capitalised, inOrder } from './edits.ts';
import { grouped } from './grouped.ts';
import { renamed, type SureMention, sureMentions } from './mentions.ts';
import type { WritingFix, WritingProblem } from './problem.ts';
import { areUnlike, isDistinctive } from './unlike-names.ts';
import type { WritingTerms, WritingText } from './writing-text.ts';

/** One name of a concept, and where the paper uses it. */
interface Name {
  /** Its usual spelling here. */
  readonly text: string;
  readonly mentions: readonly SureMention[];
  /** The mentions but those whose sentence has another name, too, and so tells the reader that they are one: `NEMO (IKKγ)`. */
  readonly apart: readonly SureMention[];
}

/** Names that an author uses this often of a gene are two; a symbol beside a protein's name once is usual. */
const leastOfGene = 2;

/**
 * Concepts that a paper calls by two names that a reader could take for two things. Only names that a terminology has for the concept
 * count, in sentences of their own; an abbreviation and its long form, inflections and spellings are one name.
 */
export function severalNames(text: WritingText): readonly WritingProblem[] {
  const terms = text.links?.terms;
  if (!terms) return [];
  const byConcept = grouped(sureMentions(text), ({ link, type }) => `${type} ${link.concept}`);
  return [...byConcept.values()].flatMap((mentions) => {
    if (new Set(mentions.map(({ mention }) => mention)).size < 2) return [];
    const known = knownNames(terms, mentions[0]!);
    const names = namesOf(
      text,
      mentions.filter((mention) => keysFor(text, mention).some(([key]) => key !== undefined && known.has(key))),
    );
    const [main, ...others] = names;
    if (!main) return [];
    return others
      .filter(
        (other) => isEnough(other) && isEnough(main) && names.every((name) => name === other || differ(name, other)),
      )
      .map((other) => problem(text, main, other));
  });
}

function isEnough({ apart }: Name): boolean {
  return apart.length >= (isGene(apart[0]?.type ?? '') ? leastOfGene : 1);
}

function isGene(type: string): boolean {
  return /^gene/i.test(type);
}

/** The first keys of what a concept is called in the terminologies. */
function knownNames(terms: WritingTerms, { link }: SureMention): ReadonlySet<string> {
  const names = link.identifiers.flatMap((identifier) => {
    const concept = terms.concept(identifier);
    if (!concept) return [];
    const same = concept.names.filter(({ kind }) => kind !== 'related' && kind !== 'broad' && kind !== 'narrow');
    return [concept.name, ...same.map((name) => name.text)];
  });
  return new Set(names.flatMap((name) => keysOf(name).slice(0, 1)));
}

/** Keys of a mention, and of the long form that it stands for. */
function keysFor(
  { abbreviations }: WritingText,
  { mention, start, longForm }: SureMention,
): readonly (readonly string[])[] {
  const full = longForm ?? abbreviations.longFormOf(mention, start)?.longForm;
  return full === undefined ? [keysOf(mention)] : [keysOf(mention), keysOf(full)];
}

/** The names of one concept, the most frequent first. Spellings that share a key are one name, and so are abbreviations and their long forms. */
function namesOf(text: WritingText, mentions: readonly SureMention[]): readonly Name[] {
  const groups: { readonly keys: Set<string>; readonly mentions: SureMention[] }[] = [];
  for (const mention of mentions) {
    const keys = keysFor(text, mention).flat();
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
  const sentences = groups.map((group) => new Set(group.mentions.map(({ sentence }) => sentence)));
  return groups
    .map((group, index) => {
      const sorted = group.mentions.sort((a, b) => a.start - b.start);
      const others = sentences.filter((_, other) => other !== index);
      const apart = sorted.filter(({ sentence }) => !others.some((other) => other.has(sentence)));
      return { text: usual(sorted), mentions: sorted, apart };
    })
    .sort((a, b) => b.mentions.length - a.mentions.length || a.mentions[0]!.start - b.mentions[0]!.start);
}

/** The spelling that is most frequent, one inside a sentence rather than at its beginning. */
function usual(mentions: readonly SureMention[]): string {
  const counts = new Map<string, number>();
  for (const { mention, first } of mentions) {
    counts.set(mention, (counts.get(mention) ?? 0) + (first ? 0.9 : 1));
  }
  return [...counts].sort((a, b) => b[1] - a[1])[0]![0];
}

function differ(a: Name, b: Name): boolean {
  const { type, link } = a.mentions[0]!;
  const gene = isGene(type);
  // The approved symbol is the gene's, another name is often the protein's.
  const approved = (name: Name) => gene && folded(name.text) === folded(link.name);
  if (approved(a) || approved(b)) return false;
  return [a, b].every(({ text }) => isDistinctive(text, type)) && areUnlike(a.text, b.text, gene);
}

function problem(text: WritingText, main: Name, other: Name): WritingProblem {
  const first = other.apart[0]!;
  const times = (name: Name) => (name.apart.length === 1 ? '' : ` (${name.apart.length} times)`);
  const fixes = [
    ...fix(text, `Write “${main.text}” instead of “${other.text}”${times(other)}`, other.apart, main),
    ...(other.apart.length > 1 ? fix(text, `Write “${main.text}” here`, [first], main) : []),
    ...fix(text, `Write “${other.text}” instead of “${main.text}”${times(main)}`, main.apart, other),
  ];
  return {
    code: 'severalNames',
    span: { start: first.start, end: first.end },
    message: `${first.link.name} has two names here: ${counted(main)} and ${counted(other)}.`,
    related: [{ span: main.apart[0]!, message: `${quoted(main.text)} is used here.` }],
    fixes,
  };
}

function counted({ text, mentions }: Name): string {
  return `${quoted(text)} (${mentions.length === 1 ? 'once' : `${mentions.length} times`})`;
}

/** Writes one name in the place of all those mentions; nothing where one of them cannot be edited. */
function fix(text: WritingText, title: string, mentions: readonly SureMention[], name: Name): readonly WritingFix[] {
  const edits = mentions.flatMap((mention) => {
    const written = inNumber(mention.mention, name);
    const edit = renamed(text, mention, mention.first ? capitalised(written) : written);
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

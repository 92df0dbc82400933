import type { Concept } from '../../concepts/concept.ts';
import { keysOf } from '../../concepts/names/keys.ts';
import { quoted } from './definitions.ts';
import { inOrder } from './edits.ts';
import { grouped } from './grouped.ts';
import { renamed, type SureMention, sureMentions } from './mentions.ts';
import type { WritingFix, WritingProblem } from './problem.ts';
import type { WritingTerms, WritingText } from './writing-text.ts';

/** Symbols of genes that were withdrawn, or replaced by an approved one, as far as they mean nothing else. */
export function previousSymbols(text: WritingText): readonly WritingProblem[] {
  const terms = text.links?.terms;
  if (!terms) return [];
  const symbols = sureMentions(text).filter(({ type, mention }) => /^gene/i.test(type) && isSymbol(mention));
  const groups = grouped(symbols, ({ mention, link }) => `${link.concept} ${mention}`);
  return [...groups.values()].flatMap((mentions) => {
    const [first] = mentions;
    // The paper may mean something of its own.
    if (!first || text.abbreviations.has(first.mention)) return [];
    const approved = approvedOf(terms, first);
    return approved === undefined ? [] : [problem(text, mentions, approved)];
  });
}

function isSymbol(mention: string): boolean {
  return /^(?=.*\p{Lu}|.*\p{N})[\p{L}\p{N}-]{2,15}$/u.test(mention);
}

/** The symbol that stands in the place of a mention's; undefined if it is approved itself, or could mean another gene. */
function approvedOf(terms: WritingTerms, { mention, link }: SureMention): string | undefined {
  const same = (name: string) => name.toLowerCase() === mention.toLowerCase();
  const concepts = link.identifiers.flatMap((identifier) => terms.concept(identifier) ?? []);
  for (const concept of concepts) {
    const approved = replacementOf(terms, concept, same);
    if (approved === undefined || same(approved.name) || !isSymbol(approved.name)) continue;
    const mine = new Set([...link.identifiers, approved.identifier]);
    const rivals = terms
      .withKey(keysOf(mention))
      .filter((other) => same(other.name) && !mine.has(other.identifier) && !other.withdrawn);
    const rival = rivals.some(({ species }) => species === undefined || species === concept.species);
    return rival ? undefined : approved.name;
  }
  return undefined;
}

function replacementOf(terms: WritingTerms, concept: Concept, same: (name: string) => boolean): Concept | undefined {
  if (concept.withdrawn) {
    const [only, another] = concept.withdrawn;
    return only === undefined || another !== undefined ? undefined : terms.concept(only);
  }
  const kinds = concept.names.filter(({ text }) => same(text)).map(({ kind }) => kind);
  return kinds.length > 0 && kinds.every((kind) => kind === 'previous') ? concept : undefined;
}

function problem(text: WritingText, mentions: readonly SureMention[], approved: string): WritingProblem {
  const first = mentions[0]!;
  const times = mentions.length;
  return {
    code: 'previousSymbol',
    span: { start: first.start, end: first.end },
    message: `${quoted(first.mention)} is a previous symbol of ${quoted(approved)}.`,
    related: mentions.slice(1, 6).map((mention) => ({ span: mention, message: 'It is used here, too.' })),
    fixes: [
      ...(times > 1 ? fix(text, `Write “${approved}” everywhere (${times} times)`, mentions, approved) : []),
      ...fix(text, `Write “${approved}” here`, [first], approved),
    ],
  };
}

function fix(
  text: WritingText,
  title: string,
  mentions: readonly SureMention[],
  approved: string,
): readonly WritingFix[] {
  const edits = mentions.flatMap((mention) => renamed(text, mention, approved) ?? []);
  const sorted = edits.length === mentions.length ? inOrder(edits) : undefined;
  return sorted ? [{ title, edits: sorted }] : [];
}

import type { Concept } from '../../../src/concepts/concept.ts';
import type { Link, Linked } from '../../../src/concepts/link/linker.ts';
import { keysOf } from '../../../src/concepts/names/keys.ts';
import type { NamedConcept } from '../../../src/concepts/store/store.ts';
import type { Entity } from '../../../src/core/entity.ts';
import type { Language } from '../../../src/core/words.ts';
import {
  type WritingCode,
  type WritingFix,
  type WritingProblem,
  writingCodes,
} from '../../../src/server/writing/problem.ts';
import { writingProblems } from '../../../src/server/writing/rules.ts';
import { type PaperLinks, type WritingTerms, writingText } from '../../../src/server/writing/writing-text.ts';
import { readSentences } from '../../../src/text/reader.ts';

export interface Given {
  readonly language?: Language;
  readonly entities?: readonly Entity[];
  readonly links?: PaperLinks;
  readonly codes?: readonly WritingCode[];
}

export function problemsOf(source: string, given: Given = {}): readonly WritingProblem[] {
  const { language = 'markdown', entities = [], links, codes = writingCodes } = given;
  return writingProblems(writingText(source, language, readSentences(source, language), entities, links), codes);
}

/** Problems of one rule as `text: message`. */
export function told(source: string, code: WritingCode, given: Given = {}): string[] {
  return problemsOf(source, { ...given, codes: [code] }).map(
    ({ span, message }) => `${source.slice(span.start, span.end)}: ${message}`,
  );
}

export function applied(source: string, { edits }: WritingFix): string {
  return edits
    .toReversed()
    .reduce((text, { start, end, text: put }) => text.slice(0, start) + put + text.slice(end), source);
}

/** What the first fix of the only problem of a rule makes of a text; undefined where it has none. */
export function fixed(source: string, code: WritingCode, given: Given = {}): string | undefined {
  const problems = problemsOf(source, { ...given, codes: [code] });
  if (problems.length !== 1) throw new Error(`${problems.length} problems`);
  const [fix] = problems[0]!.fixes;
  return fix && applied(source, fix);
}

export function concept(identifier: string, name: string, more: Partial<Concept> = {}): Concept {
  const base = { identifier, terminology: 'test', name, types: ['Gene'], names: [], xrefs: [], parents: [] };
  return { ...base, ...more };
}

/** A terminology of a few concepts. */
export function termsOf(concepts: readonly Concept[]): WritingTerms {
  return {
    concept: (identifier) => concepts.find((each) => each.identifier === identifier),
    withKey: (keys) =>
      concepts.flatMap((each) =>
        [{ text: each.name, kind: 'preferred' as const }, ...each.names]
          .filter(({ text }) => keysOf(text).some((key) => keys.includes(key)))
          .map(({ text, kind }): NamedConcept => {
            const { identifier, terminology, types, species, withdrawn } = each;
            const named = { identifier, terminology, types, preferred: each.name, name: text, kind };
            return { ...named, withdrawn: withdrawn !== undefined, ...(species === undefined ? {} : { species }) };
          }),
      ),
  };
}

/** Every place where one of the names stands, as an entity that means the concept which the name is mapped to. */
export function mentionsIn(
  source: string,
  type: string,
  names: Readonly<Record<string, Concept>>,
  link: Partial<Link> = {},
): { readonly entities: readonly Entity[]; readonly links: PaperLinks } {
  const found = Object.entries(names)
    .flatMap(([name, meant]) => {
      const pattern = new RegExp(`(?<![\\p{L}\\p{N}])${name}(?![\\p{L}\\p{N}])`, 'gu');
      return [...source.matchAll(pattern)].map(({ index }) => ({
        name,
        meant,
        start: index,
        end: index + name.length,
      }));
    })
    .sort((a, b) => a.start - b.start);
  const linked = found.map(({ name, meant }): Linked => {
    const { identifier } = meant;
    const one: Link = {
      concept: identifier,
      identifiers: [identifier],
      name: meant.name,
      matched: name,
      kind: 'exact',
      score: 1,
    };
    return { links: [{ ...one, ...link }], candidates: [] };
  });
  const entities = found.map(({ name, start, end }) => ({ start, end, type, mention: name, score: 1 }));
  return { entities, links: { linked, terms: termsOf([...new Set(Object.values(names))]) } };
}

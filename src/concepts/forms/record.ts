import { quoted } from '../../core/quote.ts';
import type { ConceptName, ConceptRecord, NameKind } from '../concept.ts';
import { identifierOf, namespaceOf } from '../namespaces.ts';

/** In UTF-16 units; nobody writes a longer one in a text, and names of some files are whole sequences. */
export const longestName = 1000;

/** What a reader has found of a concept, as the file writes it; the record is made of it. */
export interface ConceptDraft {
  readonly identifier: string;
  readonly name: string;
  readonly types: readonly string[];
  readonly names: readonly ConceptName[];
  readonly definition?: string | undefined;
  /** Identifiers in any spelling; those that are publications, free text or none are left out. */
  readonly xrefs?: readonly string[];
  readonly parents?: readonly string[];
  readonly species?: string | undefined;
  readonly withdrawn?: readonly string[] | undefined;
  readonly line: number;
}

/**
 * A record with its identifiers as a store has them, white space in its texts single, and nothing in it twice: a name
 * that comes again, or is the preferred one, is left out, and so is a cross reference to itself.
 */
export function conceptRecord(draft: ConceptDraft): ConceptRecord {
  const identifier = identifierOf(draft.identifier);
  const name = singleSpaced(draft.name);
  const definition = singleSpaced(draft.definition ?? '');
  const species = draft.species === undefined ? '' : identifierOf(draft.species);
  const others = (written: readonly string[]) => [...new Set(written.map((each) => identifierOf(each)))];
  return {
    identifier,
    name,
    types: [...new Set(draft.types)],
    names: namesOf(name, draft.names),
    ...(definition === '' ? {} : { definition }),
    xrefs: others(draft.xrefs ?? []).filter((each) => each !== identifier && isConcept(each)),
    parents: others(draft.parents ?? []).filter((each) => each !== identifier && each !== ''),
    ...(species === '' ? {} : { species }),
    ...(draft.withdrawn ? { withdrawn: others(draft.withdrawn).filter((each) => each !== identifier) } : {}),
    line: draft.line,
  };
}

/** What is wrong with a concept that is said to be a kind of itself; undefined where it is not. */
export function ownParentProblem(identifier: string, parents: readonly string[]): string | undefined {
  const own = identifierOf(identifier);
  if (!parents.some((parent) => identifierOf(parent) === own)) return undefined;
  return `a cycle of parents: ${quoted(own)} is a ${quoted(own)}: remove this relation`;
}

/** What some kinds of names say is more than what others say of the same text. */
const rank: Record<NameKind, number> = {
  preferred: 0,
  symbol: 1,
  abbreviation: 2,
  synonym: 3,
  previous: 4,
  narrow: 5,
  broad: 6,
  related: 7,
};

function namesOf(preferred: string, names: readonly ConceptName[]): readonly ConceptName[] {
  const found = new Map<string, NameKind>();
  for (const { text, kind } of names) {
    const written = singleSpaced(text);
    if (written === '' || written === preferred || written.length > longestName) continue;
    const before = found.get(written);
    if (before === undefined || rank[kind] < rank[before]) found.set(written, kind);
  }
  return [...found].map(([text, kind]) => ({ text, kind }));
}

/** Whether an identifier is of a concept: it has a prefix, and is neither an address nor of a publication. */
function isConcept(identifier: string): boolean {
  if (!/^[A-Za-z][\w.-]*:[^\s/]\S*$/.test(identifier)) return false;
  return namespaceOf(identifier)?.isPublication !== true;
}

function singleSpaced(text: string): string {
  // Nearly all are so already, and there are millions.
  return /\s\s|[^\S ]|^\s|\s$/.test(text) ? text.replaceAll(/\s+/g, ' ').trim() : text;
}

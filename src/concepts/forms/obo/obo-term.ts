import { quoted } from '../../../core/quote.ts';
import type { ConceptName, NameKind } from '../../concept.ts';
import { type ConceptDraft, ownParentProblem } from '../record.ts';
import { leadingString, leadingWord, type OboLine, unescapeObo } from './obo-line.ts';

/** More lines than any stanza has that is one. */
const longestStanza = 200_000;

const scopes: ReadonlyMap<string, NameKind> = new Map([
  ['EXACT', 'synonym'],
  ['RELATED', 'related'],
  ['BROAD', 'broad'],
  ['NARROW', 'narrow'],
]);

/** OBO 1.0's tags for synonyms. */
const tagScopes: ReadonlyMap<string, string> = new Map([
  ['synonym', 'RELATED'],
  ['exact_synonym', 'EXACT'],
  ['related_synonym', 'RELATED'],
  ['broad_synonym', 'BROAD'],
  ['narrow_synonym', 'NARROW'],
]);

/**
 * The kind of a name by its scope and by its type, which ontologies name themselves or take from OMO
 * (http://purl.obolibrary.org/obo/omo.owl: 3000 abbreviation, 3012 acronym, 3008 previous name).
 */
export function kindOfSynonym(scope: string, type: string): NameKind {
  const kind = scopes.get(scope) ?? 'related';
  if (kind !== 'synonym') return kind;
  if (/abbrev|acronym|OMO[:_]00030(?:00|12)/i.test(type)) return 'abbreviation';
  return /previous|formerly|OMO[:_]0003008/i.test(type) ? 'previous' : kind;
}

/** What is known of the term of a stanza, line by line. */
export class OboTerm {
  /** Of its head, `[Term]`. */
  readonly line: number;
  #id: string | undefined;
  #name: string | undefined;
  #definition: string | undefined;
  #obsolete = false;
  #lines = 0;
  readonly #names: ConceptName[] = [];
  readonly #xrefs: string[] = [];
  readonly #parents: string[] = [];
  readonly #replacements: string[] = [];

  constructor(line: number) {
    this.line = line;
  }

  /** @returns what is wrong with the line; undefined if nothing is. */
  add({ tag, value, qualifiers }: OboLine): string | undefined {
    if (++this.#lines > longestStanza) return `a stanza of more than ${longestStanza} lines`;
    switch (tag) {
      case 'id':
        if (this.#id !== undefined) return `a second id, ${quoted(value)}, in one stanza; begin a new one with [Term]`;
        if (value === '') return 'the id is empty';
        this.#id = leadingWord(value);
        return undefined;
      case 'name':
        this.#name ??= unescapeObo(value);
        return undefined;
      case 'def': {
        const string = leadingString(value);
        if (!string) return `a definition stands in quotation marks, not ${quoted(value)}`;
        this.#definition ??= string.text;
        return undefined;
      }
      case 'xref':
      case 'xref_analog':
        if (isSame(qualifiers)) this.#xrefs.push(leadingWord(value));
        return undefined;
      case 'alt_id':
        this.#xrefs.push(leadingWord(value));
        return undefined;
      case 'is_a':
        this.#parents.push(leadingWord(value));
        return undefined;
      case 'is_obsolete':
        this.#obsolete = value === 'true';
        return undefined;
      case 'replaced_by':
        this.#replacements.push(leadingWord(value));
        return undefined;
      case 'property_value':
        this.#addProperty(value);
        return undefined;
      default: {
        const scope = tagScopes.get(tag);
        return scope === undefined ? undefined : this.#addSynonym(value, scope);
      }
    }
  }

  /** The term; what is wrong if it is none. */
  end(): Omit<ConceptDraft, 'types'> | string {
    if (this.#id === undefined) return 'a term without an id';
    const problem = ownParentProblem(this.#id, this.#parents);
    if (problem !== undefined) return problem;
    return {
      identifier: this.#id,
      name: this.#name ?? '',
      names: this.#names,
      definition: this.#definition,
      xrefs: this.#xrefs,
      parents: this.#parents,
      withdrawn: this.#obsolete ? this.#replacements : undefined,
      line: this.line,
    };
  }

  #addSynonym(value: string, byTag: string): string | undefined {
    const string = leadingString(value);
    if (!string) return `a synonym stands in quotation marks, not ${quoted(value)}`;
    const [, scope = byTag, type = ''] = /^(?:(EXACT|RELATED|BROAD|NARROW)\b)?\s*([^\s[]*)/.exec(string.rest) ?? [];
    this.#names.push({ text: string.text, kind: kindOfSynonym(scope, type) });
    return undefined;
  }

  #addProperty(value: string): void {
    const property = leadingWord(value);
    if (!/^(?:skos:|http:\/\/www\.w3\.org\/2004\/02\/skos\/core#)?exactMatch$/.test(property)) return;
    const rest = value.slice(value.search(/\s|$/)).trim();
    this.#xrefs.push(leadingString(rest)?.text ?? leadingWord(rest));
  }
}

/**
 * Whether a cross reference is to the same concept. Mondo says with each in what relation it is: `MONDO:equivalentTo`, or
 * `MONDO:relatedTo`, `MONDO:mondoIsNarrowerThanSource` and others.
 */
function isSame(qualifiers: string): boolean {
  const relations = qualifiers.match(/"MONDO:[A-Za-z]\w*"/g);
  return !relations || relations.some((relation) => /equivalent/i.test(relation));
}

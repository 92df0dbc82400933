import type { ConceptName, ConceptRecord, NameKind } from '../../concept.ts';
import { conceptRecord } from '../record.ts';

/** A term of MeSH as its files give it. */
export interface MeshTerm {
  readonly text: string;
  /** `ABB`, `ACR`, `NON` … (https://www.nlm.nih.gov/mesh/xml_data_elements.html). */
  readonly lexicalTag: string;
  /** Whether a machine made it of another term by turning its words around. */
  readonly isPermuted: boolean;
  /** How its concept stands to the preferred one: `NRW`, `BRD`, `REL`; '' or `EQV` if it is the same. */
  readonly relation: string;
}

/** A record of MeSH, a descriptor or a supplementary concept, out of either of its forms. */
export interface MeshRecord {
  /** `D003924`, `C535290`. */
  readonly identifier: string;
  readonly name: string;
  readonly types: readonly string[];
  readonly terms: readonly MeshTerm[];
  readonly definition?: string | undefined;
  /** Of the preferred concept: CAS, UNII, EC, `txid9606`. */
  readonly registryNumbers: readonly string[];
  /** `52665-69-7 (Calcimycin)`. */
  readonly relatedNumbers: readonly string[];
  /** Identifiers of descriptors. */
  readonly parents: readonly string[];
  readonly line: number;
}

const kindOfRelation: Readonly<Record<string, NameKind>> = { NRW: 'narrow', BRD: 'broad', REL: 'related' };

/**
 * A record of MeSH as a concept. Terms of concepts that are narrower than the preferred one are kept as such: papers are
 * indexed by the descriptor where they speak of them. Permuted terms are kept unless they are inverted (`Neoplasm, Breast`):
 * where the heading itself is inverted (`Anemia, Hemolytic`), the permuted term is what people write.
 */
export function meshConcept(record: MeshRecord): ConceptRecord {
  const names = record.terms.flatMap(({ text, lexicalTag, isPermuted, relation }): readonly ConceptName[] => {
    if (isPermuted && text.includes(', ')) return [];
    const isShort = lexicalTag === 'ABB' || lexicalTag === 'ACR';
    return [{ text, kind: kindOfRelation[relation] ?? (isShort ? 'abbreviation' : 'synonym') }];
  });
  const same = new Set(
    [record.name, ...names.flatMap(({ text, kind }) => (kind === 'synonym' ? [text] : []))].map((text) =>
      text.toLowerCase(),
    ),
  );
  return conceptRecord({
    identifier: `MESH:${record.identifier}`,
    name: record.name,
    types: record.types,
    names,
    definition: record.definition,
    xrefs: [
      ...record.registryNumbers.flatMap(registryIdentifier),
      ...record.relatedNumbers.flatMap((related) => {
        // Numbers of salts and isomers stand there too, named as such.
        const [, number = '', about] = /^\s*(\S+(?: [\d.-]+)?)\s*(?:\((.*)\))?\s*$/s.exec(related) ?? [];
        return about === undefined || same.has(about.trim().toLowerCase()) ? registryIdentifier(number) : [];
      }),
    ],
    parents: record.parents.map((parent) => `MESH:${parent}`),
    line: record.line,
  });
}

/** A registry number as an identifier; none for `0`, which stands for none. */
function registryIdentifier(written: string): readonly string[] {
  const number = written.trim();
  if (/^\d{2,7}-\d\d-\d$/.test(number)) return [`CAS:${number}`];
  const [, enzyme] = /^EC\s*(\d+(?:\.[\dn-]+){0,3})$/.exec(number) ?? [];
  if (enzyme !== undefined) return [`EC:${enzyme}`];
  const [, taxon] = /^txid(\d+)$/.exec(number) ?? [];
  if (taxon !== undefined) return [`NCBITaxon:${taxon}`];
  return /^(?=.*\d)[A-Z\d]{10}$/.test(number) ? [`UNII:${number}`] : [];
}

/** Notes of chemists that define nothing. */
const emptyNote =
  /^(?:structure (?:is )?(?:given )?in first source|RN (?:given )?(?:refers to|from|for) [^;.]*)[\s;.]*$/i;

/** The note of a supplementary concept, if it says what the concept is. */
export function definitionInNote(note: string | undefined): string | undefined {
  return note === undefined || emptyNote.test(note.trim()) ? undefined : note;
}

/** A record's name is one of its terms as well; the identifier is a letter and at least six digits. */
export function isMeshIdentifier(text: string): boolean {
  return /^[A-Z]\d{6,10}$/.test(text);
}

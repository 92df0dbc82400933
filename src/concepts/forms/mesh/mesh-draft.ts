import type { MeshTerm } from './mesh-record.ts';

/** A concept of a record of MeSH's XML, while it is read. */
export interface DraftConcept {
  readonly isPreferred: boolean;
  identifier: string;
  scopeNote?: string;
  readonly registryNumbers: string[];
  readonly relatedNumbers: string[];
  /** The second concept is narrower (`NRW`), broader (`BRD`) or related (`REL`) to the first. */
  readonly relations: { readonly name: string; from?: string; to?: string }[];
  readonly terms: { text: string; readonly lexicalTag: string; readonly isPermuted: boolean }[];
}

export function isPreferred({ isPreferred }: DraftConcept): boolean {
  return isPreferred;
}

const inverse: Readonly<Record<string, string>> = { NRW: 'BRD', BRD: 'NRW', REL: 'REL' };

/** A record of MeSH's XML, while it is read. */
export class DraftRecord {
  readonly line: number;
  /** SCRClass; '' for a descriptor. */
  readonly recordClass: string;
  readonly isDescriptor: boolean;
  identifier = '';
  name = '';
  note?: string;
  readonly treeNumbers: string[] = [];
  /** Identifiers of descriptors that a supplementary concept is indexed by. */
  readonly mappedTo: string[] = [];
  readonly concepts: DraftConcept[] = [];

  constructor(line: number, isDescriptor: boolean, recordClass: string) {
    this.line = line;
    this.isDescriptor = isDescriptor;
    this.recordClass = recordClass;
  }

  addConcept(isPreferred: boolean): DraftConcept {
    const concept: DraftConcept = {
      isPreferred,
      identifier: '',
      registryNumbers: [],
      relatedNumbers: [],
      relations: [],
      terms: [],
    };
    this.concepts.push(concept);
    return concept;
  }

  /** The terms of all concepts, those of the preferred one first. */
  terms(): readonly MeshTerm[] {
    const preferred = this.concepts.find(isPreferred);
    const relations = this.concepts.flatMap((concept) => concept.relations);
    const order = [...this.concepts].sort((one, other) => Number(other.isPreferred) - Number(one.isPreferred));
    return order.flatMap((concept) => {
      const to = concept.identifier;
      const from = preferred?.identifier;
      const down = relations.find((relation) => relation.from === from && relation.to === to)?.name;
      const up = relations.find((relation) => relation.from === to && relation.to === from)?.name;
      const relation = concept.isPreferred ? '' : (down ?? inverse[up ?? ''] ?? '');
      return concept.terms.map((term) => ({ ...term, relation }));
    });
  }
}

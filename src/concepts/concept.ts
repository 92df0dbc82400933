/**
 * What a name of a concept is to it: its preferred name, one that means the same, an approved symbol of a gene, an
 * abbreviation, a symbol or name that was withdrawn for another, or one of a neighbouring concept (SKOS and OBO tell
 * `related`, `broad` and `narrow` from `exact`).
 */
export const nameKinds = [
  'preferred',
  'synonym',
  'symbol',
  'abbreviation',
  'previous',
  'related',
  'broad',
  'narrow',
] as const;
export type NameKind = (typeof nameKinds)[number];

export interface ConceptName {
  readonly text: string;
  readonly kind: NameKind;
}

/** A concept as a file of a terminology gives it. */
export interface ConceptRecord {
  /** As `identifierOf` writes it: `MESH:D003924`, `NCBIGene:672`. Unique in a terminology. */
  readonly identifier: string;
  /** Its preferred name; for a gene its approved symbol. */
  readonly name: string;
  /** The entity types whose mentions it may be (`Disease`); none for a concept that is only a parent of others. */
  readonly types: readonly string[];
  /** Its other names. */
  readonly names: readonly ConceptName[];
  readonly definition?: string;
  /** Identifiers of the same concept in other terminologies, as `identifierOf` writes them. */
  readonly xrefs: readonly string[];
  /** Identifiers of the concepts that it is a kind of. */
  readonly parents: readonly string[];
  /** Identifier of the species that a gene or a cell line is of: `NCBITaxon:9606`. */
  readonly species?: string;
  /** Whether the terminology has withdrawn it; identifiers of what stands in its place, if it says so. */
  readonly withdrawn?: readonly string[];
  /** Where it begins in its file, from 1. */
  readonly line: number;
}

/** A terminology in a store. */
export interface Terminology {
  /** What people call it on the command line: `mesh`. Unique in a store. */
  readonly name: string;
  readonly title: string;
  readonly version: string;
  readonly licence: string;
  /** The file or folder that it was read from, as it was given. */
  readonly source: string;
  /** SHA-256 of what was read. */
  readonly sha256: string;
  /** When its import ended: ISO 8601, in UTC. */
  readonly imported: string;
  readonly concepts: number;
  readonly names: number;
  /** Entity types of its concepts, the most frequent first. */
  readonly types: readonly string[];
  /** How much of an import that was interrupted has been read, in [0, 1); undefined where it is whole. */
  readonly interrupted?: number;
}

/** A concept as a store gives it. */
export interface Concept extends Omit<ConceptRecord, 'line'> {
  /** The name of its terminology. */
  readonly terminology: string;
}

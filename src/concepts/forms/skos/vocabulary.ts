/** What a statement says of a concept. */
export type Role =
  | 'type'
  | 'preferred'
  | 'label'
  | 'synonym'
  | 'related'
  | 'broad'
  | 'narrow'
  | 'definition'
  | 'note'
  | 'exact'
  | 'close'
  | 'parent'
  | 'id'
  | 'withdrawn'
  | 'replacement'
  | 'title'
  | 'licence'
  | 'version';

const vocabularies = {
  'http://www.w3.org/1999/02/22-rdf-syntax-ns#': { type: 'type' },
  'http://www.w3.org/2004/02/skos/core#': {
    prefLabel: 'preferred',
    altLabel: 'synonym',
    hiddenLabel: 'synonym',
    definition: 'definition',
    scopeNote: 'note',
    exactMatch: 'exact',
    closeMatch: 'close',
    broader: 'parent',
    notation: 'id',
  },
  'http://www.w3.org/2000/01/rdf-schema#': { label: 'label', subClassOf: 'parent' },
  'http://www.w3.org/2002/07/owl#': {
    equivalentClass: 'exact',
    sameAs: 'exact',
    deprecated: 'withdrawn',
    versionInfo: 'version',
    versionIRI: 'version',
  },
  'http://www.geneontology.org/formats/oboInOwl#': {
    id: 'id',
    hasExactSynonym: 'synonym',
    hasRelatedSynonym: 'related',
    hasBroadSynonym: 'broad',
    hasNarrowSynonym: 'narrow',
    hasDbXref: 'exact',
    hasAlternativeId: 'exact',
  },
  'http://purl.obolibrary.org/obo/': {
    IAO_0000115: 'definition',
    IAO_0000118: 'synonym',
    IAO_0100001: 'replacement',
  },
  'http://www.ebi.ac.uk/efo/': { alternative_term: 'synonym', definition: 'definition' },
  'http://purl.org/dc/terms/': {
    title: 'title',
    license: 'licence',
    rights: 'licence',
    modified: 'version',
    isReplacedBy: 'replacement',
  },
  'http://purl.org/dc/elements/1.1/': { title: 'title', rights: 'licence' },
} as const satisfies Record<string, Record<string, Role>>;

/** The roles of properties that are read, by their addresses. */
export const roles: ReadonlyMap<string, Role> = new Map(
  Object.entries(vocabularies).flatMap(([address, names]) =>
    Object.entries(names).map(([name, role]): [string, Role] => [address + name, role]),
  ),
);

/** Types of things that are concepts, and of those that tell of the terminology itself. */
export const conceptTypes: ReadonlySet<string> = new Set([
  'http://www.w3.org/2004/02/skos/core#Concept',
  'http://www.w3.org/2002/07/owl#Class',
  'http://www.w3.org/2000/01/rdf-schema#Class',
]);
export const schemeTypes: ReadonlySet<string> = new Set([
  'http://www.w3.org/2004/02/skos/core#ConceptScheme',
  'http://www.w3.org/2002/07/owl#Ontology',
]);

/** MeSH's own vocabulary, in which the names of a descriptor are three steps away from it. */
export const meshVocabulary = 'http://id.nlm.nih.gov/mesh/vocab#';

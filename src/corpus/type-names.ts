import { mappedType, type TypeMapping } from './mapping.ts';

/** What the field calls the types that our own models know, in lower case without marks between words. */
const synonyms: Readonly<Record<string, readonly string[]>> = {
  Gene: ['gene', 'genes', 'protein', 'proteins', 'geneorgeneproduct', 'geneprotein', 'ggp', 'prge', 'geneproduct'],
  Disease: [
    'disease',
    'specificdisease',
    'diseaseclass',
    'compositemention',
    'diseases',
    'diseaseorphenotypicfeature',
    'diso',
    'disorder',
  ],
  Chemical: ['chemical', 'chemicals', 'chemicalentity', 'drug', 'drugs', 'simplechemical', 'chem', 'chebi'],
  Species: ['species', 'organism', 'organisms', 'organismtaxon', 'taxon', 'livb'],
  CellLine: ['cellline', 'celllines', 'cl'],
  CellType: ['celltype', 'celltypes', 'cell', 'ct'],
  DNA: ['dna'],
  RNA: ['rna'],
};

/** The types that our own models know, in the order of their heads. */
export const ownTypes: readonly string[] = Object.keys(synonyms);

const ownByName = new Map(
  Object.entries(synonyms).flatMap(([type, names]) => names.map((name) => [name, type] as const)),
);

/**
 * The name that a type of a corpus goes by in our own models, which is the name of the head that learns it, by the names
 * that corpora of the field use; others keep their own.
 */
export function standardType(type: string): string {
  return (
    ownByName.get(type.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '')) ?? type.replaceAll(/[^\p{L}\p{N}_-]/gu, '_')
  );
}

/**
 * The standard names of all of a corpus's types, but for those that `given` names. NCBI-disease's `Modifier` (a disease
 * that qualifies another noun) is a disease, which it is not in other corpora.
 */
export function standardTypes(types: readonly string[], given: TypeMapping = {}): TypeMapping {
  const ncbi = types.includes('SpecificDisease');
  return Object.fromEntries(
    types.map((type) => [
      type,
      mappedType(given, type) ?? (ncbi && type === 'Modifier' ? 'Disease' : standardType(type)),
    ]),
  );
}

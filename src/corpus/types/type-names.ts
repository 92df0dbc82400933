import { decides, mappedType, type TypeMapping } from './mapping.ts';

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
 * The names that all of a corpus's types go by: those that `given` gives them, and the standard ones of the types that it
 * does not name; what it leaves out is not there. NCBI-disease's `Modifier` (a disease that qualifies another noun) is a
 * disease, which it is not in other corpora.
 */
export function standardTypes(types: readonly string[], given: TypeMapping = {}): TypeMapping {
  const ncbi = types.includes('SpecificDisease');
  const standard = (type: string) => (ncbi && type === 'Modifier' ? 'Disease' : standardType(type));
  const nameOf = (type: string) => (decides(given, type) ? mappedType(given, type) : standard(type));
  return Object.fromEntries(
    types.flatMap((type) => {
      const name = nameOf(type);
      return name === undefined ? [] : [[type, name]];
    }),
  );
}

import { mappedType, type TypeMapping } from '../../corpus/mapping.ts';
import { generalHead } from '../../model/heads-config.ts';

/** What the field calls the types of our own heads, in lower case without marks between words. */
const synonyms: Readonly<Record<string, readonly string[]>> = {
  Gene: ['gene', 'genes', 'protein', 'proteins', 'geneorgeneproduct', 'geneprotein', 'ggp', 'prge', 'geneproduct'],
  Disease: ['disease', 'diseases', 'diseaseorphenotypicfeature', 'diso', 'disorder'],
  Chemical: ['chemical', 'chemicals', 'chemicalentity', 'drug', 'drugs', 'simplechemical', 'chem', 'chebi'],
  Species: ['species', 'organism', 'organisms', 'organismtaxon', 'taxon', 'livb'],
  CellLine: ['cellline', 'celllines', 'cl'],
  CellType: ['celltype', 'celltypes', 'cell', 'ct'],
  DNA: ['dna'],
  RNA: ['rna'],
};

const headByName = new Map(
  Object.entries(synonyms).flatMap(([head, names]) => names.map((name) => [name, head] as const)),
);

/** Whether a head may have a name: it is a part of its weights' names. */
export function isHeadName(name: string): boolean {
  return /^[\p{L}\p{N}_-]+$/u.test(name);
}

/** The head that learns an entity type, by the names that corpora of the field use; others keep their own name. */
export function headOf(type: string): string {
  return (
    headByName.get(type.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '')) ?? type.replaceAll(/[^\p{L}\p{N}_-]/gu, '_')
  );
}

/** The heads of all of a corpus's types. */
export function headsOfTypes(types: readonly string[], given: TypeMapping = {}): TypeMapping {
  return Object.fromEntries(types.map((type) => [type, mappedType(given, type) ?? headOf(type)]));
}

/** Our own heads in their order, then others by name, the general one last. */
export function orderHeads(heads: Iterable<string>): readonly string[] {
  const own = Object.keys(synonyms);
  const rank = (head: string) => (head === generalHead ? 2 : own.includes(head) ? 0 : 1);
  return [...new Set(heads)].sort(
    (a, b) => rank(a) - rank(b) || own.indexOf(a) - own.indexOf(b) || (a < b ? -1 : a > b ? 1 : 0),
  );
}

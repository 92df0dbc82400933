import type { TerminologyFacts } from '../form.ts';

/** https://www.nlm.nih.gov/databases/download/terms_and_conditions_mesh.html */
export const meshFacts: TerminologyFacts = {
  title: 'MeSH',
  licence: 'NLM terms: free to use; courtesy of the U.S. National Library of Medicine',
};

/** The year in the name of a file of MeSH: `desc2026.xml`, `d2026.bin`. */
export function yearIn(name: string): string | undefined {
  return /(?:desc|supp|[cd])((?:19|20)\d\d)(?=\.|$)/i.exec(name)?.[1];
}

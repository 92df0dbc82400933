import type { ConceptName, ConceptRecord, NameKind } from '../../concept.ts';
import { conceptRecord } from '../record.ts';
import { typesOfSemanticTypes } from '../semantic-types.ts';
import type { KeyedRow } from '../sorted-rows.ts';

/** Sources (SAB) whose codes are identifiers of the concept elsewhere, and the namespace of the codes. */
const namespaceOfSource: Readonly<Record<string, string>> = {
  ATC: 'ATC',
  DRUGBANK: 'DrugBank',
  FMA: 'FMA',
  GO: 'GO',
  HGNC: 'HGNC',
  HPO: 'HP',
  ICD10: 'ICD10',
  ICD10CM: 'ICD10CM',
  ICD9CM: 'ICD9CM',
  MDR: 'MedDRA',
  MONDO: 'MONDO',
  MSH: 'MESH',
  MTHSPL: 'UNII',
  NCBI: 'NCBITaxon',
  NCI: 'NCIT',
  OMIM: 'OMIM',
  RXNORM: 'RxNorm',
  SNOMEDCT_US: 'SNOMEDCT',
};

/** What codes look like that are the source's own; others stand for a string alone (OMIM's `MTHU`). */
const ownCode: Readonly<Record<string, RegExp>> = {
  MTHSPL: /^[A-Z0-9]{10}$/,
  OMIM: /^\d{6}$/,
  MSH: /^[CD]\d{6,9}$/,
};

/** Types of terms (TTY) that say that a name is short. */
const abbreviations = new Set(['AB', 'ACR', 'MTH_ACR', 'AA', 'AS']);

/** Types of terms that are no names: sort keys, names with the kind of thing in brackets, ones made for machines. */
const notNames = new Set([
  'DEV',
  'DSV',
  'FN',
  'LX',
  'MTH_LX',
  'N1',
  'OSN',
  'LN',
  'LPN',
  'XQ',
  'PXQ',
  'TQ',
  'CV',
  'QAB',
  'QSV',
  'QEV',
]);

/** Sources whose definition is taken first. */
const bestDefinitions = ['MSH', 'NCI', 'HPO', 'SNOMEDCT_US'];

/**
 * A concept of UMLS.
 * @param terms its English rows of MRCONSO.RRF. @param types of MRSTY.RRF. @param definitions of MRDEF.RRF.
 * @returns undefined if it is of no entity type, or has no name that is not suppressed.
 */
export function conceptOf(
  terms: readonly KeyedRow[],
  types: readonly KeyedRow[],
  definitions: readonly KeyedRow[],
): ConceptRecord | undefined {
  const entityTypes = typesOfSemanticTypes(types.map(({ cells }) => cells[1] ?? ''));
  if (entityTypes.length === 0) return undefined;
  let best: { readonly text: string; readonly rank: number } | undefined;
  const names: ConceptName[] = [];
  const xrefs: string[] = [];
  for (const { cells } of terms) {
    const [
      ,
      ,
      status,
      ,
      stringType,
      ,
      isPreferred,
      ,
      ,
      ,
      ,
      source = '',
      termType = '',
      code = '',
      text = '',
      ,
      suppressed,
    ] = cells;
    if (suppressed !== 'N' && suppressed !== '') continue;
    const namespace = namespaceOfSource[source];
    if (namespace !== undefined && (ownCode[source]?.test(code) ?? code !== 'NOCODE'))
      xrefs.push(`${namespace}:${code}`);
    if (notNames.has(termType) || isInverted(termType, text)) continue;
    const rank = (status === 'P' ? 4 : 0) + (stringType === 'PF' ? 2 : 0) + (isPreferred === 'Y' ? 1 : 0);
    if (!best || rank > best.rank) best = { text, rank };
    const kind: NameKind = abbreviations.has(termType) ? 'abbreviation' : 'synonym';
    names.push({ text, kind });
  }
  const [first] = terms;
  if (!best || !first) return undefined;
  return conceptRecord({
    identifier: `UMLS:${first.key}`,
    name: best.text,
    types: entityTypes,
    names,
    definition: definitionOf(definitions),
    xrefs,
    line: first.line,
  });
}

/** Terms that a machine has permuted, with commas in them; their other order stands beside them. */
function isInverted(termType: string, text: string): boolean {
  return termType === 'PM' && text.includes(', ');
}

function definitionOf(rows: readonly KeyedRow[]): string | undefined {
  const shown = rows.filter(({ cells }) => cells[6] !== 'O' && cells[6] !== 'Y' && cells[6] !== 'E');
  const order = ({ cells }: KeyedRow) => {
    const place = bestDefinitions.indexOf(cells[4] ?? '');
    return place < 0 ? bestDefinitions.length : place;
  };
  const [first] = [...shown].sort((one, other) => order(one) - order(other));
  // Some sources have markup in their definitions.
  return first?.cells[5]?.replaceAll(/<[^<>]{1,40}>/g, '');
}

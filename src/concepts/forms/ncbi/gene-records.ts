import type { ConceptName, ConceptRecord } from '../../concept.ts';
import type { Columns } from '../header.ts';
import { conceptRecord } from '../record.ts';

/** Types of genes (`type_of_gene`) whose product is an RNA. */
const rnaGenes: ReadonlySet<string> = new Set(['ncRNA', 'snoRNA', 'snRNA', 'scRNA', 'tRNA', 'rRNA', 'miscRNA']);

const gene = ['Gene'];
const rnaGene = ['Gene', 'RNA'];
const region = ['DNA'];

/** The entity types of a gene by what it makes; stretches that are no genes (`biological-region`) are DNA. */
function typesOfGene(typeOfGene: string): readonly string[] {
  if (rnaGenes.has(typeOfGene)) return rnaGene;
  return typeOfGene === 'biological-region' ? region : gene;
}

/** Designations that say only that nothing is known. */
const sayingNothing =
  /^(?:(?:conserved |putative )?(?:hypothetical|uncharacterized|unnamed|unknown|predicted) (?:protein|gene|locus|LOC)\b.*|hypothetical\b.*|unknown|uncharacterized LOC\d+|pseudogene|protein)$/i;

/** A row of `gene_info`; undefined if it is no gene yet, what is wrong with it if it cannot be read. */
export function geneRecord(
  columns: Columns,
  cells: readonly string[],
  line: number,
): ConceptRecord | string | undefined {
  const cell = (...names: string[]) => {
    const value = columns.cell(cells, ...names);
    return value === '-' ? '' : value;
  };
  const identifier = cell('geneid');
  const symbol = cell('symbol');
  if (symbol === 'NEWENTRY') return undefined;
  if (symbol === '' || !/^\d+$/.test(identifier)) return 'no symbol, or a GeneID that is no number';
  const approved = cell('symbol_from_nomenclature_authority');
  const fullName = cell('full_name_from_nomenclature_authority');
  const telling = [fullName, cell('description'), ...listIn(cell('other_designations'))].filter(
    (text) => !sayingNothing.test(text),
  );
  const names: ConceptName[] = [
    { text: approved, kind: 'symbol' },
    ...[...telling, ...listIn(cell('synonyms')), cell('locustag')].map(
      (text): ConceptName => ({ text, kind: 'synonym' }),
    ),
  ];
  const typeOfGene = cell('type_of_gene');
  return conceptRecord({
    identifier: `NCBIGene:${identifier}`,
    name: symbol,
    types: typesOfGene(typeOfGene),
    names,
    definition: definitionOf(typeOfGene, cell('map_location')),
    xrefs: listIn(cell('dbxrefs')).filter((xref) => !xref.startsWith('AllianceGenome:')),
    species: speciesOf(cell('tax_id')),
    line,
  });
}

/** A row of `gene_history`: a discontinued gene, and the one that took its place, if one did. */
export function historyRecord(columns: Columns, cells: readonly string[], line: number): ConceptRecord | undefined {
  const old = columns.cell(cells, 'discontinued_geneid');
  const symbol = columns.cell(cells, 'discontinued_symbol');
  const current = columns.cell(cells, 'geneid');
  if (!/^\d+$/.test(old) || symbol === '' || symbol === '-' || symbol === 'NEWENTRY') return undefined;
  return conceptRecord({
    identifier: `NCBIGene:${old}`,
    name: symbol,
    types: gene,
    names: [],
    species: speciesOf(columns.cell(cells, 'tax_id')),
    withdrawn: /^\d+$/.test(current) ? [`NCBIGene:${current}`] : [],
    line,
  });
}

function listIn(cell: string): readonly string[] {
  return cell === '' ? [] : cell.split('|').filter((text) => text !== '-');
}

/** `protein-coding gene at 17q21.31`; what a gene does stands elsewhere. */
function definitionOf(typeOfGene: string, place: string): string | undefined {
  const what =
    typeOfGene === '' || typeOfGene === 'other' || typeOfGene === 'unknown'
      ? ''
      : ({ pseudo: 'pseudogene', 'biological-region': 'biological region' }[typeOfGene] ?? `${typeOfGene} gene`);
  if (what === '' && place === '') return undefined;
  const text = `${what === '' ? 'gene' : what}${place === '' ? '' : ` at ${place}`}`;
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function speciesOf(taxon: string): string | undefined {
  return /^\d+$/.test(taxon) ? `NCBITaxon:${taxon}` : undefined;
}

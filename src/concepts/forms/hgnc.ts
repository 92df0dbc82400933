import type { ConceptName, ConceptRecord, NameKind } from '../concept.ts';
import { plainName } from './archive/archive.ts';
import type { ReadTerminologyOptions, TerminologyForm, TerminologyWatch } from './form.ts';
import { Columns } from './header.ts';
import { PlaceReader } from './place-reader.ts';
import { conceptRecord } from './record.ts';

const types = ['Gene'];
const rnaTypes = ['Gene', 'RNA'];
const human = 'NCBITaxon:9606';

/**
 * HGNC's complete set of approved human gene symbols (https://www.genenames.org/help/statistics-and-files/), a download of
 * one's own choice of columns, and the list of withdrawn symbols (`withdrawn.txt`), each by itself or together in a folder.
 * Symbols and names that a gene had before are `previous`; a withdrawn symbol is a concept that names what stands in its
 * place.
 */
export const hgnc: TerminologyForm = {
  name: 'hgnc',
  title: 'HGNC table (TSV)',
  facts: { title: 'HGNC', licence: 'CC0 1.0' },
  matches: (_place, head, entries) => {
    const [first = ''] = head.split('\n');
    const columns = headerOf(first);
    return (
      isComplete(columns) || isWithdrawn(columns) || entries.some((entry) => /^hgnc_complete/.test(plainName(entry)))
    );
  },
  read,
};

/** What downloads of one's own call the columns, in place of what the complete set calls them. */
const otherNames: Readonly<Record<string, string>> = {
  approved_symbol: 'symbol',
  approved_name: 'name',
  alias_symbols: 'alias_symbol',
  synonyms: 'alias_symbol',
  alias_names: 'alias_name',
  previous_symbols: 'prev_symbol',
  previous_symbol: 'prev_symbol',
  previous_name: 'prev_name',
  previous_names: 'prev_name',
  ncbi_gene_id: 'entrez_id',
  omim_id: 'omim_id',
  uniprot_id: 'uniprot_ids',
};

function headerOf(line: string): Columns {
  const names = line
    .replace(/\r$/, '')
    .split('\t')
    .map((name) => name.trim().toLowerCase().replaceAll(/\s+/g, '_').replace(/\(.*$/, ''));
  return new Columns(names.map((name) => otherNames[name] ?? name));
}

function isComplete(columns: Columns): boolean {
  return columns.has('hgnc_id') && columns.has('symbol');
}

function isWithdrawn(columns: Columns): boolean {
  return columns.has('hgnc_id') && columns.has('withdrawn_symbol');
}

async function* read(
  place: string,
  _options: ReadTerminologyOptions,
  watch: TerminologyWatch,
): AsyncGenerator<readonly ConceptRecord[], void, undefined> {
  const reader = await PlaceReader.open(place, watch);
  const members = reader.findAll(/^(?:hgnc_complete.*|withdrawn)\.(?:txt|tsv)$/);
  reader.plan(members);
  let concepts = 0;
  for (const member of members) {
    let columns: Columns | undefined;
    for await (const { first, texts } of reader.lines(member)) {
      const records: ConceptRecord[] = [];
      for (const [index, text] of texts.entries()) {
        const line = first + index;
        if (text === '') continue;
        if (!columns) {
          columns = headerOf(text);
          if (isComplete(columns) || isWithdrawn(columns)) continue;
          throw reader.error(
            member,
            line,
            'the header has no column hgnc_id, or none called symbol; take the complete set',
          );
        }
        const cells = text.split('\t').map(unquoted);
        const record = isComplete(columns) ? geneOf(columns, cells, line) : withdrawnOf(columns, cells, line);
        if (record) records.push(record);
        else reader.problem(member, line, 'no identifier of HGNC, or no symbol; left out');
      }
      concepts += records.length;
      yield records;
    }
  }
  reader.check(concepts);
}

function geneOf(columns: Columns, cells: readonly string[], line: number): ConceptRecord | undefined {
  const cell = (name: string) => columns.cell(cells, name).trim();
  const identifier = cell('hgnc_id');
  const symbol = cell('symbol').replace(/~withdrawn$/, '');
  if (!/^(?:HGNC:)?\d+$/.test(identifier) || symbol === '') return undefined;
  const named = (kind: NameKind, name: string): ConceptName[] => {
    const texts = name.endsWith('_symbol') ? listIn(cell(name)) : namesIn(cell(name));
    return texts.map((text) => ({ text, kind }));
  };
  const isRna = cell('locus_group') === 'non-coding RNA' || /^RNA,/.test(cell('locus_type'));
  const xrefs = [
    ...listIn(cell('entrez_id')).map((id) => `NCBIGene:${id}`),
    ...listIn(cell('ensembl_gene_id')).map((id) => `Ensembl:${id}`),
    ...listIn(cell('omim_id')).map((id) => `OMIM:${id}`),
    ...listIn(cell('uniprot_ids')).map((id) => `UniProt:${id}`),
    ...listIn(cell('mirbase')).map((id) => `miRBase:${id}`),
  ];
  const place = cell('location');
  const status = cell('status').toLowerCase();
  return conceptRecord({
    identifier: `HGNC:${identifier.replace(/^HGNC:/, '')}`,
    name: symbol,
    types: isRna ? rnaTypes : types,
    names: [
      ...(cell('name') === '' ? [] : [{ text: cell('name'), kind: 'synonym' } as const]),
      ...named('synonym', 'alias_symbol'),
      ...named('synonym', 'alias_name'),
      ...named('previous', 'prev_symbol'),
      ...named('previous', 'prev_name'),
    ],
    definition: definitionOf(cell('locus_type'), place),
    xrefs,
    species: human,
    withdrawn: status.includes('withdrawn') ? [] : undefined,
    line,
  });
}

function withdrawnOf(columns: Columns, cells: readonly string[], line: number): ConceptRecord | undefined {
  const identifier = columns.cell(cells, 'hgnc_id').trim();
  const symbol = columns.cell(cells, 'withdrawn_symbol').trim();
  if (!/^(?:HGNC:)?\d+$/.test(identifier) || symbol === '') return undefined;
  return conceptRecord({
    identifier: `HGNC:${identifier.replace(/^HGNC:/, '')}`,
    name: symbol.replace(/~withdrawn$/, ''),
    types,
    names: [],
    species: human,
    // `HGNC:5|A1BG|Approved, HGNC:6|…`; it is the last column, whatever its name.
    withdrawn: (cells.at(-1) ?? '').match(/HGNC:\d+/g) ?? [],
    line,
  });
}

/** A field that holds several values stands in double quotes. */
function unquoted(cell: string): string {
  return cell.length > 1 && cell.startsWith('"') && cell.endsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell;
}

/** Values of the complete set are divided by bars, those of downloads of one's own by commas and spaces. */
function listIn(cell: string): readonly string[] {
  return cell === '' ? [] : cell.split(/\||, (?=\S)/);
}

/** Names have commas themselves, so those of downloads of one's own stand in quotes each. */
function namesIn(cell: string): readonly string[] {
  return cell === '' ? [] : cell.split(/\||", "/);
}

function definitionOf(locusType: string, place: string): string | undefined {
  const isKnown = locusType !== '' && locusType !== 'unknown';
  if (!isKnown && place === '') return undefined;
  const text = `${isKnown ? locusType.replace(/^gene with protein product$/, 'protein-coding gene') : 'gene'}${place === '' ? '' : ` at ${place}`}`;
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { ncbiGene } from '../../../src/concepts/forms/ncbi/ncbi-gene.ts';
import { scratchFolder, write } from '../../corpus/files.ts';
import { fuzz, readForm } from './read-form.ts';
import { failureOf } from './read-terminology.ts';

const folder = scratchFolder();
let count = 0;
const place = (content: string | Uint8Array, ending = 'gene_info') => write(folder, `${count++}.${ending}`, content);
const table = (...rows: (readonly (string | number)[])[]) => `${rows.map((row) => row.join('\t')).join('\n')}\n`;

/** After https://ftp.ncbi.nlm.nih.gov/gene/DATA/README. */
const header =
  '#tax_id GeneID Symbol LocusTag Synonyms dbXrefs chromosome map_location description type_of_gene Symbol_from_nomenclature_authority Full_name_from_nomenclature_authority Nomenclature_status Other_designations Modification_date Feature_type'.split(
    ' ',
  );
const brca1 = [
  9606,
  672,
  'BRCA1',
  '-',
  'RNF53|PNCA4',
  'MIM:113705|HGNC:HGNC:1100|Ensembl:ENSG00000012048|AllianceGenome:HGNC:1100',
  17,
  '17q21.31',
  'BRCA1 DNA repair associated',
  'protein-coding',
  'BRCA1',
  'BRCA1 DNA repair associated',
  'O',
  'breast cancer type 1 susceptibility protein|hypothetical protein',
  20250101,
  '-',
];
const mir21 = [
  9606,
  406991,
  'MIR21',
  '-',
  'miR-21',
  '-',
  17,
  '17q23.1',
  'microRNA 21',
  'ncRNA',
  'MIR21',
  'microRNA 21',
  'O',
  '-',
  20250101,
  '-',
];
const yeast = [
  559292,
  850288,
  'SEN1x',
  'YLR430W',
  '-',
  'SGD:S000004422',
  'XII',
  '-',
  'uncharacterized protein',
  'other',
  'SEN1',
  '-',
  'O',
  'Sen1p',
  20250101,
  '-',
];
const newEntry = [
  10090,
  11111,
  'NEWENTRY',
  '-',
  '-',
  '-',
  '-',
  '-',
  'Record to support submission of GeneRIFs',
  'other',
  '-',
  '-',
  '-',
  '-',
  20250101,
  '-',
];
const region = [
  9606,
  999,
  'LOC999',
  '-',
  '-',
  '-',
  '1',
  '1p36',
  'an enhancer',
  'biological-region',
  '-',
  '-',
  '-',
  '-',
  20250101,
  '-',
];
const info = table(header, brca1, mir21, yeast, newEntry, region);
const history = table(
  ['#tax_id', 'GeneID', 'Discontinued_GeneID', 'Discontinued_Symbol', 'Discontinue_Date'],
  [9606, 672, 394269, 'OLD1', 20050101],
  [9606, '-', 394270, 'OLD2', 20050101],
  [10090, 12189, 394271, 'Old3', 20050101],
);

describe('NCBI Gene', () => {
  it('gives genes with symbols, names, cross references, types and species', async () => {
    const { records, problems } = await readForm(ncbiGene, place(info));
    expect(problems).toEqual([]);
    expect(records[0]).toEqual({
      identifier: 'NCBIGene:672',
      name: 'BRCA1',
      types: ['Gene'],
      names: [
        { text: 'BRCA1 DNA repair associated', kind: 'synonym' },
        { text: 'breast cancer type 1 susceptibility protein', kind: 'synonym' },
        { text: 'RNF53', kind: 'synonym' },
        { text: 'PNCA4', kind: 'synonym' },
      ],
      definition: 'Protein-coding gene at 17q21.31.',
      xrefs: ['OMIM:113705', 'HGNC:1100', 'Ensembl:ENSG00000012048'],
      parents: [],
      species: 'NCBITaxon:9606',
      line: 2,
    });
    expect(records.slice(1)).toMatchObject([
      { identifier: 'NCBIGene:406991', types: ['Gene', 'RNA'] },
      {
        identifier: 'NCBIGene:850288',
        names: [
          { text: 'SEN1', kind: 'symbol' },
          { text: 'Sen1p', kind: 'synonym' },
          { text: 'YLR430W', kind: 'synonym' },
        ],
        species: 'NCBITaxon:559292',
      },
      { identifier: 'NCBIGene:999', types: ['DNA'], definition: 'Biological region at 1p36.' },
    ]);
  });

  it('takes discontinued genes of its species out of the history beside it', async () => {
    const both = join(folder, 'both');
    mkdirSync(both);
    writeFileSync(join(both, 'Homo_sapiens.gene_info.gz'), gzipSync(info));
    writeFileSync(join(both, 'gene_history.gz'), gzipSync(history));
    const { records } = await readForm(ncbiGene, both);
    expect(records.slice(4)).toEqual([
      {
        identifier: 'NCBIGene:394269',
        name: 'OLD1',
        types: ['Gene'],
        names: [],
        xrefs: [],
        parents: [],
        species: 'NCBITaxon:9606',
        withdrawn: ['NCBIGene:672'],
        line: 2,
      },
      expect.objectContaining({ identifier: 'NCBIGene:394270', withdrawn: [] }),
    ]);
  });

  it('goes by the header, of today and of old, whatever the order of the columns', async () => {
    const old = table(
      ['#Format: tax_id GeneID Symbol Synonyms (tab is used as a separator, pound sign - start of a comment)'],
      [9606, 672, 'BRCA1', 'RNF53'],
    );
    const turned = table(['#tax_id', 'GeneID', 'Symbol', 'Synonyms'], [9606, 672, 'BRCA1', 'RNF53']).replaceAll(
      '\n',
      '\r\n',
    );
    for (const content of [old, turned]) {
      expect(ncbiGene.matches('x', content, [])).toBe(true);
      expect((await readForm(ncbiGene, place(content))).records).toMatchObject([
        { name: 'BRCA1', names: [{ text: 'RNF53' }] },
      ]);
    }
    expect(ncbiGene.matches('x', history, [])).toBe(false);
    expect(ncbiGene.matches('x', '', ['data/gene_info.gz'])).toBe(true);
  });

  it('tells of rows that cannot be kept, and goes on', async () => {
    const { records, problems } = await readForm(ncbiGene, place(`${info}9606\t1\nx\tx\tA\n`));
    expect(records).toHaveLength(4);
    expect(problems).toEqual([
      '7: 2 columns in place of 3 or more; left out',
      '8: no symbol, or a GeneID that is no number; left out',
    ]);
  });

  it('refuses a header without its columns, and files that are damaged or empty', async () => {
    const error = (content: string | Uint8Array, ending?: string) =>
      failureOf(readForm(ncbiGene, place(content, ending)));
    expect(await error('#tax_id\tSymbol\n9606\tA\n')).toMatch(/line 1: the header has no column GeneID;/);
    expect(await error('\n9606\t672\tBRCA1\n')).toMatch(/line 2: the header has no column tax_id, GeneID, Symbol;/);
    expect(await error('')).toMatch(/there is no concept in it/);
    expect(await error(table(header))).toMatch(/there is no concept in it/);
    expect(await error(Buffer.from(info.replace('repair', 'r\xe9pair'), 'latin1'))).toMatch(
      /line 2: not text in UTF-8/,
    );
    expect(await error(gzipSync(info).subarray(0, -20), 'gz')).toMatch(
      /line \d+ or after it: the gzip data end too early/,
    );
  });

  it('gives concepts or an error for users, whatever is changed in a file', () =>
    fuzz(ncbiGene, folder, 'fuzzed', info));
});

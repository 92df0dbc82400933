import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { hgnc } from '../../../src/concepts/forms/hgnc.ts';
import { scratchFolder, write } from '../../corpus/files.ts';
import { fuzz, readForm } from './read-form.ts';
import { failureOf } from './read-terminology.ts';

const folder = scratchFolder();
let count = 0;
const place = (content: string | Uint8Array, ending = 'txt') => write(folder, `${count++}.${ending}`, content);
const table = (...rows: (readonly string[])[]) => `${rows.map((row) => row.join('\t')).join('\n')}\n`;

/** After https://www.genenames.org/download/archive/. */
const complete = table(
  'hgnc_id symbol name locus_group locus_type status location alias_symbol alias_name prev_symbol prev_name entrez_id ensembl_gene_id omim_id uniprot_ids mirbase'.split(
    ' ',
  ),
  [
    'HGNC:11998',
    'TP53',
    'tumor protein p53',
    'protein-coding gene',
    'gene with protein product',
    'Approved',
    '17p13.1',
    '"p53|LFS1"',
    '',
    '',
    '',
    '7157',
    'ENSG00000141510',
    '191170',
    'P04637',
    '',
  ],
  [
    'HGNC:8994',
    'PKIA',
    'cAMP-dependent protein kinase inhibitor alpha',
    'protein-coding gene',
    'gene with protein product',
    'Approved',
    '8q21.13',
    '',
    '',
    '"PRKACN1"',
    '"protein kinase (cAMP-dependent, catalytic) inhibitor alpha"',
    '5569',
    '',
    '',
    '',
    '',
  ],
  [
    'HGNC:31586',
    'MIR21',
    'microRNA 21',
    'non-coding RNA',
    'RNA, micro',
    'Approved',
    '17q23.1',
    'hsa-mir-21',
    '',
    'MIRN21',
    '',
    '406991',
    '',
    '',
    '',
    'MI0000077',
  ],
);
const withdrawn = table(
  ['HGNC_ID', 'STATUS', 'WITHDRAWN_SYMBOL', 'MERGED_INTO_REPORT(S) (i.e HGNC_ID|SYMBOL|STATUS)'],
  ['HGNC:1', 'Entry Withdrawn', 'A12M1', ''],
  ['HGNC:2', 'Merged/Split', 'A12M2', 'HGNC:5|A1BG|Approved, HGNC:7|A2M|Approved'],
);

describe('HGNC', () => {
  it('gives genes with approved, alias and previous symbols, and cross references', async () => {
    const { records, problems } = await readForm(hgnc, place(complete));
    expect(problems).toEqual([]);
    expect(records).toEqual([
      {
        identifier: 'HGNC:11998',
        name: 'TP53',
        types: ['Gene'],
        names: [
          { text: 'tumor protein p53', kind: 'synonym' },
          { text: 'p53', kind: 'synonym' },
          { text: 'LFS1', kind: 'synonym' },
        ],
        definition: 'Protein-coding gene at 17p13.1.',
        xrefs: ['NCBIGene:7157', 'Ensembl:ENSG00000141510', 'OMIM:191170', 'UniProt:P04637'],
        parents: [],
        species: 'NCBITaxon:9606',
        line: 2,
      },
      expect.objectContaining({
        names: [
          { text: 'cAMP-dependent protein kinase inhibitor alpha', kind: 'synonym' },
          { text: 'PRKACN1', kind: 'previous' },
          { text: 'protein kinase (cAMP-dependent, catalytic) inhibitor alpha', kind: 'previous' },
        ],
      }),
      expect.objectContaining({ types: ['Gene', 'RNA'], xrefs: ['NCBIGene:406991', 'miRBase:MI0000077'] }),
    ]);
  });

  it('gives withdrawn symbols what stands in their place', async () => {
    const where = join(folder, 'both');
    mkdirSync(where);
    writeFileSync(join(where, 'hgnc_complete_set.txt.gz'), gzipSync(complete));
    writeFileSync(join(where, 'withdrawn.txt'), withdrawn);
    const { records } = await readForm(hgnc, where);
    expect(records.slice(3)).toMatchObject([
      { identifier: 'HGNC:1', name: 'A12M1', types: ['Gene'], withdrawn: [] },
      { identifier: 'HGNC:2', name: 'A12M2', withdrawn: ['HGNC:5', 'HGNC:7'] },
    ]);
    expect((await readForm(hgnc, place(withdrawn))).records).toEqual(records.slice(3));
  });

  it('says nothing of what kind a gene is where that is not known', async () => {
    const text = table(
      ['hgnc_id', 'symbol', 'locus_type', 'location'],
      ['HGNC:1', 'A', 'unknown', ''],
      ['HGNC:2', 'B', 'unknown', '4q32'],
    );
    const { records } = await readForm(hgnc, place(text));
    expect(records.map(({ definition }) => definition)).toEqual([undefined, 'Gene at 4q32.']);
  });

  it('is read of a download of one’s own choice of columns', async () => {
    const own = table(
      [
        'HGNC ID',
        'Approved symbol',
        'Approved name',
        'Status',
        'Previous symbols',
        'Alias symbols',
        'Alias names',
        'NCBI Gene ID(supplied by NCBI)',
      ],
      ['HGNC:5', 'A1BG', 'alpha-1-B, glycoprotein', 'Approved', 'X1, X2', 'Y', '"one, two", "three"', '1'],
      ['HGNC:6', 'A1S9T~withdrawn', 'symbol withdrawn, see UBA1', 'Symbol Withdrawn', '', '', '', ''],
    ).replaceAll('\n', '\r\n');
    expect(hgnc.matches('x', own, [])).toBe(true);
    const { records } = await readForm(hgnc, place(own));
    expect(records).toMatchObject([
      {
        names: [
          { text: 'alpha-1-B, glycoprotein', kind: 'synonym' },
          { text: 'Y', kind: 'synonym' },
          { text: 'one, two', kind: 'synonym' },
          { text: 'three', kind: 'synonym' },
          { text: 'X1', kind: 'previous' },
          { text: 'X2', kind: 'previous' },
        ],
        xrefs: ['NCBIGene:1'],
      },
      { name: 'A1S9T', withdrawn: [] },
    ]);
  });

  it('is told from other tables', () => {
    expect(hgnc.matches('x', complete, [])).toBe(true);
    expect(hgnc.matches('x', withdrawn, [])).toBe(true);
    expect(hgnc.matches('x', 'id\tname\tsymbol\n', [])).toBe(false);
    expect(hgnc.matches('x', '', ['hgnc_complete_set_2026-01-01.txt'])).toBe(true);
  });

  it('tells of rows that cannot be kept, and refuses what is no such table, damaged or empty', async () => {
    const { problems, records } = await readForm(hgnc, place(`${complete}x\ty\nHGNC:7\n`));
    expect(records).toHaveLength(3);
    expect(problems.map((problem) => problem.slice(0, 30))).toEqual([
      '5: no identifier of HGNC, or n',
      '6: no identifier of HGNC, or n',
    ]);
    const error = (content: string | Uint8Array) => failureOf(readForm(hgnc, place(content)));
    expect(await error('symbol\tname\n')).toMatch(/line 1: the header has no column hgnc_id/);
    expect(await error('hgnc_id\tname\n')).toMatch(/line 1: .*none called symbol/);
    expect(await error('')).toMatch(/there is no concept in it/);
    expect(await error(Buffer.from(complete.replace('tumor', 't\xfcmor'), 'latin1'))).toMatch(
      /line 2: not text in UTF-8/,
    );
    expect(await error(gzipSync(complete).subarray(0, -20))).toMatch(/the gzip data end too early/);
  });

  it('gives concepts or an error for users, whatever is changed in a file', async () => {
    await fuzz(hgnc, folder, 'fuzzed', complete);
    await fuzz(hgnc, folder, 'fuzzed', withdrawn);
  });
});

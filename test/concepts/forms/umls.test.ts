import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { umls } from '../../../src/concepts/forms/umls/umls.ts';
import { scratchFolder, write } from '../../corpus/files.ts';
import { zipOf } from './archives.ts';
import { fuzz, readForm } from './read-form.ts';
import { failureOf } from './read-terminology.ts';

const folder = scratchFolder();
let count = 0;
const rows = (...written: (readonly string[])[]) => written.map((row) => `${row.join('|')}|\n`).join('');

/** After https://www.ncbi.nlm.nih.gov/books/NBK9685/, table 1: CUI LAT TS LUI STT SUI ISPREF AUI SAUI SCUI SDUI SAB TTY CODE STR SRL SUPPRESS CVF. */
const term = (
  cui: string,
  flags: string,
  source: string,
  type: string,
  code: string,
  text: string,
  language = 'ENG',
  suppress = 'N',
) => {
  const [status = '', stringType = '', preferred = ''] = flags.split(' ');
  return [
    cui,
    language,
    status,
    'L1',
    stringType,
    'S1',
    preferred,
    'A1',
    '',
    '',
    '',
    source,
    type,
    code,
    text,
    '0',
    suppress,
    '',
  ];
};
const terms = rows(
  term('C0006142', 'S PF Y', 'NCI', 'SY', 'C9335', 'Breast Cancer'),
  term('C0006142', 'P PF Y', 'MSH', 'MH', 'D001943', 'Breast Neoplasms'),
  term('C0006142', 'P VO N', 'MSH', 'PM', 'D001943', 'Neoplasms, Breast'),
  term('C0006142', 'S PF Y', 'SNOMEDCT_US', 'FN', '254837009', 'Malignant tumor of breast (disorder)'),
  term('C0006142', 'S PF Y', 'SNOMEDCT_US', 'PT', '254837009', 'Malignant tumor of breast'),
  term('C0006142', 'S PF Y', 'OMIM', 'ACR', 'MTHU000001', 'BC'),
  term('C0006142', 'S PF Y', 'OMIM', 'PT', '114480', 'BREAST CANCER'),
  term('C0006142', 'P PF Y', 'MSHGER', 'MH', 'D001943', 'Brusttumoren', 'GER'),
  term('C0006142', 'S PF Y', 'NCI', 'SY', 'C9335', 'Obsolete Name', 'ENG', 'O'),
  term('C0010000', 'P PF Y', 'MTH', 'PN', 'NOCODE', 'A procedure'),
  term('C0376571', 'P PF Y', 'HGNC', 'ACR', 'HGNC:1100', 'BRCA1'),
  term('C0376571', 'S PF Y', 'HGNC', 'PT', 'HGNC:1100', 'BRCA1 DNA repair associated'),
);
const types = rows(
  ['C0006142', 'T191', 'B2.2.1.2.1.2', 'Neoplastic Process', 'AT1', ''],
  ['C0006999', 'T047', 'x', 'x', 'AT1', ''],
  ['C0010000', 'T061', 'x', 'Therapeutic or Preventive Procedure', 'AT1', ''],
  ['C0376571', 'T028', 'x', 'Gene or Genome', 'AT1', ''],
);
const definitions = rows(
  ['C0006142', 'A1', 'AT1', '', 'CSP', 'another one', 'N', ''],
  ['C0006142', 'A1', 'AT1', '', 'NCI', 'Tumors of the <p>breast</p>.', 'N', ''],
  ['C0006142', 'A1', 'AT1', '', 'MSH', 'suppressed', 'Y', ''],
);
const sources = rows(
  [
    'C1',
    'C2',
    'MSH2025',
    'MSH',
    'Medical Subject Headings',
    'MSH',
    '2025',
    '',
    '',
    '2025AA',
    '',
    ...Array(14).fill(''),
  ],
  ['C1', 'C2', 'NCI', 'NCI', 'NCI Thesaurus', 'NCI', '', '', '', '2025AB', '', ...Array(14).fill('')],
);
const files = {
  'MRCONSO.RRF': terms,
  'MRSTY.RRF': types,
  'MRDEF.RRF': definitions,
  'MRSAB.RRF': sources,
  'MRREL.RRF': 'x',
};

function folderOf(content: Readonly<Record<string, string | Uint8Array>>): string {
  const where = join(folder, `folder-${count++}`);
  mkdirSync(where);
  for (const [name, text] of Object.entries(content)) writeFileSync(join(where, name), text);
  return where;
}

describe('UMLS', () => {
  it('gives concepts with English names that are not suppressed, codes, types and definitions', async () => {
    const { records, facts, problems } = await readForm(umls, folderOf(files));
    expect(problems).toEqual([]);
    expect(facts).toEqual({ version: '2025AB' });
    expect(records).toEqual([
      {
        identifier: 'UMLS:C0006142',
        name: 'Breast Neoplasms',
        types: ['Disease'],
        names: [
          { text: 'Breast Cancer', kind: 'synonym' },
          { text: 'Malignant tumor of breast', kind: 'synonym' },
          { text: 'BC', kind: 'abbreviation' },
          { text: 'BREAST CANCER', kind: 'synonym' },
        ],
        definition: 'Tumors of the breast.',
        xrefs: ['NCIT:C9335', 'MESH:D001943', 'SNOMEDCT:254837009', 'OMIM:114480'],
        parents: [],
        line: 1,
      },
      expect.objectContaining({ identifier: 'UMLS:C0376571', name: 'BRCA1', types: ['Gene'], xrefs: ['HGNC:1100'] }),
    ]);
  });

  it('is read of an archive too, and without definitions and sources', async () => {
    const archive = write(
      folder,
      'umls.zip',
      zipOf({ '2025AB/META/MRCONSO.RRF': terms, '2025AB/META/MRSTY.RRF': types }),
    );
    const { records, facts } = await readForm(umls, archive);
    expect(records).toHaveLength(2);
    expect(records[0]).not.toHaveProperty('definition');
    expect(facts).toEqual({});
    expect(umls.matches(archive, '', ['2025AB/META/MRCONSO.RRF'])).toBe(true);
    const crlf = {
      'MRCONSO.RRF.gz': gzipSync(terms.replaceAll('\n', '\r\n')),
      'MRSTY.RRF': types.replaceAll('\n', '\r\n'),
    };
    expect((await readForm(umls, folderOf(crlf))).records).toEqual(records);
  });

  it('says which file is missing, and which is not sorted', async () => {
    const { 'MRSTY.RRF': _, ...without } = files;
    expect(await failureOf(readForm(umls, folderOf(without)))).toMatch(
      /: MRSTY\.RRF is missing; give the folder or the archive/,
    );
    const turned = { ...files, 'MRSTY.RRF': types.split('\n').reverse().join('\n') };
    expect(await failureOf(readForm(umls, folderOf(turned)))).toMatch(
      /MRSTY\.RRF: line 3: C0010000 stands after C0376571; the file has to be sorted/,
    );
  });

  it('tells of rows that cannot be kept, and refuses what is damaged or empty', async () => {
    const { problems, records } = await readForm(
      umls,
      folderOf({ ...files, 'MRCONSO.RRF': `x|y\nC0000001|ENG|P\n${terms}` }),
    );
    expect(records).toHaveLength(2);
    expect(problems).toEqual([
      '1: MRCONSO.RRF: not a row with a CUI and 18 columns; left out',
      '2: MRCONSO.RRF: not a row with a CUI and 18 columns; left out',
    ]);
    expect(await failureOf(readForm(umls, folderOf({ ...files, 'MRCONSO.RRF': '' })))).toMatch(
      /there is no concept in it/,
    );
    const latin = Buffer.from(terms.replace('tumor', 't\xfcmor'), 'latin1');
    expect(await failureOf(readForm(umls, folderOf({ ...files, 'MRCONSO.RRF': latin })))).toMatch(
      /MRCONSO\.RRF: line 4: not text in UTF-8/,
    );
    const cut = { 'MRCONSO.RRF.gz': gzipSync(terms).subarray(0, -20), 'MRSTY.RRF': types };
    expect(await failureOf(readForm(umls, folderOf(cut)))).toMatch(
      /MRCONSO\.RRF\.gz: line \d+ or after it: the gzip data end too early/,
    );
  });

  it('gives concepts or an error for users, whatever is changed in a file', async () => {
    const where = folderOf(files);
    await fuzz(umls, where, 'MRCONSO.RRF', terms, where);
    writeFileSync(join(where, 'MRCONSO.RRF'), terms);
    await fuzz(umls, where, 'MRSTY.RRF', types, where);
  });
});

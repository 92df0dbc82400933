import { describe, expect, it } from 'vitest';
import { cellosaurus } from '../../../src/concepts/forms/cellosaurus.ts';
import { scratchFolder, write } from '../../corpus/files.ts';
import { failureOf, readTerminology } from './read-terminology.ts';

const folder = scratchFolder();
const read = (text: string) => readTerminology(cellosaurus, write(folder, 'x.txt', text));

// As the head of cellosaurus.txt describes it, with content of our own.
const head = ` Description: a knowledge resource on cell lines
 Version:     49.0

  ID         Identifier (cell line name)        Once; starts an entry
____________________________________________________________________________
`;
const entry = (...lines: string[]) => ['ID   HeLa', 'AC   CVCL_0030', ...lines, '//', ''].join('\n');

describe('the Cellosaurus', () => {
  it('has cell lines', async () => {
    const { records, facts } = await read(
      head +
        entry(
          'AS   CVCL_X999',
          'SY   HELA; He La',
          'DR   BTO; BTO_0000567',
          'DR   MeSH; D006367',
          'DR   ATCC; CCL-2',
          'DR   GEO; GSM100',
          'RX   PubMed=1;',
          'CC   Misspelling: Hella; In PubMed=1.',
          'CC   Problematic cell line: Contaminated. It is another one.',
          'DI   NCIt; C27677; Cancer; of the cervix',
          'OX   NCBI_TaxID=9606; ! Homo sapiens (Human)',
          'HI   CVCL_0001 ! parent',
          'SX   Female',
          'AG   30Y6M',
          'CA   Cancer cell line',
        ),
    );
    expect(facts).toEqual({ version: '49.0' });
    expect(records).toEqual([
      {
        identifier: 'Cellosaurus:CVCL_0030',
        name: 'HeLa',
        types: ['CellLine'],
        names: ['HELA', 'He La', 'Hella'].map((text) => ({ text, kind: 'synonym' })),
        definition:
          'Cancer cell line from a female Homo sapiens (Human) with Cancer; of the cervix. Problematic cell line: Contaminated. It is another one.',
        xrefs: ['Cellosaurus:CVCL_X999', 'BTO:0000567', 'MESH:D006367', 'ATCC:CCL-2'],
        parents: ['Cellosaurus:CVCL_0001'],
        species: 'NCBITaxon:9606',
        line: 6,
      },
    ]);
  });

  it.each([
    [[], 'Cell line.'],
    [['SX   Male'], 'Cell line from a male donor.'],
    [
      ['CA   Hybridoma', 'OX   NCBI_TaxID=1; ! Mus', 'OX   NCBI_TaxID=2; ! Rattus', 'SX   Sex unspecified'],
      'Hybridoma from Mus and Rattus.',
    ],
    [['DI   NCIt; C1; flu', 'DI   ORDO; Orphanet_1; cold'], 'Cell line with flu and cold.'],
  ])('says of a cell line what is known: %j', async (lines, definition) => {
    expect((await read(entry(...lines))).records[0]?.definition).toBe(definition);
  });

  it.each([
    ['ID   a\nAC   CVCL_0001\n', 'x.txt: the entry "a" has no end (//); the file is cut short'],
    ['ID   a\nID   b\n', 'x.txt: line 2: a new entry where "a" has not ended with //'],
    ['ID   a\n//\n', 'x.txt: line 1: "a" has no accession number (AC   CVCL_…)'],
    ['ID   a\nAC   CVCL_1\n//\n', 'x.txt: line 1: "a" has no accession number (AC   CVCL_…)'],
    [`ID   a\nrubbish\n//\n`, 'x.txt: line 2: "rubbish" has no line code; in an entry each line begins with one'],
    [head, 'x.txt: there is no cell line in it'],
  ])('refuses %j', async (text, message) => {
    expect(await failureOf(read(text), folder)).toBe(message);
  });
});

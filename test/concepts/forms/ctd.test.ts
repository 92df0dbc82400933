import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { ctd } from '../../../src/concepts/forms/ctd.ts';
import { scratchFolder, write } from '../../corpus/files.ts';
import { fuzz, readForm } from './read-form.ts';
import { failureOf } from './read-terminology.ts';

const folder = scratchFolder();
let count = 0;
const place = (content: string | Uint8Array, ending = 'tsv') => write(folder, `${count++}.${ending}`, content);

/** After https://ctdbase.org/downloads/. */
const comments = `# The file is made by hand
# Report created: Thu Oct  2 11:22:33 EDT 2025
#
# Fields:
`;
const diseases = `${comments}# DiseaseName\tDiseaseID\tAltDiseaseIDs\tDefinition\tParentIDs\tTreeNumbers\tParentTreeNumbers\tSynonyms\tSlimMappings
#
Diseases\tMESH:C\t\t\t\tC\t\t\t
Breast Neoplasms\tMESH:D001943\tDO:DOID:1612|OMIM:114480\tTumors of the breast.\tMESH:D009369|MESH:D001941\tC04.588.180\tC04.588\tBreast Cancer|Cancer of Breast\tCancer
Aagenaes syndrome\tOMIM:214900\t\t\tMESH:D002779\t\t\t\t
`;
const chemicals = `${comments}# ChemicalName,ChemicalID,CasRN,PubChemCID,Definition,ParentIDs,TreeNumbers,MESHSynonyms,CTDCuratedSynonyms
#
"1,2-""bis"" acid",MESH:C000001,50-78-2,CID:2244,,MESH:D000001|MESH:D000002,,a|b,c
bevonium,C000002,,,"A thing, defined",,,,
`;
const genes = `${comments}# GeneSymbol\tGeneName\tGeneID\tAltGeneIDs\tSynonyms\tBioGRIDIDs\tPharmGKBIDs\tUniProtIDs
BRCA1\tBRCA1 DNA repair associated\t672\t\tRNF53|PNCA4\t1\t2\tP38398
`;

describe('CTD', () => {
  it('gives diseases with cross references, parents and synonyms, and the day of the report', async () => {
    const { records, facts, problems } = await readForm(ctd, place(gzipSync(diseases), 'tsv.gz'));
    expect(problems).toEqual([]);
    expect(facts).toEqual({ title: 'CTD diseases (MEDIC)', version: '2025-10-02' });
    expect(records).toEqual([
      expect.objectContaining({ identifier: 'MESH:C', types: [] }),
      {
        identifier: 'MESH:D001943',
        name: 'Breast Neoplasms',
        types: ['Disease'],
        names: [
          { text: 'Breast Cancer', kind: 'synonym' },
          { text: 'Cancer of Breast', kind: 'synonym' },
        ],
        definition: 'Tumors of the breast.',
        xrefs: ['DOID:1612', 'OMIM:114480'],
        parents: ['MESH:D009369', 'MESH:D001941'],
        line: 8,
      },
      expect.objectContaining({ identifier: 'OMIM:214900', names: [], parents: ['MESH:D002779'] }),
    ]);
  });

  it('gives chemicals out of CSV, with CRLF', async () => {
    const { records } = await readForm(ctd, place(chemicals.replaceAll('\n', '\r\n'), 'csv'));
    expect(records).toMatchObject([
      {
        identifier: 'MESH:C000001',
        name: '1,2-"bis" acid',
        types: ['Chemical'],
        names: [{ text: 'a' }, { text: 'b' }, { text: 'c' }],
        xrefs: ['CAS:50-78-2', 'PubChem:2244'],
        parents: ['MESH:D000001', 'MESH:D000002'],
      },
      { identifier: 'MESH:C000002', name: 'bevonium', definition: 'A thing, defined', xrefs: [] },
    ]);
  });

  it('gives genes, and several files of a folder as one', async () => {
    expect((await readForm(ctd, place(genes))).records).toMatchObject([
      { identifier: 'NCBIGene:672', name: 'BRCA1', types: ['Gene'], xrefs: ['UniProt:P38398'] },
    ]);
    const where = join(folder, 'several');
    mkdirSync(where);
    writeFileSync(join(where, 'CTD_diseases.tsv'), diseases);
    writeFileSync(join(where, 'CTD_chemicals.csv'), chemicals);
    writeFileSync(join(where, 'CTD_exposures.tsv'), 'x');
    const { records, facts } = await readForm(ctd, where);
    expect(records).toHaveLength(5);
    expect(facts.title).toBe('CTD');
    expect(ctd.matches(where, '', ['CTD_diseases.tsv'])).toBe(true);
  });

  it('is told from other tables, those of relations of CTD among them', () => {
    for (const head of [diseases, chemicals, genes])
      expect(ctd.matches('x', head.replaceAll('\n', '\r\n'), [])).toBe(true);
    const relations = '# Fields:\n# ChemicalName\tChemicalID\tCasRN\tDiseaseName\tDiseaseID\n';
    expect(ctd.matches('x', relations, [])).toBe(false);
    expect(ctd.matches('x', 'DiseaseName\tDiseaseID\tSynonyms\n', [])).toBe(false);
  });

  it('tells of rows that cannot be kept, and refuses what is no vocabulary, damaged or empty', async () => {
    const { problems, records } = await readForm(ctd, place(`${diseases}\nX\t\nY\tMESH D1\n`));
    expect(records).toHaveLength(3);
    expect(problems).toEqual(['11: no name or no identifier; left out', '12: no name or no identifier; left out']);
    const error = (content: string | Uint8Array) => failureOf(readForm(ctd, place(content)));
    expect(await error('x\ty\n')).toMatch(
      /line 1: no comment before it names the columns .*diseasename and diseaseid/i,
    );
    expect(await error(diseases.replace('DiseaseID', 'Id'))).toMatch(/line 7: no comment/);
    expect(await error('')).toMatch(/there is no concept in it/);
    expect(await error(comments)).toMatch(/there is no concept in it/);
    expect(await error(Buffer.from(diseases.replace('Tumors', 'T\xfcmors'), 'latin1'))).toMatch(
      /line 8: not text in UTF-8/,
    );
    expect(await error(gzipSync(diseases).subarray(0, -20))).toMatch(/the gzip data end too early/);
  });

  it('gives concepts or an error for users, whatever is changed in a file', async () => {
    await fuzz(ctd, folder, 'fuzzed', diseases);
    await fuzz(ctd, folder, 'fuzzed', chemicals);
  });
});

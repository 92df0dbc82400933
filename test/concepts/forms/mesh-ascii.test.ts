import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { meshAscii } from '../../../src/concepts/forms/mesh/mesh-ascii.ts';
import { scratchFolder, write } from '../../corpus/files.ts';
import { fuzz, readForm } from './read-form.ts';
import { failureOf } from './read-terminology.ts';

const folder = scratchFolder();
let count = 0;
const place = (content: string | Uint8Array, ending = 'bin') => write(folder, `${count++}.${ending}`, content);

/** After https://www.nlm.nih.gov/mesh/dtype.html. */
const descriptors = `*NEWRECORD
RECTYPE = D
MH = Anemia, Hemolytic
AQ = BL CF
ENTRY = Microangiopathic Anemia|T047|NON|NRW|NLM (1997)|960610|abcdef
ENTRY = MAHA|T047|ACR|NRW|NLM (1997)|960610|abcdef
ENTRY = Haemolytic Anaemia|T047|T046|NON|EQV|UNK (19XX)|740330|abbcdef
ENTRY = HA|T047|ABB|EQV|UNK (19XX)|740330|abcdef
ENTRY = Hemolytic Anemia
ENTRY = Anemias, Hemolytic
MN = C15.378.071.141
ST = T047
MS = A condition of inadequate cells.
DX = 19660101
UI = D000743

*NEWRECORD
RECTYPE = D
MH = Anemia
MN = C15.378.071
UI = D000740

*NEWRECORD
RECTYPE = D
MH = Calcimycin
PRINT ENTRY = A-23187|T109|T195|LAB|NRW|UNK (19XX)|900308|abbcdef
MN = D03.438.221.173
RN = 37H9VM9WZL
RR = 52665-69-7 (Calcimycin)
UI = D000001
`;

/** After https://www.nlm.nih.gov/mesh/ctype.html. */
const supplementary = `*NEWRECORD
RECTYPE = C
NM = Rare anemia
RN = 0
SY = Anemia 7|T047|NON|EQV|OMIM (2013)|100101|abcdef
HM = *Anemia/genetics
ST = T047
NO = Caused by a gene.
UI = C535290

*NEWRECORD
RECTYPE = C
NM = bevonium
ST = T109
ST = T121
UI = C000002
`;

describe('MeSH ASCII', () => {
  it('gives descriptors with terms by kind, types, parents, definitions and registry numbers', async () => {
    const { records, problems } = await readForm(meshAscii, place(descriptors));
    expect(problems).toEqual([]);
    expect(records[0]).toEqual({
      identifier: 'MESH:D000743',
      name: 'Anemia, Hemolytic',
      types: ['Disease'],
      names: [
        { text: 'Microangiopathic Anemia', kind: 'narrow' },
        { text: 'MAHA', kind: 'narrow' },
        { text: 'Haemolytic Anaemia', kind: 'synonym' },
        { text: 'HA', kind: 'abbreviation' },
        { text: 'Hemolytic Anemia', kind: 'synonym' },
      ],
      definition: 'A condition of inadequate cells.',
      xrefs: [],
      parents: ['MESH:D000740'],
      line: 1,
    });
    expect(records[2]).toMatchObject({
      types: ['Chemical'],
      names: [{ text: 'A-23187', kind: 'narrow' }],
      xrefs: ['UNII:37H9VM9WZL', 'CAS:52665-69-7'],
      line: 23,
    });
  });

  it('gives supplementary concepts the headings above them where the descriptors are at hand', async () => {
    const alone = await readForm(meshAscii, place(supplementary.replaceAll('\n', '\r\n')));
    expect(alone.records).toMatchObject([
      { identifier: 'MESH:C535290', types: ['Disease'], names: [{ text: 'Anemia 7' }], xrefs: [], parents: [] },
      { identifier: 'MESH:C000002', types: ['Chemical'] },
    ]);
    expect(alone.problems).toEqual([
      '1: headings above it are given by name; they are left out without d….bin beside it',
    ]);
    const both = join(folder, 'both');
    mkdirSync(both);
    writeFileSync(join(both, 'd2026.bin'), descriptors);
    writeFileSync(join(both, 'c2026.bin.gz'), gzipSync(supplementary));
    const { records, facts, problems } = await readForm(meshAscii, both);
    expect(problems).toEqual([]);
    expect(facts).toEqual({ version: '2026' });
    expect(records[3]).toMatchObject({ identifier: 'MESH:C535290', parents: ['MESH:D000740'] });
  });

  it('is told from other files', () => {
    expect(meshAscii.matches('x', descriptors, [])).toBe(true);
    expect(meshAscii.matches('x', descriptors.replaceAll('\n', '\r\n'), [])).toBe(true);
    expect(meshAscii.matches('x', '*NEWRECORD\nRECTYPE = Q\n', [])).toBe(false);
    expect(meshAscii.matches('x', '', ['mesh/c2026.bin'])).toBe(true);
  });

  it('tells of what is not as it should be, and goes on', async () => {
    const { records, problems } = await readForm(
      meshAscii,
      place(descriptors.replace('UI = D000740', 'nonsense').replace('RECTYPE = D\nMH = Cal', 'RECTYPE = Q\nMH = Cal')),
    );
    expect(records).toHaveLength(1);
    expect(problems).toEqual([
      '21: not of the form NAME = value; left out',
      '17: a record without a name or an identifier; left out',
      '23: a record that is neither a descriptor nor a supplementary concept; left out',
    ]);
  });

  it('refuses what is not of it, or nothing, naming the line', async () => {
    const error = (content: string | Uint8Array) => failureOf(readForm(meshAscii, place(content)));
    expect(await error('')).toMatch(/there is no concept in it/);
    expect(await error('x')).toMatch(/line 1: expected \*NEWRECORD/);
    expect(await error(Buffer.from(descriptors.replace('Anemia', 'An\xe9mia'), 'latin1'))).toMatch(
      /line 3: not text in UTF-8/,
    );
    expect(await error(gzipSync(descriptors).subarray(0, -20))).toMatch(/the gzip data end too early/);
    expect(await error(`*NEWRECORD\n${'A = b\n'.repeat(100_002)}`)).toMatch(
      /line 100002: a record of more than 100000 lines/,
    );
  });

  it('gives concepts or an error for users, whatever is changed in a file', () =>
    fuzz(meshAscii, folder, 'fuzzed', descriptors));
});

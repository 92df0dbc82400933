import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { tsv } from '../../../src/concepts/forms/tsv/tsv.ts';
import { embeddedTerminology } from '../../../src/library/folders.ts';
import { scratchFolder, write } from '../../corpus/files.ts';
import { corporaFolder, missing } from '../../support/shared.ts';
import { failureOf, readTerminology } from './read-terminology.ts';

const folder = scratchFolder();
const header = 'id\tname\tsynonyms\txrefs\textra';
const read = (rows: readonly string[], type?: string) =>
  readTerminology(tsv, write(folder, 'x.tsv', `${rows.join('\n')}\n`), type === undefined ? {} : { type });
const one = async (row: string) => (await read([header, row], 'Disease')).records[0];

describe('a table of terms', () => {
  it('has names, cross references and what is extra', async () => {
    const record = await one(
      'NCBIGene:672\tBRCA1\tBRCC1|FANCS\tMIM:113705|HGNC:HGNC:1100\tsymbol=BRCA1X;previous=PSCP;narrow=a|b;species=taxon:9606;parents=SO:1;def=A gene; it mends DNA; x=y.',
    );
    expect(record).toEqual({
      identifier: 'NCBIGene:672',
      name: 'BRCA1',
      types: ['Gene'],
      names: [
        { text: 'BRCC1', kind: 'synonym' },
        { text: 'FANCS', kind: 'synonym' },
        { text: 'BRCA1X', kind: 'symbol' },
        { text: 'PSCP', kind: 'previous' },
        { text: 'a', kind: 'narrow' },
        { text: 'b', kind: 'narrow' },
      ],
      definition: 'A gene; it mends DNA; x=y.',
      xrefs: ['OMIM:113705', 'HGNC:1100'],
      parents: ['SO:1'],
      species: 'NCBITaxon:9606',
      line: 2,
    });
  });

  it('has columns in any order, and may have what is extra in columns of its own', async () => {
    const { records, problems } = await read(['# mine', 'Name\tmore\tdef\tID', 'a\tb\tc d\tDOID:1']);
    expect(records[0]).toMatchObject({ identifier: 'DOID:1', name: 'a', definition: 'c d', line: 3 });
    expect(problems).toEqual(['2: the column "more" is not known; left out']);
  });

  it('tells keys that are not known, once', async () => {
    const { problems } = await read([header, 'DOID:1\ta\t\t\tcolour=red', 'DOID:2\tb\t\t\tcolour=blue;def=x']);
    expect(problems).toEqual(['2: "colour" in "extra" is not known; left out']);
  });

  it('may leave out columns at the end of a row, and rows', async () => {
    expect((await read([header, '', 'DOID:1\ta', '', ' '])).records).toHaveLength(1);
  });

  it.each([
    ['MESH:D1\ta\t\t\ttypes=Disease|Gene', ['Disease', 'Gene']],
    ['MESH:D1\ta\t\t\ttypes=cell line|dna|Protein', ['CellLine', 'DNA', 'Protein']],
    ['MESH:D1\ta\t\t\ttree=C16.3|D02.1', ['Disease', 'Chemical']],
    ['MESH:D1\ta\t\t\ttree=J01.1', []],
    ['MESH:D1\ta\t\t\ttree=', []],
    ['MESH:D1\ta\t\t\ttype=Chemical', ['Chemical']],
    ['CL:1\ta', ['CellType']],
    ['OWN:1\ta\t\t\tkingdom=Bacteria', ['Species']],
    ['\ta\t\t\tdisease=b;sex=Male', ['CellLine']],
    ['OWN:1\ta', ['Disease']],
  ])('has %j of types %j', async (row, types) => {
    expect((await one(row))?.types).toEqual(types);
  });

  it('gives rows without an identifier one of their own', async () => {
    const { records } = await read([header, '\tHCC 827', '\tHCC 827', '7\ta', 'CVCL_0030\tHeLa'], 'CellLine');
    const expected = ['own:HCC_827', 'own:HCC_827#2', 'own:7', 'Cellosaurus:CVCL_0030'];
    expect(records.map(({ identifier }) => identifier)).toEqual(expected);
  });

  it('has parents by their names and by tree numbers, wherever they stand', async () => {
    const { records } = await read([
      header,
      'DOID:1\ta\t\t\tparents=b|DOID:9|nowhere',
      'DOID:2\tb',
      'MESH:D1\tc\t\t\ttree=C01.2|C03',
      'MESH:D2\td\t\t\ttree=C01',
    ]);
    expect(records.map(({ parents }) => parents)).toEqual([['DOID:9', 'DOID:2'], [], ['MESH:D2'], []]);
  });

  it('says of a concept without a definition what else is known', async () => {
    expect((await one('\ta\t\t\tdisease=b, t(9;22)(q34;q11) c;site=Lung;sex=Male'))?.definition).toBe(
      'Disease: b, t(9;22)(q34;q11) c; site: Lung; sex: Male.',
    );
  });

  it('keeps what is withdrawn', async () => {
    expect((await one('DOID:1\ta\t\t\twithdrawn=DOID:2'))?.withdrawn).toEqual(['DOID:2']);
    expect((await one('DOID:1\ta\t\t\twithdrawn=yes'))?.withdrawn).toEqual([]);
    expect((await one('DOID:1\tobsolete a'))?.withdrawn).toEqual([]);
    expect((await one('DOID:1\ta\t\t\tdef=OBSOLETE. It was.'))?.withdrawn).toEqual([]);
    expect((await one('DOID:1\ta\t\t\twithdrawn=no'))?.withdrawn).toBeUndefined();
  });

  it('leaves out names that are there already, empty ones and those that nobody would write', async () => {
    expect((await one(`DOID:1\ta  b\tc|a b| |c|${'x'.repeat(1001)}\tDOID:1|PMID:2|free text`))?.names).toEqual([
      { text: 'c', kind: 'synonym' },
    ]);
  });

  it('leaves out a concept without a name, and says so', async () => {
    expect((await read([header, 'DOID:1\t', 'DOID:2\ta'])).problems).toEqual(['2: a concept without a name; left out']);
  });

  it.each([
    [['a\tb', 'c\td'], 'line 1: the columns "id" and "name" are not in the header "a\\tb"; give it one'],
    [['id\tname', 'DOID:1\ta\tb'], 'line 2: 3 columns where the header has 2'],
    [['id\tname', 'OWN:1\ta'], 'nothing in it says which entity type its concepts are'],
    [['id\tname\tparents', 'DOID:1\ta\tdoid:1'], 'line 2: a cycle of parents: "DOID:1" is a "DOID:1"'],
    [['id\tname'], 'there is no concept in it'],
    [[], 'there is no line in it'],
  ])('%j is refused', async (rows, message) => {
    expect(await failureOf(read(rows), folder)).toContain(`x.tsv: ${message}`);
  });

  it('is what comes with the product', async () => {
    const { records, problems } = await readTerminology(tsv, embeddedTerminology());
    expect(problems).toEqual([]);
    expect(records.length).toBeGreaterThan(100);
    expect(records.filter(({ types }) => types.length === 0)).toEqual([]);
  });
});

const terms = path.join(corporaFolder, 'terms');

describe.skipIf(missing(terms))(missing(terms) ?? 'the tables of terms that corpora are linked to', () => {
  it.each([
    ['cell-ontology/cl_terms.tsv.gz', 2235, 4028, 'CellType'],
    ['cellosaurus-names/cell_lines.tsv.gz', 1388, 1388, 'CellLine'],
    ['disease-ontology/do_terms.tsv.gz', 12246, 22128, 'Disease'],
    ['drugbank-vocabulary/drugbank_terms.tsv.gz', 14315, 40970, 'Chemical'],
    ['mesh/mesh_descriptors.tsv.gz', 27455, 37474, 'Chemical'],
    ['ncbi-gene/human_genes.tsv.gz', 20971, 160059, 'Gene'],
    ['uniprot-speclist/species.tsv.gz', 26658, 76663, 'Species'],
  ])('%s has %i concepts', async (file, concepts, names, type) => {
    const { records, problems } = await readTerminology(tsv, path.join(terms, file));
    expect(problems).toEqual([]);
    expect(records.length).toBe(concepts);
    expect(records.reduce((sum, each) => sum + 1 + each.names.length, 0)).toBe(names);
    expect(records.some(({ types }) => types.includes(type))).toBe(true);
    expect(new Set(records.map(({ identifier }) => identifier)).size).toBe(concepts);
  });
});

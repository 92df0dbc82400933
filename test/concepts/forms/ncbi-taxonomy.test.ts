import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { ncbiTaxonomy } from '../../../src/concepts/forms/ncbi/ncbi-taxonomy.ts';
import { scratchFolder, write } from '../../corpus/files.ts';
import { tarOf, zipOf } from './archives.ts';
import { fuzz, readForm } from './read-form.ts';
import { failureOf } from './read-terminology.ts';

const folder = scratchFolder();
let count = 0;
const place = (content: string | Uint8Array, ending: string) => write(folder, `${count++}.${ending}`, content);
const dmp = (...rows: (readonly (string | number)[])[]) => rows.map((row) => `${row.join('\t|\t')}\t|\n`).join('');

/** After https://ftp.ncbi.nlm.nih.gov/pub/taxonomy/taxdump_readme.txt; columns behind the division left out. */
const nodes = dmp(
  [1, 1, 'no rank', '', 8],
  [9605, 1, 'genus', '', 5],
  [9606, 9605, 'species', 'HS', 5],
  [77133, 1, 'species', '', 11],
);
const names = dmp(
  [1, 'all', '', 'synonym'],
  [1, 'root', '', 'scientific name'],
  [9605, 'Homo', '', 'scientific name'],
  [9605, 'humans', '', 'common name'],
  [9606, 'Homo sapiens', '', 'scientific name'],
  [9606, 'Homo sapiens Linnaeus, 1758', '', 'authority'],
  [9606, 'human', '', 'genbank common name'],
  [9606, 'HS', '', 'acronym'],
  [9606, 'Homo <x>', 'Homo <x>', 'in-part'],
  [77133, 'uncultured bacterium', '', 'scientific name'],
);
const merged = dmp([12, 9606], [30, 9606], [31, 5]);
const files = {
  'names.dmp': names,
  'nodes.dmp': nodes,
  'merged.dmp': merged,
  'delnodes.dmp': dmp([7]),
  'readme.txt': 'x',
};

function folderOf(content: Readonly<Record<string, string | Uint8Array>>): string {
  const where = join(folder, `folder-${count++}`);
  mkdirSync(where);
  for (const [name, text] of Object.entries(content)) writeFileSync(join(where, name), text);
  return where;
}

describe('NCBI Taxonomy', () => {
  it('gives taxa with names by kind, rank and parents, and merged ones as withdrawn', async () => {
    const { records, problems } = await readForm(ncbiTaxonomy, folderOf(files));
    expect(problems).toEqual([]);
    expect(records).toEqual([
      {
        identifier: 'NCBITaxon:1',
        name: 'root',
        types: [],
        names: [{ text: 'all', kind: 'synonym' }],
        xrefs: [],
        parents: [],
        line: 1,
      },
      expect.objectContaining({ identifier: 'NCBITaxon:9605', types: ['Species'], definition: 'Rank: genus.' }),
      {
        identifier: 'NCBITaxon:9606',
        name: 'Homo sapiens',
        types: ['Species'],
        names: [
          { text: 'human', kind: 'synonym' },
          { text: 'HS', kind: 'abbreviation' },
          { text: 'Homo <x>', kind: 'broad' },
        ],
        definition: 'Rank: species.',
        xrefs: [],
        parents: ['NCBITaxon:9605'],
        line: 3,
      },
      expect.objectContaining({
        identifier: 'NCBITaxon:12',
        name: 'Homo sapiens',
        types: [],
        withdrawn: ['NCBITaxon:9606'],
        line: 1,
      }),
      expect.objectContaining({ identifier: 'NCBITaxon:30', withdrawn: ['NCBITaxon:9606'], line: 2 }),
      // An environmental sample.
      expect.objectContaining({ identifier: 'NCBITaxon:77133', types: [] }),
    ]);
  });

  it('is read alike of a folder, a zip and a tar archive, whose names tell the day', async () => {
    const expected = (await readForm(ncbiTaxonomy, folderOf(files))).records;
    const tar = await tarOf(files);
    for (const [content, ending] of [
      [zipOf(files), 'taxdmp_2026-01-01.zip'],
      [tar, '2026-01-01.tar'],
      [gzipSync(tar), 'new_taxdump_2026-01-01.tar.gz'],
    ] as const) {
      const { records, facts, progress } = await readForm(ncbiTaxonomy, place(content, ending));
      expect(records).toEqual(expected);
      expect(facts).toEqual({ version: '2026-01-01' });
      expect(progress).toEqual([...progress].sort((one, other) => one - other));
    }
    expect(ncbiTaxonomy.matches('x', '', ['a/nodes.dmp'])).toBe(true);
  });

  it('joins long files in step', async () => {
    const taxa = Array.from({ length: 30_000 }, (_, index) => index * 3 + 1);
    const long = {
      'nodes.dmp': dmp(...taxa.map((taxon) => [taxon, 1, 'species', '', 0])),
      'names.dmp': dmp(
        ...taxa.flatMap((taxon) => [
          [taxon, `Name ${taxon}`, '', 'scientific name'],
          [taxon, `other name ${taxon}`, '', 'synonym'],
          // Of no node.
          [taxon + 1, 'x', '', 'scientific name'],
        ]),
      ),
    };
    const { records } = await readForm(ncbiTaxonomy, folderOf(long));
    expect(records).toHaveLength(30_000);
    for (const { identifier, name, names } of records) {
      const taxon = identifier.replace('NCBITaxon:', '');
      if (name !== `Name ${taxon}` || names[0]?.text !== `other name ${taxon}`) throw new Error(identifier);
    }
  });

  it('says which file is missing, and which is not sorted', async () => {
    const { 'names.dmp': _, ...without } = files;
    expect(await failureOf(readForm(ncbiTaxonomy, folderOf(without)))).toMatch(
      /: names\.dmp is missing; give the folder or the archive/,
    );
    expect(await failureOf(readForm(ncbiTaxonomy, place(nodes, 'dmp')))).toMatch(/nodes\.dmp is missing/);
    const turned = {
      ...files,
      'names.dmp': dmp([9606, 'a', '', 'scientific name'], [1, 'root', '', 'scientific name']),
    };
    expect(await failureOf(readForm(ncbiTaxonomy, folderOf(turned)))).toMatch(
      /names\.dmp: line 2: 1 stands after 9606; the file has to be sorted by it$/,
    );
  });

  it('tells of rows that cannot be kept, and goes on', async () => {
    const where = folderOf({
      ...files,
      'nodes.dmp': `x\t|\n${nodes}99999\t|\t1\t|\tspecies\t|\t\t|\t0\t|\n`.replaceAll('\n', '\r\n'),
    });
    const { records, problems } = await readForm(ncbiTaxonomy, where);
    expect(records).toHaveLength(6);
    expect(problems).toEqual(
      [
        'nodes.dmp: 1: not a row with a number and 5 columns; left out',
        'nodes.dmp: 6: taxon 99999 has no scientific name in names.dmp; left out',
      ].map((told) => told.replace(/^(.*?): (\d+): /, '$2: $1: ')),
    );
  });

  it('refuses what is damaged or empty', async () => {
    expect(await failureOf(readForm(ncbiTaxonomy, folderOf({ ...files, 'nodes.dmp': '' })))).toMatch(
      /there is no concept in it/,
    );
    expect(
      await failureOf(
        readForm(ncbiTaxonomy, folderOf({ ...files, 'names.dmp': Buffer.from('1\t|\t\xe9\n', 'latin1') })),
      ),
    ).toMatch(/names\.dmp: line 1: not text in UTF-8/);
    const cut = gzipSync(await tarOf(files)).subarray(0, -30);
    expect(await failureOf(readForm(ncbiTaxonomy, place(cut, 'tar.gz')))).toMatch(
      /the gzip data end too early|cut short/,
    );
  });

  it('gives concepts or an error for users, whatever is changed in a file', async () => {
    const where = folderOf(files);
    await fuzz(ncbiTaxonomy, where, 'names.dmp', names, where);
    writeFileSync(join(where, 'names.dmp'), names);
    await fuzz(ncbiTaxonomy, where, 'nodes.dmp', nodes, where);
  });
});

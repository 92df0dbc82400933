import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gerbera } from '../support/command-line.ts';

let folder = '';
let store = '';

const prose = 'Patients with breast cancer were treated with aspirin in HeLa cells.';

function put(name: string, contents: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, contents);
  return file;
}

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'gerbera-link-'));
  store = path.join(folder, 'store');
  const terms = [
    'id\tname\tsynonyms\txrefs',
    'MESH:D001943\tBreast Neoplasms\tbreast cancer\tDOID:1612',
    'MESH:D001241\tAspirin\tacetylsalicylic acid\tDrugBank:DB00945',
  ].map((line, index) => `${line}\t${['types', 'Disease', 'Chemical'][index]}`);
  const { exitCode } = await gerbera([
    ...['concepts', 'import', put('terms.tsv', `${terms.join('\n')}\n`), '--concepts', store],
  ]);
  expect(exitCode).toBe(0);
});

afterAll(() => rmSync(folder, { recursive: true }));

const annotate = (...argv: string[]) => gerbera(['annotate', ...argv, '--link', '--concepts', store]);

describe('gerbera annotate --link', () => {
  it('adds the concept of each entity, and null where there is none', async () => {
    const { exitCode, stdout, stderr } = await annotate(put('paper.txt', `${prose} The zorblax virus was there.\n`));
    expect([exitCode, stderr]).toEqual([0, '']);
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.find(({ text }) => text === 'breast cancer')).toMatchObject({
      concept: 'MESH:D001943',
      identifiers: ['MESH:D001943', 'DOID:1612'],
      conceptName: 'Breast Neoplasms',
      conceptScore: expect.any(Number),
    });
    expect(lines.find(({ text }) => text === 'aspirin')).toMatchObject({ concept: 'MESH:D001241' });
    for (const { concept, conceptScore } of lines) expect(concept === null).toBe(conceptScore === undefined);
  });

  it('says nothing of concepts where they are not asked for', async () => {
    const { stdout } = await gerbera(['annotate', put('paper.txt', prose)]);
    expect(stdout).not.toContain('concept');
  });

  it('gives forms of corpora the identifiers that they can hold', async () => {
    const file = put('paper.txt', prose);
    const [pubtator, bioc, jsonl, html] = await Promise.all(
      ['pubtator', 'bioc-json', 'jsonl', 'html'].map(
        async (format) => (await annotate(file, '--format', format)).stdout,
      ),
    );
    expect(pubtator).toMatch(/\tbreast cancer\tDisease\tMESH:D001943\n/);
    expect(bioc).toMatch(/"identifier":\s*"MESH:D001943"/);
    expect(JSON.parse(jsonl ?? '').mentions).toContainEqual(
      expect.objectContaining({ type: 'Chemical', concepts: ['MESH:D001241'] }),
    );
    expect(html).toContain('MESH:D001943 Breast Neoplasms');
    expect(html).toContain('href="https://meshb.nlm.nih.gov/record/ui?ui=D001943"');
    const brat = path.join(folder, 'brat');
    await annotate(file, '--format', 'brat', '--out', brat);
    const annotations = readdirSync(brat).find((name) => name.endsWith('.ann')) ?? '';
    expect(readFileSync(path.join(brat, annotations), 'utf8')).toMatch(
      /^N\d+\tReference T\d+ MESH:D001943\tbreast cancer$/m,
    );
  });

  it('links what it finds in the documents of a corpus, and leaves what was there', async () => {
    const corpus = put(
      'corpus.pubtator',
      `1|t|A report.\n1|a|${prose}\n1\t24\t37\tbreast cancer\tDisease\tMESH:D000001\n\n`,
    );
    const { stdout } = await annotate(corpus, '--format', 'pubtator');
    expect(stdout).toMatch(/\tbreast cancer\tDisease\tMESH:D001943\n/);
    expect(stdout).not.toContain('D000001');
    const entities = (await annotate(corpus)).stdout;
    expect(entities).toContain('"concept":"MESH:D001241"');
  });

  it('gives only the types and scores that are asked for, but goes by all of the paper', async () => {
    const file = put('paper.txt', prose);
    const { stdout } = await annotate(file, '--types', 'Chemical', '--min-score', '0.5');
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toMatchObject([{ text: 'aspirin', concept: 'MESH:D001241' }]);
  });

  it('links with what comes with the product where there is no store, and says so', async () => {
    const none = path.join(folder, 'none');
    const file = put('cf.txt', 'Cystic fibrosis is caused by mutations in the CFTR gene.');
    const { exitCode, stdout, stderr } = await gerbera(['annotate', file, '--link', '--concepts', none]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('NCBIGene:1080');
    expect(stderr).toContain('only what the samples mention is linked; "gerbera help concepts" tells how to get more');
    expect(readdirSync(folder)).not.toContain('none');
  });

  it('refuses --concepts without --link, and a store that is none', async () => {
    const file = put('paper.txt', prose);
    const without = await gerbera(['annotate', file, '--concepts', store]);
    expect([without.exitCode, without.stderr]).toEqual([
      2,
      expect.stringContaining('--concepts has no effect without --link'),
    ]);
    const broken = mkdtempSync(path.join(folder, 'broken-'));
    const [name = ''] = readdirSync(store).filter((each) => each.endsWith('.sqlite'));
    writeFileSync(path.join(broken, name), 'no database at all');
    const damaged = await gerbera(['annotate', file, '--link', '--concepts', broken]);
    expect([damaged.exitCode, damaged.stdout]).toEqual([1, '']);
    expect(damaged.stderr).toMatch(/not a store of terminologies: move the file away/);
  });
});

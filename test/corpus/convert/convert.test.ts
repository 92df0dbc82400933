import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/core/errors.ts';
import { convertCorpus } from '../../../src/corpus/convert/convert.ts';
import { gerbera } from '../../support/command-line.ts';
import { scratchFolder, write } from '../files.ts';

const folder = scratchFolder();
let count = 0;
function place(files: Readonly<Record<string, string>> = {}): string {
  const own = path.join(folder, String(count++));
  mkdirSync(own);
  for (const [name, content] of Object.entries(files)) write(own, name, content);
  return own;
}

const words = 'p530\tB-Gene\ngene\tI-Gene\n\nmice\tB-Species\n\n';
const pubtator = '1|t|p530 gene\n1|a|in mice\n1\t0\t9\tp530 gene\tGene\t3558\n1\t13\t17\tmice\tSpecies\t10090\n\n';

describe('converting a corpus', () => {
  it('writes a file in the form that its name says, compressed if it says so', async () => {
    const own = place({ 'a.tsv': words });
    const done = await convertCorpus(path.join(own, 'a.tsv'), path.join(own, 'b.hf.jsonl.gz'), { scheme: 'BILOU' });
    expect(done.parts).toEqual([expect.objectContaining({ documents: 2, mentions: 2 })]);
    expect(gunzipSync(readFileSync(path.join(own, 'b.hf.jsonl.gz'))).toString()).toBe(
      '{"id":"a.tsv:1","tokens":["p530","gene"],"ner_tags":["B-Gene","L-Gene"]}\n' +
        '{"id":"a.tsv:4","tokens":["mice"],"ner_tags":["U-Species"]}\n',
    );
    const back = path.join(own, 'c.conll');
    await convertCorpus(path.join(own, 'b.hf.jsonl.gz'), back);
    expect(readFileSync(back, 'utf8')).toBe(words);
    expect(readdirSync(own).sort()).toEqual(['a.tsv', 'b.hf.jsonl.gz', 'c.conll']);
  });

  it('writes each part of a folder under its usual name, compressed where it was, with the mapping that is kept', async () => {
    const own = place({ 'dev.txt': words, 'Train.tsv.gz': words, 'readme.md': '?', 'mapping.json': '{"Gene": "G"}' });
    const target = path.join(own, 'out');
    const done = await convertCorpus(own, target, { to: 'jsonl' });
    expect(readdirSync(target).sort()).toEqual(['devel.jsonl', 'mapping.json', 'train.jsonl.gz']);
    expect(done.parts.map(({ split, written }) => [split, path.relative(own, written)])).toEqual([
      ['train', 'out/train.jsonl.gz'],
      ['devel', 'out/devel.jsonl'],
    ]);
    const folders = path.join(own, 'brat');
    await convertCorpus(own, folders, { to: 'brat' });
    expect(readdirSync(folders).sort()).toEqual(['devel', 'mapping.json', 'train']);
    expect(readdirSync(path.join(folders, 'train')).filter((name) => name.endsWith('.ann'))).toHaveLength(2);
    const again = path.join(own, 'again');
    await convertCorpus(folders, again, { to: 'conll' });
    expect(readFileSync(path.join(again, 'train.conll'), 'utf8').replaceAll(/-DOCSTART-.*\n\n/g, '')).toBe(words);
  });

  it('numbers the labels of all parts alike', async () => {
    const own = place({ 'train.tsv': 'a\tB-Z\n', 'test.tsv': 'a\tB-A\n' });
    const target = path.join(own, 'out');
    await convertCorpus(own, target, { to: 'parquet' });
    for (const name of ['train', 'test']) {
      const bytes = readFileSync(path.join(target, `${name}.parquet`), 'latin1');
      expect(bytes).toContain('"names":["O","B-A","I-A","B-Z","I-Z"]');
    }
  });

  it('calls types what a mapping says, and counts those that it leaves out', async () => {
    const own = place({ 'a.pubtator': pubtator });
    const target = path.join(own, 'b.tsv');
    const { losses, leftOut, absentTypes } = await convertCorpus(path.join(own, 'a.pubtator'), target, {
      mapping: { Gene: 'G', Species: '', GENE: 'G', '*': 'X' },
    });
    expect(readFileSync(target, 'utf8')).toBe('-DOCSTART- (1)\tO\n\np530\tB-G\ngene\tI-G\n\nin\tO\nmice\tO\n\n');
    expect(Object.fromEntries(leftOut)).toEqual({ 'mentions of types that are left out': 1 });
    expect(losses.get('concepts of mentions')).toBe(1);
    expect(absentTypes).toEqual(['GENE']);
    const labelled = path.join(own, 'c.jsonl');
    await convertCorpus(target, labelled, { mapping: { G: '' } });
    expect(readFileSync(labelled, 'utf8')).not.toMatch(/B-|"G"/);
  });

  it('replaces what is there only if it is told to, and never what it reads', async () => {
    const own = place({ 'a.tsv': words, 'b.tsv': 'kept' });
    const [a, b] = [path.join(own, 'a.tsv'), path.join(own, 'b.tsv')] as const;
    await expect(convertCorpus(a, b)).rejects.toThrow('b.tsv: is there already; replace it with --force');
    expect(readFileSync(b, 'utf8')).toBe('kept');
    await convertCorpus(a, b, { force: true });
    expect(readFileSync(b, 'utf8')).toBe(words);
    symlinkSync(a, path.join(own, 'link.tsv'));
    for (const target of [a, path.join(own, 'link.tsv'), `${own}/../${path.basename(own)}/a.tsv`]) {
      await expect(convertCorpus(a, target, { force: true })).rejects.toThrow('is or holds the corpus that is read');
    }
    const parts = place({ 'train.tsv': words });
    for (const target of [parts, path.dirname(parts)]) {
      await expect(convertCorpus(parts, target, { to: 'jsonl', force: true })).rejects.toThrow(
        'is or holds the corpus',
      );
    }
    expect(readFileSync(path.join(parts, 'train.tsv'), 'utf8')).toBe(words);
  });

  it('gives no two documents the same file', async () => {
    const own = place({ 'a.jsonl': '{"id":"A","text":"x"}\n{"id":"a","text":"y"}\n' });
    const file = path.join(own, 'a.jsonl');
    await expect(convertCorpus(file, path.join(own, 'b'), { to: 'brat' })).rejects.toThrow(
      `${file}: line 2: two documents would be written as a.txt; give one another id`,
    );
    expect(readdirSync(own)).toEqual(['a.jsonl']);
  });

  it('replaces no folder that holds anything else', async () => {
    const own = place({ 'train.tsv': words });
    const target = place({ 'train.jsonl': 'old', 'thesis.tex': 'precious' });
    await expect(convertCorpus(own, target, { to: 'jsonl', force: true })).rejects.toThrow('holds "thesis.tex"');
    const notes = place({ 'a.txt': 'old', 'a.ann': '', 'diary.txt': 'precious' });
    const file = path.join(own, 'train.tsv');
    await expect(convertCorpus(file, notes, { to: 'brat', force: true })).rejects.toThrow('holds "diary.txt"');
    const pairs = place({ 'a.txt': 'old', 'a.ann': '' });
    await expect(convertCorpus(file, pairs, { to: 'brat' })).rejects.toThrow('is there already');
    await convertCorpus(file, pairs, { to: 'brat', force: true });
    expect(readdirSync(pairs)).toHaveLength(4);
    const old = place({ 'train.jsonl': 'old', 'devel.tsv': 'old' });
    await expect(convertCorpus(own, old, { to: 'jsonl' })).rejects.toThrow('is there already');
    await convertCorpus(own, old, { to: 'jsonl', force: true });
    expect(readdirSync(old)).toEqual(['train.jsonl']);
  });

  it('leaves nothing half written', async () => {
    const own = place({ 'train.tsv': words, 'test.tsv': 'a\tO\nwrong\n' });
    for (const to of ['jsonl', 'brat', 'parquet'] as const) {
      await expect(convertCorpus(own, path.join(own, 'out'), { to })).rejects.toThrow('test.tsv: line 2: ');
    }
    const one = path.join(own, 'test.tsv');
    await expect(convertCorpus(one, path.join(own, 'out.jsonl'))).rejects.toThrow(UserError);
    await expect(convertCorpus(one, path.join(own, 'out'), { to: 'brat' })).rejects.toThrow(UserError);
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(convertCorpus(path.join(own, 'train.tsv'), path.join(own, 'out.jsonl'), { signal })).rejects.toThrow(
      'enough',
    );
    expect(readdirSync(own).sort()).toEqual(['test.tsv', 'train.tsv']);
  });

  it.each([
    ['a name that says no form', 'b.xyz', 'b.xyz: its name says no form; say it with --to: '],
    ['Parquet that is compressed', 'b.parquet.gz', 'leave the ending .gz away'],
    ['a folder in the place of a file', '.', 'is or holds the corpus'],
  ])('is refused with %s', async (_, name, message) => {
    const own = place({ 'a.tsv': words });
    await expect(convertCorpus(path.join(own, 'a.tsv'), path.join(own, name))).rejects.toThrow(
      name === '.' ? 'its name says no form' : message,
    );
    expect(existsSync(path.join(own, 'b.xyz'))).toBe(false);
  });

  it('asks for a folder where there are parts', async () => {
    const own = place({ 'train.tsv': words });
    await expect(convertCorpus(own, path.join(own, 'b.jsonl'))).rejects.toThrow(
      'names a file, and the corpus has parts (train)',
    );
  });
});

describe('gerbera convert', () => {
  it('tells what it wrote, what was wrong and what was lost', async () => {
    const own = place();
    const wrong = pubtator.replace('0\t9\tp530 gene', '0\t9\tp530 gone');
    writeFileSync(path.join(own, 'a.pubtator.gz'), gzipSync(wrong));
    const { exitCode, stdout, stderr } = await gerbera(['convert', `${own}/a.pubtator.gz`, `${own}/b.tsv`]);
    expect([exitCode, stdout]).toEqual([0, '']);
    expect(stderr).toContain(
      `gerbera: ${own}/a.pubtator.gz (PubTator) -> ${own}/b.tsv (CoNLL): 1 document, 1 mention\n`,
    );
    expect(stderr).toContain('gerbera: text differs: 1 place\n');
    expect(stderr).toMatch(/\n {2}\S*a\.pubtator\.gz: line 3: .*p530 gone/);
    expect(stderr).toMatch(/CoNLL cannot hold:\n( {2}\d+ {2}.*\n)* {2}1 {2}concepts of mentions\n/);
  });

  it('exits with 1 where something cannot be read, and with 2 where the command line is wrong', async () => {
    const own = place({ 'a.tsv': 'wrong\n', 'b.tsv': words });
    const failed = await gerbera(['convert', `${own}/a.tsv`, `${own}/b.jsonl`, '--from', 'conll']);
    expect([failed.exitCode, failed.stderr]).toEqual([
      1,
      `gerbera: ${own}/a.tsv: line 1: expected a word and its label, with a tab or a space between them\n`,
    ]);
    const nowhere = await gerbera(['convert', `${own}/b.tsv`, `${own}/none/b.jsonl`]);
    expect(nowhere.stderr).toBe(
      `gerbera: ${own}/none/b.jsonl: cannot be written: its folder does not exist; make it first\n`,
    );
    expect((await gerbera(['convert', own])).exitCode).toBe(2);
    expect((await gerbera(['convert', 'a', 'b', '--map', 'G'])).exitCode).toBe(2);
    expect((await gerbera(['convert', 'a', 'b', 'c'])).exitCode).toBe(2);
    expect((await gerbera(['convert', 'a', 'b', '--to', 'word'])).stderr).toContain('--to is one of');
    expect((await gerbera(['convert', 'a', 'b', '--scheme', 'IOB'])).exitCode).toBe(2);
  });

  it('takes names for the numbers of labels, types and a mapping', async () => {
    const own = place({ 'a.jsonl': '{"tokens":["x","y"],"ner_tags":[1,0]}\n' });
    const run = await gerbera([
      ...['convert', `${own}/a.jsonl`, `${own}/b.tsv`, '--labels', 'O,B', '--type', 'Gene', '--map', 'Gene=G'],
      ...['--scheme', 'IOBES'],
    ]);
    expect(run.exitCode).toBe(0);
    expect(readFileSync(`${own}/b.tsv`, 'utf8')).toBe('x\tS-G\ny\tO\n\n');
    const out = await gerbera(['convert', `${own}/b.tsv`, `${own}/c.tsv`, '--map', 'G=-,Nope=G']);
    expect(out.stderr).toContain(`gerbera: --map: there is no mention of "Nope" in ${own}/b.tsv\n`);
    expect(out.stderr).toContain('gerbera: left out, as --map says:\n  1  mentions of types that are left out\n');
  });
});

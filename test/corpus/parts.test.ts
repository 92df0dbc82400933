import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { formOf } from '../../src/corpus/detect.ts';
import { corpusParts } from '../../src/corpus/parts.ts';
import { scratchFolder, write } from './files.ts';

const scratch = scratchFolder();
let count = 0;

const pubtator = '1|t|A\n1\t0\t1\tA\tX\n';
const conll = 'a\tB-X\n';

/** A folder with files in it; the content of those without any is CoNLL or PubTator, as their ending says. */
function corpus(files: readonly string[] | Readonly<Record<string, string>>): string {
  const folder = path.join(scratch, `corpus-${count++}`);
  mkdirSync(folder);
  const contents = Array.isArray(files)
    ? files.map((name) => [name, /pubtator|corpus\.txt/i.test(name) ? pubtator : conll] as const)
    : Object.entries(files);
  for (const [name, content] of contents) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    write(folder, name, content);
  }
  return folder;
}

async function partsOf(place: string, form?: Parameters<typeof corpusParts>[1]) {
  const { parts } = await corpusParts(place, form);
  return parts.map(({ split, place: file, form: { name } }) => `${split} ${path.relative(place, file)} ${name}`);
}

describe('the parts of a corpus', () => {
  it.each([
    [
      ['train.tsv', 'dev.tsv', 'test.tsv', 'train_dev.tsv', 'README.txt'],
      ['train train.tsv conll', 'devel dev.tsv conll', 'test test.tsv conll'],
    ],
    [
      ['train.pubtator.txt.gz', 'Validation.PubTator', 'test.pubtator'],
      ['train train.pubtator.txt.gz pubtator', 'devel Validation.PubTator pubtator', 'test test.pubtator pubtator'],
    ],
    [
      ['traindev.pubtator.txt.gz', 'test.pubtator.txt.gz'],
      ['train traindev.pubtator.txt.gz pubtator', 'test test.pubtator.txt.gz pubtator'],
    ],
    [
      ['NCBItrainset_corpus.txt', 'NCBIdevelopset_corpus.txt', 'NCBItestset_corpus.txt'],
      [
        'train NCBItrainset_corpus.txt pubtator',
        'devel NCBIdevelopset_corpus.txt pubtator',
        'test NCBItestset_corpus.txt pubtator',
      ],
    ],
    [
      ['CDR_TrainingSet.PubTator.txt', 'CDR_DevelopmentSet.PubTator.txt', 'contest.tsv', 'device.tsv'],
      ['train CDR_TrainingSet.PubTator.txt pubtator', 'devel CDR_DevelopmentSet.PubTator.txt pubtator'],
    ],
    [
      ['BC5-train.tsv', 'BC5-train-dev.tsv', 'BC5-test.tsv'],
      ['train BC5-train.tsv conll', 'test BC5-test.tsv conll'],
    ],
    [
      ['mine-trainDev.tsv', 'mine-test.tsv'],
      ['train mine-trainDev.tsv conll', 'test mine-test.tsv conll'],
    ],
    [['train.tsv', 'notes-test.tsv'], ['train train.tsv conll']],
  ])('of the files %j are found', async (files, expected) => {
    expect(await partsOf(corpus(files))).toEqual(expected);
  });

  it('may be folders of brat, and a folder of brat is one of its own', async () => {
    const folder = corpus({
      'train/a.txt': 'a',
      'train/a.ann': '',
      'test/b.txt': 'b',
      'test/b.ann': '',
      'dev/x.md': '',
    });
    expect(await partsOf(folder)).toEqual(['train train brat', 'test test brat']);
    const { name, parts } = await corpusParts(path.join(folder, 'train'));
    expect([name, parts.map(({ split, form }) => [split, form.name])]).toEqual(['train', [[undefined, 'brat']]]);
  });

  it('are the file, where a file is the corpus', async () => {
    const folder = corpus(['my.pubtator.txt.gz']);
    const { name, folder: where, parts } = await corpusParts(path.join(folder, 'my.pubtator.txt.gz'));
    expect([name, where, parts.length, parts[0]?.form.name, parts[0]?.split]).toEqual([
      ...['my', folder, 1, 'pubtator', undefined],
    ]);
  });

  it('are those of one form, where it is named', async () => {
    const folder = corpus(['train.tsv', 'train.pubtator', 'test.pubtator']);
    await expect(corpusParts(folder)).rejects.toThrow(
      'train.pubtator and train.tsv are both its train part; leave one',
    );
    expect(await partsOf(folder, 'pubtator')).toEqual(['train train.pubtator pubtator', 'test test.pubtator pubtator']);
  });

  it('may have other endings than those of the form that is named', async () => {
    expect(await partsOf(corpus({ 'train.json': pubtator, 'test.json': pubtator }), 'pubtator')).toEqual([
      ...['train train.json pubtator', 'test test.json pubtator'],
    ]);
  });

  it('are refused where there are two of one, none, or nothing at all', async () => {
    await expect(corpusParts(corpus(['a-train.tsv', 'b-train.tsv']))).rejects.toThrow('are both its train part');
    await expect(corpusParts(corpus(['x.tsv']))).rejects.toThrow('no corpus in it: expected files named train, devel');
    await expect(corpusParts(corpus(['x.tsv']), 'brat')).rejects.toThrow(
      /: no corpus in it: expected texts \(\.txt\) with brat's annotations \(\.ann\) beside them$/,
    );
    await expect(corpusParts(path.join(scratch, 'none'))).rejects.toThrow(/none: no such file or folder$/);
  });
});

describe('the form of a file', () => {
  it.each([
    ['x.txt', pubtator, 'pubtator'],
    ['x.tsv', pubtator, 'pubtator'],
    ['x.dat', `\n\n\ufeff${pubtator}`, 'pubtator'],
    ['x.pubtator', '', 'pubtator'],
    ['x.txt', conll, 'conll'],
    ['x.tsv', 'only one column\n', 'conll'],
    ['x', conll, 'conll'],
  ])('%s is told by its content, then by its name', async (name, content, form) => {
    expect((await formOf(write(scratch, name, content))).name).toBe(form);
    expect((await formOf(write(scratch, `${name}.gz`, gzipSync(content)))).name).toBe(form);
  });

  it('that is of none is refused with the forms there are, and a folder where a file is meant', async () => {
    const file = write(scratch, 'x.bin', 'What is this? It has no form.');
    await expect(formOf(file)).rejects.toThrow(/x\.bin: neither its content nor its name .*pubtator, conll/);
    await expect(formOf(scratch, 'pubtator')).rejects.toThrow('PubTator is one file, and this is a folder');
    await expect(formOf(file, 'brat')).rejects.toThrow('brat standoff is a folder, and this is a file');
  });
});

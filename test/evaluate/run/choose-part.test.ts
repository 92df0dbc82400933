import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { choosePart } from '../../../src/evaluate/run/choose-part.ts';
import { scratchFolder, write } from '../../corpus/files.ts';

const scratch = scratchFolder();

function corpus(name: string, ...files: string[]): string {
  const folder = path.join(scratch, name);
  mkdirSync(folder);
  for (const file of files) write(folder, file, 'BRCA1\tB-Gene\n');
  return folder;
}

describe('the part that is evaluated', () => {
  it('is the test part, with the training part beside it', async () => {
    const { name, part, training } = await choosePart(corpus('whole', 'train.tsv', 'dev.tsv', 'test.tsv.gz'));
    expect([name, part.split, training?.split]).toEqual(['whole', 'test', 'train']);
  });

  it('is the one that is asked for', async () => {
    const { part, training } = await choosePart(path.join(scratch, 'whole'), 'train');
    expect([part.split, training]).toEqual(['train', undefined]);
    expect((await choosePart(path.join(scratch, 'whole'), 'devel')).part.place).toContain('dev.tsv');
  });

  it('is the only one that there is', async () => {
    expect((await choosePart(corpus('only', 'devel.tsv'))).part.split).toBe('devel');
    const { part, training } = await choosePart(path.join(scratch, 'whole', 'dev.tsv'));
    expect([part.split, training]).toEqual([undefined, undefined]);
  });

  it('is an error where it is not there', async () => {
    const folder = corpus('part', 'train.tsv', 'devel.tsv');
    await expect(choosePart(folder)).rejects.toThrow(
      'part: there is no test part in it; choose another by --split: it has train, devel',
    );
    await expect(choosePart(folder, 'test')).rejects.toThrow('there is no test part in it; it has train, devel');
    await expect(choosePart(path.join(folder, 'train.tsv'), 'test')).rejects.toThrow(
      'there is no test part in it; it is one file without parts; leave --split out',
    );
    await expect(choosePart(path.join(scratch, 'nowhere'))).rejects.toThrow('nowhere: no such file or folder');
  });
});

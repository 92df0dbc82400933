import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { describeTerminology } from '../../src/host/describe-terminology.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'gerbera-describe-'));
afterAll(() => rmSync(folder, { recursive: true }));

function written(name: string, ...lines: readonly string[]): string {
  const file = path.join(folder, name);
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
}
const look = (place: string, form?: string, signal = new AbortController().signal) =>
  describeTerminology(place, form, signal);

describe('a file that may be a terminology', () => {
  it('is told by form, name and the entity types of its concepts, the most frequent first', async () => {
    const file = written('My terms.tsv', 'id\tname', 'NCBITaxon:1\tx', 'NCBIGene:2\ty', 'NCBIGene:3\tz');
    expect(await look(file)).toEqual({
      place: file,
      form: 'table of terms (TSV)',
      name: 'my-terms',
      types: ['Gene', 'Species'],
    });
  });

  it('has no types where nothing in it tells them, so that a person is asked', async () => {
    expect((await look(written('plain.tsv', 'id\tname', 'X:1\tQuuxase'))).types).toEqual([]);
    expect((await look(written('mixed.tsv', 'id\tname', 'X:1\ta', 'NCBIGene:2\tb'))).types).toEqual(['Gene']);
  });

  it('is refused where it is none', async () => {
    await expect(look(written('wrong.xyz', 'nothing'))).rejects.toThrow(/wrong\.xyz: of no form/);
    await expect(look(path.join(folder, 'absent'))).rejects.toThrow(/absent: no such file/);
  });

  it('is of the form that a person says', async () => {
    const file = written('genes.data', 'id\tname', 'NCBIGene:2\ty');
    expect((await look(file, 'tsv')).form).toBe('table of terms (TSV)');
    await expect(look(file, 'obo')).rejects.toThrow(/genes\.data: /);
    await expect(look(file, 'nothing')).rejects.toThrow(/there is no form "nothing"/);
  });

  it('is not looked into to its end', async () => {
    const rows = Array.from({ length: 20_000 }, (_, index) => `NCBIGene:${index + 1}\tgene ${index}`);
    expect((await look(written('many.tsv', 'id\tname', ...rows, 'NCBITaxon:1\tlast'))).types).toEqual(['Gene']);
  });

  it('is left when it is told to', async () => {
    const stop = new AbortController();
    stop.abort(new Error('enough'));
    await expect(look(written('x.tsv', 'id\tname', 'NCBIGene:2\ty'), undefined, stop.signal)).rejects.toThrow('enough');
  });
});

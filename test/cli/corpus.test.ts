import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { gerbera } from '../support/command-line.ts';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'gerbera-corpus-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

function put(name: string, contents: string): string {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, contents);
  return file;
}

function putCorpus(): void {
  put(
    'train.tsv',
    'IL-2\tB-protein\nhere\tO\n\nIL-2\tB-DNA\ngene\tI-DNA\n\nA\tO\nlong\tO\nenough\tO\nsentence\tO\n.\tO\n\n',
  );
  put('test.tsv', 'IL-2\tB-protein\nand\tO\nIL-2\tO\n\nA\tO\nlong\tO\nenough\tB-protein\nsentence\tO\n.\tO\n\n');
}

describe('gerbera corpus', () => {
  it('explains itself', async () => {
    const { exitCode, stdout } = await gerbera(['corpus']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^Usage: gerbera corpus stats\|map PLACE/);
    expect(stdout.split('\n').filter((line) => line.length > 120)).toEqual([]);
  });

  it('prints statistics in lines that fit a terminal', async () => {
    putCorpus();
    put('devel.tsv', `${'x'.repeat(300)}\tB-${'LongType'.repeat(20)}\n\nx\u001b[31mred\tB-protein\n\n`);
    const { exitCode, stdout, stderr } = await gerbera(['corpus', 'stats', folder]);
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout.split('\n').filter((line) => [...line].length > 100)).toEqual([]);
    expect(stdout).not.toContain('\u001b');
    expect(stdout).toMatch(/^train +– +3 +66\.7 % +9 +2 +2 +–$/m);
    expect(stdout).toMatch(/^protein +train +1 +1 +– +1\.00 +0\.0 % +0 +0 +0$/m);
    expect(stdout).toContain('Mentions of test that stand in train, with the same type');
    expect(stdout).toMatch(/^protein +2 +50\.0 % +50\.0 % +2 +50\.0 % +50\.0 % +– +–$/m);
    expect(stdout).toMatch(/^test +train +– +– +– +2 +1 +1 +1 +1 \(1\)$/m);
    expect(stdout).toContain('test:5 is train:7 (5 words, other labels)');
    expect(stdout).toMatch(/^ +IL-2 +protein +2 +labelled, as in +train:1 +1 +not, as in +test:3$/m);
  });

  it('prints them as JSON', async () => {
    putCorpus();
    const { stdout } = await gerbera(['corpus', 'stats', folder, '--json', '--map', 'DNA=-,protein=Gene']);
    const { parts, overlaps, leaks, noise } = JSON.parse(stdout);
    expect(parts.map((part: { types: object }) => Object.keys(part.types))).toEqual([['Gene'], ['Gene']]);
    expect(overlaps[0].types.Gene.seenMentions).toBe(1);
    expect(leaks[0].sentences.exactOtherLabels).toBe(1);
    expect(noise.examples[0].unlabelledAt.file).toBe(path.join(folder, 'train.tsv'));
  });

  it('looks for texts of another corpus', async () => {
    putCorpus();
    const other = put('other/x.jsonl', '{"text":"A long enough sentence.","entities":[]}\n');
    const { stdout, exitCode } = await gerbera(['corpus', 'stats', folder, '--with', other]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^x +train +– +– +– +1 +1 +1 +0$/m);
  });

  it('keeps a mapping with the corpus, and goes by it', async () => {
    putCorpus();
    const kept = await gerbera(['corpus', 'map', folder, '--map', 'protein=Gene,DNA=-']);
    const file = path.join(folder, 'mapping.json');
    expect(kept).toEqual({
      exitCode: 0,
      stdout: `kept in ${file}\n  DNA      left out\n  protein  Gene\n`,
      stderr: '',
    });
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ protein: 'Gene', DNA: null });
    const { stdout } = await gerbera(['corpus', 'stats', folder]);
    expect(stdout).toContain('Types: protein as Gene, DNA left out');
    expect((await gerbera(['corpus', 'map', folder])).stdout).toBe('  DNA      left out\n  protein  Gene\n');
    expect((await gerbera(['corpus', 'stats', folder, '--map', 'DNA=DNA'])).stdout).toMatch(/^DNA +train +1/m);
  });

  it('keeps no mapping of a type that is not there', async () => {
    putCorpus();
    const { exitCode, stderr } = await gerbera(['corpus', 'map', folder, '--map', 'Protein=Gene']);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('no mention of the type "Protein" in it; it has "DNA", "protein"');
    expect(existsSync(path.join(folder, 'mapping.json'))).toBe(false);
  });

  it.each([
    [['stat', 'x'], 2, '"stat" is neither stats nor map'],
    [['stats'], 2, 'corpus stats needs a corpus'],
    [['stats', 'a', 'b'], 2, '"b" is one argument too many'],
    [['stats', 'a', '--from', 'latex'], 2, '--from is one of'],
    [['stats', '/no/such/place'], 1, '/no/such/place: no such file or folder'],
    [['stats', '.', '--map', 'x'], 2, '--map: "x" is no pair'],
  ])('refuses %j', async (argv, code, message) => {
    const { exitCode, stdout, stderr } = await gerbera(['corpus', ...argv]);
    expect([exitCode, stdout]).toEqual([code, '']);
    expect(stderr).toContain(message);
  });
});

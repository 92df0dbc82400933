import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { Interruption } from '../../src/cli/terminal.ts';
import type { TransferEvent } from '../../src/transfer/report.ts';
import { scratchFolder, write } from '../corpus/files.ts';
import { bertModel } from '../model/models.ts';
import { writeModel } from '../model/tiny.ts';
import { gerbera } from '../support/command-line.ts';
import { smallPubtator } from '../support/small-corpus.ts';

const scratch = scratchFolder();
const target = path.join(scratch, 'target');
const other = path.join(scratch, 'other');
const model = path.join(scratch, 'model');
const usual = ['transfer', target, other, '--model', model, '--device', 'cpu', '--threads', '1'];

beforeAll(() => {
  for (const folder of [target, other, model]) mkdirSync(folder);
  writeModel(bertModel(), model);
  write(target, 'train.pubtator', smallPubtator());
  write(
    other,
    'test.tsv',
    'The\tO\nplacebo\tO\nhelps\tO\nasthma\tB-Illness\n.\tO\n\nNo\tO\nfever\tB-Illness\ntoday\tO\n',
  );
});

describe('gerbera transfer', () => {
  it('prints a table, and tells what of a corpus is compared', async () => {
    const { exitCode, stdout, stderr } = await gerbera(usual);
    expect(stderr).toContain('gerbera: other: it has no train part; its test part is compared\n');
    expect(stdout).toMatch(/^What may help target\n8 sentences, /);
    expect(stdout).toMatch(/\nother +2 /);
    expect(exitCode).toBe(0);
  });

  it('writes what the name of the file asks for', async () => {
    const files = ['r.json', 'r.csv', 'r.svg'].map((name) => path.join(scratch, name));
    for (const out of files) expect(await gerbera([...usual, '--out', out])).toMatchObject({ exitCode: 0, stdout: '' });
    const [json = '', csv = '', svg = ''] = files.map((file) => readFileSync(file, 'utf8'));
    expect(JSON.parse(json)).toMatchObject({ version: 1, target: 'target', seed: 1 });
    expect(csv).toMatch(/^target,candidate,/);
    expect(svg).toContain('</svg>');
  });

  it('prints every event as a line of JSON, the report last', async () => {
    const { stdout } = await gerbera([...usual, '--events', '--matrix', '--seed', '3', '--no-cache']);
    const events: TransferEvent[] = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const kinds = events.map(({ kind }) => kind);
    expect(kinds.slice(0, 2)).toEqual(['progress', 'progress']);
    expect(kinds).toContain('problems');
    expect(events.at(-1)).toMatchObject({ kind: 'report', report: { seed: 3, pairs: [{}, {}] } });
  });

  it.each([
    [['transfer'], 'a target is needed'],
    [['transfer', 'one'], 'a candidate is needed after the target'],
    [['transfer', 'a', 'b', '--method', 'multi'], '--method is one of gerbera, transfer, not "multi"'],
    [['transfer', 'a', 'b', '--measure', 'luck'], '--measure is one of wordOverlap, '],
    [['transfer', 'a', 'b', '--measure', 'leep', '--out', 'x.csv'], '--measure has no effect with csv'],
    [['transfer', 'a', 'b', '--events', '--format', 'csv'], '--events prints JSON'],
    [['transfer', 'a', 'b', '--sentences', '0'], '--sentences is a number from 1'],
  ])('refuses %j', async (argv, message) => {
    const { exitCode, stderr } = await gerbera(argv);
    expect(stderr).toContain(message);
    expect(exitCode).toBe(2);
  });

  it('says before the work that a file cannot be written', async () => {
    const out = path.join(scratch, 'nowhere', 'r.csv');
    const { exitCode, stderr } = await gerbera([...usual, '--out', out]);
    expect(stderr).toContain(`gerbera: ${out}: cannot be written`);
    expect(stderr).not.toContain('reading');
    expect(exitCode).toBe(1);
  });

  it('ends as a shell expects when it is interrupted', async () => {
    const stop = new AbortController();
    stop.abort(new Interruption('SIGINT'));
    expect((await gerbera(usual, { signal: stop.signal })).exitCode).toBe(130);
  });
});

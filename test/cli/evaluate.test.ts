import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { Interruption } from '../../src/cli/terminal.ts';
import { readReport } from '../../src/evaluate/report/read-report.ts';
import type { EvaluationEvent, EvaluationReport } from '../../src/evaluate/report/report.ts';
import { scratchFolder, write } from '../corpus/files.ts';
import { gerbera } from '../support/command-line.ts';

const scratch = scratchFolder();
const corpus = path.join(scratch, 'corpus');
const out = path.join(scratch, 'report');

const abstract = 'Mutations of BRCA1 raise the risk of breast cancer. Tamoxifen lowers it.';

/** A document of PubTator with mentions as `type` and `text`. */
function pubtator(id: number, title: string, mentions: readonly (readonly [string, string])[]): string {
  const text = `${title}\n${abstract}`;
  const lines = mentions.map(([type, mention]) => {
    const start = text.indexOf(mention);
    return `${id}\t${start}\t${start + mention.length}\t${mention}\t${type}\tMESH:D00${mention.length}`;
  });
  return [`${id}|t|${title}`, `${id}|a|${abstract}`, ...lines, '', ''].join('\n');
}

const labelled = [
  ['Gene', 'BRCA1'],
  ['Disease', 'breast cancer'],
  ['Chemical', 'Tamoxifen'],
  ['Variant', 'Mutations'],
] as const;

beforeAll(() => {
  mkdirSync(corpus);
  write(corpus, 'train.pubtator', pubtator(1, 'A study of cystic fibrosis.', labelled));
  const test = [2, 3, 4].map((id) => pubtator(id, `Report ${id} on asthma.`, [...labelled, ['Disease', 'asthma']]));
  write(corpus, 'test.pubtator', test.join(''));
});

function eventsOf(stdout: string): EvaluationEvent[] {
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

describe('gerbera evaluate', () => {
  it('prints a table, writes three files, and says where and what is not scored', async () => {
    const { exitCode, stdout, stderr } = await gerbera(['evaluate', corpus, '--out', out, '--device', 'cpu']);
    expect(stderr).toContain('gerbera: default on corpus, test (pubtator): Gene, Disease, Chemical');
    expect(stderr).toContain('Variant is not scored: default does not find Variant');
    expect(stderr).toContain(`gerbera: report: ${path.join(out, 'report.html')}`);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^default on corpus, test\n/);
    expect(stdout).toMatch(/\nDisease +\d/);
    expect(stdout).not.toContain('\u001b');
    expect(readdirSync(out).sort()).toEqual(['report.html', 'report.json', 'report.md']);
    const report = await readReport(path.join(out, 'report.json'));
    expect(report.corpus).toMatchObject({ documents: 3, split: 'test', form: 'pubtator', mentions: { Variant: 3 } });
    expect(report.corpus.files.map(({ file }) => path.basename(file))).toEqual(['train.pubtator', 'test.pubtator']);
    expect(report.micro.support).toBe(12);
    expect(report.types.Disease?.tp).toBeGreaterThan(2);
    expect(report.breakdown.novelty?.map(({ name, support }) => [name, support])).toEqual([
      ['seen', 9],
      ['synonym', 0],
      ['new concept', 3],
    ]);
  });

  it('prints what is promised as JSON and nothing else, and writes nothing then', async () => {
    const before = readdirSync('.');
    const { exitCode, stdout } = await gerbera([
      'evaluate',
      corpus,
      '--json',
      '--device',
      'cpu',
      '--types',
      'gene,CHEMICAL',
    ]);
    expect(exitCode).toBe(0);
    const report: EvaluationReport = JSON.parse(stdout);
    expect(Object.keys(report.types)).toEqual(['Gene', 'Chemical']);
    for (const score of [...Object.values(report.types), report.micro]) {
      expect(Object.keys(score)).toEqual(
        expect.arrayContaining(['precision', 'recall', 'f1', 'support', 'tp', 'fp', 'fn']),
      );
    }
    expect(report).toHaveProperty('macro.f1');
    expect(report).toHaveProperty('weighted.f1');
    expect(readdirSync('.')).toEqual(before);
  });

  it('tells every event as a line, the report last, with its files there already', async () => {
    const folder = path.join(scratch, 'deep', 'events');
    const { exitCode, stdout } = await gerbera(['evaluate', corpus, '--events', '--out', folder, '--device', 'cpu']);
    expect(exitCode).toBe(0);
    const events = eventsOf(stdout);
    expect(events.map(({ kind }) => kind)).toEqual(['start', 'progress', 'done']);
    expect(events[0]).toMatchObject({ types: ['Gene', 'Disease', 'Chemical'], corpus: { split: 'test' } });
    expect(events[1]).toMatchObject({ documents: 3, share: 1 });
    expect(events[2]).toEqual({
      kind: 'done',
      report: JSON.parse(readFileSync(path.join(folder, 'report.json'), 'utf8')),
    });
  });

  it('compares two models on the same documents', async () => {
    const folder = path.join(scratch, 'compared');
    const argv = ['evaluate', corpus, '--against', 'models/default', '--out', folder, '--device', 'cpu', '--seed', '9'];
    const { exitCode, stdout } = await gerbera(argv);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('first: default; second: default');
    const { comparison, micro } = await readReport(path.join(folder, 'report.json'));
    expect(comparison?.scores.micro).toEqual(micro);
    expect(comparison?.difference.micro).toEqual({ f1: 0, interval: [0, 0], p: 1 });
    expect(comparison?.seed).toBe(9);
  });

  it('exits with 1 below the threshold, after the report, and says so', async () => {
    const folder = path.join(scratch, 'low');
    const argv = ['evaluate', corpus, '--split', 'train', '--out', folder, '--device', 'cpu'];
    const below = await gerbera([...argv, '--map', 'Gene=Disease,Disease=Gene', '--min-f1', '0.9']);
    expect(below.stderr).toMatch(/gerbera: micro F1 is \d+\.\d, below the 90\.0 that --min-f1 asks for\n/);
    expect(below.exitCode).toBe(1);
    expect(existsSync(path.join(folder, 'report.html'))).toBe(true);
    expect((await gerbera([...argv, '--min-f1', '0'])).exitCode).toBe(0);
  });

  it("takes nervaluate's names of modes too", async () => {
    const { stdout } = await gerbera(['evaluate', corpus, '--mode', 'exact', '--json', '--device', 'cpu']);
    expect((JSON.parse(stdout) as { mode: string }).mode).toBe('boundary');
  });

  it('stops when it is interrupted, and leaves nothing', async () => {
    const folder = path.join(scratch, 'stopped');
    const stop = new AbortController();
    const running = gerbera(['evaluate', corpus, '--out', folder, '--device', 'cpu'], { signal: stop.signal });
    stop.abort(new Interruption('SIGINT'));
    expect(await running).toMatchObject({ exitCode: 130, stdout: '' });
    expect(existsSync(folder)).toBe(false);
  });

  it.each([
    [['evaluate'], 'a corpus is needed'],
    [['evaluate', 'a', 'b'], '"b" is one argument too many'],
    [['evaluate', 'a', '--split', 'half'], '--split is one of train, devel, test'],
    [['evaluate', 'a', '--mode', 'lenient'], '--mode is one of default, strict'],
    [['evaluate', 'a', '--from', 'word'], '--from is one of'],
    [['evaluate', 'a', '--min-f1', '80'], '--min-f1 is a number from 0 to 1'],
    [['evaluate', 'a', '--map', 'Gene'], '--map: "Gene" is no pair'],
    [['evaluate', 'a', '--types', ','], '--types names no type'],
    [['evaluate', 'a', '--seed', '1.5'], '--seed is a whole number'],
    [['evaluate', 'a', '--json', '--events'], '--json and --events exclude one another'],
  ])('refuses %j as wrong usage', async (argv, message) => {
    const { exitCode, stderr } = await gerbera(argv);
    expect(stderr).toContain(message);
    expect(exitCode).toBe(2);
  });

  it('says what to do where there is nothing to score', async () => {
    const empty = write(scratch, 'empty.tsv', '\n\n');
    const unlabelled = write(scratch, 'unlabelled.tsv', 'no\tO\nmention\tO\n');
    const other = write(scratch, 'other.tsv', 'Ada\tB-PER\n');
    const file = write(scratch, 'a-file', '');
    const run = (...argv: string[]) => gerbera(['evaluate', '--device', 'cpu', '--json', ...argv]);
    for (const [argv, message] of [
      [[path.join(scratch, 'nowhere')], 'nowhere: no such file or folder'],
      [[corpus, '--split', 'devel'], 'there is no devel part in it; it has train, test'],
      [[empty], 'empty.tsv'],
      [[unlabelled], 'there is no labelled mention in it'],
      [[other], 'it has PER; default finds Gene, Disease'],
      [[corpus, '--map', 'Gen=Gene'], 'there is no mention of the type "Gen" in it'],
      [[corpus, '--types', 'Species'], 'there is no mention of the type "Species" in it'],
      [[corpus, '--out', file], `${file}: not a folder`],
    ] as const) {
      const { exitCode, stdout, stderr } = await run(...argv);
      expect(stderr).toContain(message);
      expect([exitCode, stdout]).toEqual([1, '']);
    }
  });
});

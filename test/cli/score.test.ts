import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { convertCorpus } from '../../src/corpus/convert/convert.ts';
import type { FormName } from '../../src/corpus/forms/form.ts';
import type { EvaluationReport } from '../../src/evaluate/report/report.ts';
import { gerbera } from '../support/command-line.ts';
import { corporaFolder, missing } from '../support/shared.ts';
import { smallPubtator } from '../support/small-corpus.ts';

let folder: string;
const file = (name: string) => path.join(folder, name);

/** Predictions for the small corpus: one mention missed, one too short, one of another type, one invented. */
function predictions(): string {
  const lines = smallPubtator().split('\n');
  const changed = lines.flatMap((line) => {
    if (line.includes('\tNausea\t')) return [];
    if (line.includes('\tChronic myeloid leukemia\t')) {
      const [id, start = '', end, text = '', ...rest] = line.split('\t');
      return [[id, Number(start) + 8, end, text.slice(8), ...rest].join('\t')];
    }
    if (line.includes('\tImatinib\tDisease')) return [line.replace('Disease', 'Chemical')];
    if (line.includes('\tinjury\t')) return [line, '102\t70\t78\tpatients\tDisease\tC0'];
    return [line];
  });
  return changed.join('\n');
}

async function scored(...argv: readonly string[]): Promise<EvaluationReport> {
  const { exitCode, stdout, stderr } = await gerbera(['score', ...argv, '--json']);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  return JSON.parse(stdout);
}

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'gerbera-score-'));
  writeFileSync(file('gold.pubtator'), smallPubtator());
  writeFileSync(file('found.pubtator'), predictions());
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('gerbera score', () => {
  it('prints a table of the types and their means', async () => {
    const { exitCode, stdout, stderr } = await gerbera(['score', file('gold.pubtator'), file('found.pubtator')]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const rows = stdout.split('\n').map((line) => line.trim().split(/\s{2,}/));
    expect(rows.find(([name]) => name === 'micro')?.slice(1, 4)).toEqual(['80.0', '80.0', '80.0']);
    expect(rows.find(([name]) => name === 'Disease')?.slice(-4)).toEqual(['9', '6', '2', '3']);
    expect(stdout).toContain('1 missed');
  });

  it('prints the whole report as JSON', async () => {
    const report = await scored(file('gold.pubtator'), file('found.pubtator'));
    expect(report.types).toEqual({
      Chemical: { precision: 6 / 7, recall: 1, f1: 12 / 13, support: 6, tp: 6, fp: 1, fn: 0 },
      Disease: { precision: 6 / 8, recall: 6 / 9, f1: 12 / 17, support: 9, tp: 6, fp: 2, fn: 3 },
    });
    expect(report.micro).toEqual({
      precision: 12 / 15,
      recall: 12 / 15,
      f1: 12 / 15,
      support: 15,
      tp: 12,
      fp: 3,
      fn: 3,
    });
    expect(report.macro.f1).toBeCloseTo((12 / 13 + 12 / 17) / 2, 12);
    expect(report.weighted.recall).toBeCloseTo((6 + 6) / 15, 12);
    expect(report.errors.counts).toEqual({ missed: 1, invented: 1, boundary: 1, type: 1, 'boundary and type': 0 });
    expect(report.errors.places.map(({ gold, found }) => (gold ?? found)?.place.line)).toEqual([2, 10, 17, 18]);
    expect(report.system).toEqual({ kind: 'file', name: file('found.pubtator') });
    expect(report.corpus).toMatchObject({
      name: 'gold',
      form: 'pubtator',
      documents: 3,
      mentions: { Chemical: 6, Disease: 9 },
    });
    expect(report.corpus.files.map((each) => each.file).sort()).toEqual([
      file('found.pubtator'),
      file('gold.pubtator'),
    ]);
    expect(report.intervals).toMatchObject({ units: 3, samples: 1000, level: 0.95 });
  });

  it.each([
    ['default', 12, 3],
    ['strict', 12, 3],
    ['partial', 13.5, 1.5],
    ['boundary', 13, 2],
    ['exact', 13, 2],
    ['type', 13, 2],
    ['ent_type', 13, 2],
  ])('scores in the mode %s', async (mode, tp, fp) => {
    const report = await scored(file('gold.pubtator'), file('found.pubtator'), '--mode', mode);
    expect(report.micro).toMatchObject({ tp, fp });
    expect(report.micro).toEqual(report.modes[report.mode].micro);
  });

  it.each([
    ['conll', 'found.conll'],
    ['bioc-xml', 'found.xml'],
    ['bioc-json', 'found.json'],
    ['jsonl', 'found.jsonl'],
    ['spacy', 'found.spacy.jsonl'],
    ['doccano', 'found.doccano.jsonl'],
    ['hf-jsonl', 'found.hf.jsonl'],
    ['parquet', 'found.parquet'],
    ['brat', 'found-brat'],
  ] satisfies [FormName, string][])('scores %s against PubTator, and the other way round', async (form, name) => {
    await convertCorpus(file('found.pubtator'), file(name), { to: form });
    const { micro, types, errors } = await scored(file('gold.pubtator'), file('found.pubtator'));
    const there = await scored(file('gold.pubtator'), file(name));
    expect(there.micro).toEqual(micro);
    expect(there.types).toEqual(types);
    expect(there.errors.counts).toEqual(errors.counts);
    const back = await scored(file(name), file('gold.pubtator'));
    expect(back.micro).toMatchObject({ precision: micro.recall, recall: micro.precision, tp: micro.tp });
  });

  it('scores a part of corpora in folders, and tells what the training part holds', async () => {
    const [corpus, outputs] = [file('corpus'), file('outputs')];
    for (const each of [corpus, outputs]) mkdirSync(each, { recursive: true });
    const one = 'Tamoxifen\tB-Chemical\nhelps\tO\n\n';
    writeFileSync(path.join(corpus, 'train.tsv'), one);
    writeFileSync(path.join(corpus, 'dev.tsv'), one);
    writeFileSync(path.join(corpus, 'test.tsv'), `${one}Nausea\tB-Disease\nis\tO\nrare\tO\n`);
    writeFileSync(path.join(outputs, 'test.tsv'), `${one}Nausea\tO\nis\tO\nrare\tI-Disease\n`);
    const { stdout, stderr } = await gerbera(['score', corpus, outputs, '--json']);
    expect(stderr).toContain('test.tsv: line 6: the file is in IOB2');
    const report: EvaluationReport = JSON.parse(stdout);
    expect(report.corpus).toMatchObject({ name: 'corpus', split: 'test', sentences: 2, words: 5 });
    expect(report.breakdown.novelty).toEqual([
      { name: 'seen', support: 1, found: 1, recall: 1 },
      { name: 'unseen', support: 1, found: 0, recall: 0 },
    ]);
    expect(report.modes.default.micro).toMatchObject({ tp: 1, fp: 1, fn: 1 });
    // The stray I is no mention there.
    expect(report.modes.strict.micro).toMatchObject({ tp: 1, fp: 0, fn: 1 });
    const devel = await scored(corpus, path.join(corpus, 'train.tsv'), '--split', 'devel');
    expect(devel).toMatchObject({ corpus: { split: 'devel' }, micro: { tp: 1, fp: 0, fn: 0 } });
  });

  it('compares two predictions with the same figures for the same seed', async () => {
    const argv = [file('gold.pubtator'), file('found.pubtator'), '--against', file('gold.pubtator')];
    const report = await scored(...argv, '--seed', '3');
    expect(report.comparison).toMatchObject({
      other: { name: file('gold.pubtator') },
      seed: 3,
      scores: { micro: { f1: 1 } },
    });
    expect(report.comparison?.difference.micro.f1).toBeCloseTo(-0.2, 12);
    expect(report.comparison?.difference.micro.p).toBeGreaterThan(0.1);
    const { comparison, intervals } = await scored(...argv, '--seed', '3');
    expect({ comparison, intervals }).toEqual({ comparison: report.comparison, intervals: report.intervals });
    expect((await scored(...argv, '--seed', '4')).intervals).not.toEqual(intervals);
  });

  it('brings types together, and scores only those that are named', async () => {
    writeFileSync(file('other-names.pubtator'), predictions().replaceAll('\tDisease\t', '\tDIS\t'));
    const argv = [file('gold.pubtator'), file('other-names.pubtator')];
    expect((await scored(...argv)).types.Disease).toMatchObject({ tp: 0, fn: 9 });
    const { types } = await scored(...argv, '--map', 'DIS=Disease', '--types', 'Disease');
    expect(Object.keys(types)).toEqual(['Disease']);
    expect(types.Disease).toMatchObject({ tp: 6, fp: 2, fn: 3 });
    const all = await scored(...argv, '--map', 'DIS=Entity,Disease=Entity,Chemical=Entity');
    expect(all.types).toMatchObject({ Entity: { tp: 13 } });
    // Names on both sides: the command in the report does it again.
    expect(all.corpus.mapping).toEqual({ Chemical: 'Entity', Disease: 'Entity', DIS: 'Entity' });
  });

  it('tells of types that have no name in common, and of documents that are missing', async () => {
    writeFileSync(file('strangers.pubtator'), predictions().replace(/\t(Disease|Chemical)\t/g, '\tX-$1\t'));
    const { stderr } = await gerbera(['score', file('gold.pubtator'), file('strangers.pubtator')]);
    expect(stderr).toContain('no type of it is one of');
    expect(stderr).toContain('--map X-Chemical=Chemical');
    const [first = ''] = predictions().split('\n\n');
    writeFileSync(file('some.pubtator'), `${first}\n`);
    const some = await gerbera(['score', file('gold.pubtator'), file('some.pubtator'), '--json']);
    expect(some.stderr).toContain(`document 102 is not in ${file('some.pubtator')}; its 5 mentions count as missed`);
    expect(JSON.parse(some.stdout)).toMatchObject({
      micro: { fn: 11 },
      corpus: { problems: { counts: { other: 2 } } },
    });
  });

  it('exits with 1 below --min-f1, and writes the reports all the same', async () => {
    const argv = ['score', file('gold.pubtator'), file('found.pubtator'), '--out', file('reports/here')];
    expect(await gerbera([...argv, '--min-f1', '0.8'])).toMatchObject({ exitCode: 0, stderr: '' });
    const failed = await gerbera([...argv, '--min-f1', '0.81']);
    expect(failed).toMatchObject({
      exitCode: 1,
      stderr: 'gerbera: micro F1 is 80.0, below the 81.0 that --min-f1 asks for\n',
    });
    expect(JSON.parse(readFileSync(file('reports/here/report.json'), 'utf8'))).toMatchObject({ micro: { tp: 12 } });
    expect(existsSync(file('reports/here/report.html'))).toBe(true);
    expect(existsSync(file('reports/here/report.md'))).toBe(true);
  });

  it.each([
    [['one'], 2, 'two files are needed'],
    [['a', 'b', 'c'], 2, '"c" is one argument too many; name a third file by --against'],
    [['a', 'b', '--mode', 'fuzzy'], 2, '--mode is one of default, strict, partial, type, boundary, not "fuzzy"'],
    [['a', 'b', '--from', 'word'], 2, '--from is one of parquet'],
    [['a', 'b', '--map', 'Gene'], 2, '--map: "Gene" is no pair'],
    [['absent.txt', 'b'], 1, 'absent.txt: no such file'],
  ])('says what is wrong with %j', async (argv, exitCode, message) => {
    const outcome = await gerbera(['score', ...argv]);
    expect(outcome).toMatchObject({ exitCode, stdout: '' });
    expect(outcome.stderr).toContain(message);
  });

  it('says what is wrong with files that do not belong together, or types that are not there', async () => {
    writeFileSync(file('text.pubtator'), predictions().replace('received tamoxifen', 'received Tamoxifen'));
    const other = await gerbera(['score', file('gold.pubtator'), file('text.pubtator')]);
    expect(other).toMatchObject({ exitCode: 1, stdout: '' });
    expect(other.stderr).toContain(
      `${file('text.pubtator')}: line 2: the text of "101" is not that of "101" in ${file('gold.pubtator')}`,
    );
    const argv = ['score', file('gold.pubtator'), file('found.pubtator')];
    const typed = await gerbera([...argv, '--types', 'Gene']);
    expect(typed).toMatchObject({ exitCode: 1, stdout: '' });
    expect(typed.stderr).toContain('no mention of the type "Gene" is in it');
    const mapped = await gerbera([...argv, '--map', 'Gen=Gene']);
    expect(mapped.stderr).toContain('there is no mention of the type "Gen" in it; it has "Chemical", "Disease"');
  });
});

const real = path.join(corporaFolder, 'concepts/bc5cdr/test.pubtator.txt.gz');
const absent = missing(real);
describe.skipIf(absent)(absent ?? 'scores of a real corpus', () => {
  it('in CoNLL against PubTator lack only what cuts a word', { timeout: 60_000 }, async () => {
    const { parts } = await convertCorpus(real, file('bc5cdr.conll'));
    expect(parts[0]?.documents).toBe(500);
    const report = await scored(real, file('bc5cdr.conll'));
    expect(report.micro).toMatchObject({ support: 9809, tp: 9804, fp: 5, fn: 5 });
    expect(report.modes.type.micro.f1).toBe(1);
    expect(report.errors.counts).toMatchObject({ boundary: 5, missed: 0 });
  });
});

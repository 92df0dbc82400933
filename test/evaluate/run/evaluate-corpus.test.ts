import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { readCorpusFile } from '../../../src/corpus/read.ts';
import { standardTypes } from '../../../src/corpus/types/type-names.ts';
import { type Engine, evaluateCorpus, openEngine } from '../../../src/engine.ts';
import { evaluateSentences } from '../../../src/evaluate/evaluate.ts';
import type { EvaluationEvent, EvaluationReport } from '../../../src/evaluate/report/report.ts';
import { scratchFolder, write } from '../../corpus/files.ts';
import { abortedBy } from '../../support/abort.ts';
import { corporaFolder, missing } from '../../support/shared.ts';

const scratch = scratchFolder();
let engine: Engine;

beforeAll(async () => {
  engine = await openEngine({ device: 'cpu' });
});

afterAll(() => engine.dispose());

type Options = Parameters<typeof evaluateCorpus>[1];

async function eventsOf(options: Options): Promise<EvaluationEvent[]> {
  const events: EvaluationEvent[] = [];
  for await (const event of evaluateCorpus(engine, options)) events.push(event);
  return events;
}

async function reportOf(options: Options): Promise<EvaluationReport> {
  const last = (await eventsOf(options)).at(-1);
  if (last?.kind !== 'done') throw new Error('there is no report');
  return last.report;
}

const sentence = [
  ['Deletion', 'O'],
  ['of', 'O'],
  ['BRCA1', 'B-protein'],
  ['raises', 'O'],
  ['the', 'O'],
  ['risk', 'O'],
  ['of', 'O'],
  ['breast', 'B-Disease'],
  ['cancer', 'I-Disease'],
  ['in', 'O'],
  ['HeLa', 'B-cell_line'],
  ['cells', 'I-cell_line'],
  ['but', 'O'],
  ['not', 'O'],
  ['asthma', 'O'],
  ['.', 'O'],
].map((columns) => columns.join('\t'));

/** The scores of sentences, as training scores its devel parts, must be those of documents. */
async function expectSameScores(file: string): Promise<void> {
  const { sentences, types } = await readCorpusFile(file);
  const mapping = standardTypes(types);
  const recognizer = { recognize: engine.recognizeWords };
  const counts = await evaluateSentences(recognizer, sentences, mapping);
  const report = await reportOf({ place: file });
  const expected = [...counts].map(([type, { tp, fp, fn }]) => [type, { tp, fp, fn }]);
  const found = Object.entries(report.types).map(([type, { tp, fp, fn }]) => [type, { tp, fp, fn }]);
  expect(Object.fromEntries(found)).toEqual(Object.fromEntries(expected));
  expect(report.corpus.sentences).toBe(sentences.length);
  expect(report.corpus.words).toBe(sentences.reduce((sum, { words }) => sum + words.length, 0));
}

describe('evaluating a corpus', () => {
  it('gives the scores that training gives for sentences, long ones included', async () => {
    const long = Array.from({ length: 20 }, () => sentence.slice(0, -1)).flat();
    const text = [sentence, long, sentence.slice(3)].map((lines) => `${lines.join('\n')}\n`).join('\n');
    await expectSameScores(write(scratch, 'small.tsv', text));
  });

  const published = path.join(corporaFolder, 'bioner/NCBI-disease/test.tsv.gz');
  it.skipIf(missing(published))('gives them on a published corpus too', () => expectSameScores(published));

  it('opens a corpus of any form, and finds the same in each', async () => {
    const text = 'Tamoxifen for breast cancer.';
    const pubtator = `1|t|${text}\n1\t0\t9\tTamoxifen\tChemical\tD1\n1\t14\t27\tbreast cancer\tDisease\tD2\n\n`;
    const lines = JSON.stringify({
      id: '1',
      text,
      label: [
        [0, 9, 'Chemical'],
        [14, 27, 'Disease'],
      ],
    });
    const reports = [
      await reportOf({ place: write(scratch, 'a.pubtator', pubtator) }),
      await reportOf({ place: write(scratch, 'a.jsonl', `${lines}\n`) }),
    ];
    expect(reports.map(({ corpus }) => corpus.form)).toEqual(['pubtator', 'doccano']);
    expect(reports[0]?.types).toEqual(reports[1]?.types);
    expect(reports[0]?.micro.support).toBe(2);
  });

  it('lets types overlap, and counts a mention of each', async () => {
    const text = 'Expression of the IL-2 gene promoter.';
    const mentions = [
      ['Gene', 18, 22],
      ['DNA', 18, 36],
    ] as const;
    const lines = mentions.map(([type, start, end]) => `1\t${start}\t${end}\t${text.slice(start, end)}\t${type}\t-`);
    const report = await reportOf({
      place: write(scratch, 'overlap.pubtator', `1|t|${text}\n${lines.join('\n')}\n\n`),
    });
    expect(Object.keys(report.types)).toEqual(['Gene', 'DNA']);
    expect(report.micro.support).toBe(2);
  });

  it('tells each problem of the corpus, and counts them', async () => {
    const wrong = '1|t|Asthma.\n1\t0\t6\tAsthmo\tDisease\tD1\n1\t0\t6\tAsthma\tDisease\tD1\n\n';
    const events = await eventsOf({ place: write(scratch, 'wrong.pubtator', wrong) });
    expect(events.map(({ kind }) => kind)).toEqual(['start', 'problem', 'progress', 'done']);
    expect(events[1]).toMatchObject({ problem: { kind: 'text differs', line: 2 } });
    expect(events[3]).toMatchObject({ report: { corpus: { problems: { counts: { 'text differs': 1 } } } } });
  });

  it('tells of mentions that no model can find exactly, and counts them as missed', async () => {
    const text = 'Antiestrogens. Asthma and so on.';
    const mentions = [
      ['Chemical', 4, 13],
      ['Disease', 15, 21],
      ['Disease', 0, 21],
    ] as const;
    const lines = mentions.map(([type, start, end]) => `1\t${start}\t${end}\t${text.slice(start, end)}\t${type}\t-`);
    const events = await eventsOf({ place: write(scratch, 'cut.pubtator', `1|a|${text}\n${lines.join('\n')}\n\n`) });
    const problems = events.flatMap((event) => (event.kind === 'problem' ? [event.problem] : []));
    expect(problems.map(({ kind, line, message }) => [kind, line, message])).toEqual([
      ['other', 4, `"Antiestrogens. Asthma" (Disease) in 1 goes across a sentence's end; no model can find it exactly`],
      [
        'cuts a word',
        2,
        '"estrogens" (Chemical) in 1 does not begin and end with a word; no model can find it exactly',
      ],
    ]);
    const last = events.at(-1);
    expect(last).toMatchObject({ report: { micro: { support: 3 }, types: { Chemical: { tp: 0, fn: 1 } } } });
  });

  it('stops while it reads, at once', async () => {
    const place = write(scratch, 'long.tsv', `${sentence.join('\n')}\n\n`.repeat(4000));
    const { signal, calls } = abortedBy(engine, 'recognizeWords', new Error('stopped'));
    try {
      await expect(eventsOf({ place, signal })).rejects.toThrow('stopped');
      expect(calls()).toBe(1);
    } finally {
      vi.restoreAllMocks();
    }
  });
});

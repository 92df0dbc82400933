import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { finish } from '../../src/core/steps.ts';
import type { AnnotatedMention } from '../../src/corpus/document.ts';
import { KnownMentions } from '../../src/evaluate/known-mentions.ts';
import type { DocumentPair } from '../../src/evaluate/pair.ts';
import type { EvaluationReport } from '../../src/evaluate/report/report.ts';
import { ReportBuilder, type ReportOptions } from '../../src/evaluate/report-builder.ts';
import { about, labelledDocument, mention, textDocument } from './support.ts';

function reportOf(pairs: readonly DocumentPair[], options: Partial<ReportOptions> = {}): EvaluationReport {
  const builder = new ReportBuilder({ types: [], samples: 20, rounds: 20, ...options });
  for (const pair of pairs) builder.add(pair);
  const compared = options.compared ? { other: { kind: 'file', name: 'other.txt' } as const } : {};
  return finish(builder.report({ ...about, ...compared }));
}

const text = 'Mutant BRCA1 causes breast cancer and ovarian cancer in aged mice.';
/** A mention by its words. */
function at(type: string, words: string, more: Partial<AnnotatedMention> = {}): AnnotatedMention {
  const start = text.indexOf(words);
  return { ...mention(type, start, start + words.length), ...more };
}

describe('a report', () => {
  it('lists the given types first, then others that occur, by name', () => {
    const gold = textDocument(text, [at('Species', 'mice'), at('Age', 'aged')]);
    const report = reportOf([{ gold, found: [at('Gene', 'BRCA1')] }], { types: ['Gene', 'Chemical'] });
    expect(Object.keys(report.types)).toEqual(['Gene', 'Chemical', 'Age', 'Species']);
    expect(report.types.Gene).toMatchObject({ tp: 0, fp: 1, fn: 0, support: 0 });
    expect(report.micro).toMatchObject({ tp: 0, fp: 1, fn: 2, support: 2 });
  });

  it('takes the macro mean over types that occur, as seqeval does', () => {
    const gold = textDocument(text, [at('Gene', 'BRCA1')]);
    const report = reportOf([{ gold, found: [at('Gene', 'BRCA1')] }], { types: ['Gene', 'Chemical'] });
    expect(report.macro).toEqual({ precision: 1, recall: 1, f1: 1, support: 1 });
    expect(report.intervals.macro.f1).toEqual([1, 1]);
  });

  it("gives nervaluate's counts in its modes, with tp, fp and fn that give the ratios", () => {
    const gold = textDocument(text, [at('Disease', 'breast cancer'), at('Gene', 'BRCA1')]);
    const report = reportOf([{ gold, found: [at('Disease', 'cancer'), at('Gene', 'BRCA1'), at('Gene', 'mice')] }]);
    expect(report.modes.partial.micro).toEqual({
      precision: 0.5,
      recall: 0.75,
      f1: 0.6,
      support: 2,
      ...{ tp: 1.5, fp: 1.5, fn: 0.5 },
      ...{ correct: 1, incorrect: 0, partial: 1, missed: 0, spurious: 1 },
    });
    expect(report.modes.type.micro).toMatchObject({ tp: 2, fp: 1, fn: 0, correct: 2 });
    expect(report.modes.boundary.micro).toMatchObject({ tp: 1, fp: 2, fn: 1, incorrect: 1 });
    expect(report.modes.default.micro).not.toHaveProperty('correct');
  });

  it('does not depend on the order of mentions', () => {
    const any = fc.record({
      type: fc.constantFrom('Gene', 'Disease'),
      start: fc.nat(50),
      length: fc.integer({ min: 1, max: 14 }),
      score: fc.constantFrom(0.2, 0.6, 0.9),
    });
    const mentions = fc.array(
      any.map(({ type, start, length, score }) => ({ ...mention(type, start, start + length), score })),
      {
        maxLength: 8,
      },
    );
    fc.assert(
      fc.property(mentions, mentions, (gold, found) => {
        const pair = { gold: textDocument(text, gold), found, other: gold };
        const turned = {
          gold: textDocument(text, gold.toReversed()),
          found: [...found, ...found].reverse(),
          other: gold.toReversed(),
        };
        const options = { mode: 'partial', compared: true } as const;
        expect(reportOf([turned], options)).toEqual(reportOf([pair], options));
      }),
      { numRuns: 50 },
    );
  });

  it('compares a system with itself and finds no difference', () => {
    const gold = textDocument(text, [at('Gene', 'BRCA1'), at('Species', 'mice')]);
    const found = [at('Gene', 'BRCA1')];
    const { comparison } = reportOf(
      [
        { gold, found, other: found },
        { gold, found: [], other: [] },
      ],
      { compared: true },
    );
    expect(comparison?.difference.micro).toEqual({ f1: 0, interval: [0, 0], p: 1 });
    expect(comparison?.scores.micro).toMatchObject({ tp: 1, fn: 3 });
    expect(comparison).toMatchObject({ seed: 1, samples: 20, rounds: 20, other: { name: 'other.txt' } });
  });

  it('reads labels strictly under the scheme that they tell, each side under its own where the letters differ', () => {
    const pair = (gold: readonly string[], found: readonly string[]): DocumentPair => {
      const labelled = labelledDocument([found]);
      return {
        gold: labelledDocument([gold]),
        found: labelled.mentions,
        ...(labelled.sentences ? { foundSentences: labelled.sentences } : {}),
      };
    };
    const iob2 = pair(['B-Gene', 'I-Gene', 'O', 'B-Gene'], ['B-Gene', 'I-Gene', 'O', 'I-Gene']);
    expect(reportOf([iob2]).modes.default.micro).toMatchObject({ tp: 2, fp: 0, fn: 0 });
    expect(reportOf([iob2], { mode: 'strict' }).micro).toMatchObject({ tp: 1, fp: 0, fn: 1 });
    const iob1 = pair(['I-Gene', 'I-Gene', 'O', 'I-Gene', 'B-Gene'], ['I-Gene', 'I-Gene', 'O', 'I-Gene', 'B-Gene']);
    expect(reportOf([iob1]).modes.strict.micro).toMatchObject({ tp: 3, fp: 0, fn: 0 });
    const iobes = pair(['B-Gene', 'I-Gene', 'O', 'B-Gene'], ['B-Gene', 'E-Gene', 'O', 'E-Gene']);
    expect(reportOf([iobes]).modes.strict.micro).toMatchObject({ tp: 1, fp: 0, fn: 1 });
    const careless = ['B-Gene', 'O', 'I-Gene', 'O', 'I-Gene'];
    expect(reportOf([pair(careless, careless)]).modes.strict.micro).toMatchObject({ tp: 1, fp: 0, fn: 0 });
    const mixed = pair(['I-Gene', 'O', 'I-Gene'], ['B-Gene', 'O', 'B-Gene']);
    expect(reportOf([mixed]).modes.strict.micro).toMatchObject({ tp: 2, fp: 0, fn: 0 });
    expect(reportOf([mixed], { scheme: 'IOB2' }).modes.strict.micro).toMatchObject({ tp: 0, fp: 2, fn: 0 });
    // Stray labels of a system do not make another scheme of its gold standard's.
    const stray = pair(['B-Gene', 'O', 'B-Gene'], ['I-Gene', 'O', 'I-Gene']);
    expect(reportOf([stray]).modes.strict.micro).toMatchObject({ tp: 0, fp: 0, fn: 2 });
    const bilou = pair(['B-Gene', 'E-Gene', 'O', 'S-Gene'], ['B-Gene', 'E-Gene', 'O', 'B-Gene']);
    expect(reportOf([bilou], { scheme: 'BILOU' }).modes.strict.micro).toMatchObject({ tp: 1, fp: 0, fn: 1 });
    // Labels' types go by the names that are scored.
    const nameOf = (type: string) => (type === 'Gene' ? 'Protein' : undefined);
    const renamed = reportOf([{ ...iob2, gold: { ...iob2.gold, mentions: [] }, found: [] }], { nameOf });
    expect(renamed.modes.strict.types.Protein).toMatchObject({ tp: 1, fn: 1 });
  });
});

describe('the breakdown of a report', () => {
  it('tells mentions that training holds from synonyms and new concepts, of the same type', () => {
    const known = new KnownMentions();
    const training = 'brca1 Breast  cancer';
    known.add(
      textDocument(training, [
        { ...mention('Gene', 0, 5), concepts: ['672'] },
        { ...mention('Disease', 6, 20), concepts: ['D001943'] },
        { ...mention('Species', 0, 5), concepts: ['-1'] },
      ]),
    );
    const gold = textDocument(text, [
      at('Gene', 'BRCA1', { concepts: ['999'] }),
      at('Disease', 'breast cancer'),
      at('Disease', 'cancer', { concepts: ['D009369', 'D001943'] }),
      at('Disease', 'ovarian cancer', { concepts: ['672', '-1'] }),
      at('Species', 'mice', { concepts: ['-1'] }),
    ]);
    const found = [at('Gene', 'BRCA1'), at('Disease', 'ovarian cancer')];
    expect(reportOf([{ gold, found }], { known }).breakdown.novelty).toEqual([
      { name: 'seen', support: 2, found: 1, recall: 0.5 },
      { name: 'synonym', support: 1, found: 0, recall: 0 },
      { name: 'new concept', support: 2, found: 1, recall: 0.5 },
    ]);
    const bare = textDocument(text, [at('Gene', 'BRCA1'), at('Disease', 'ovarian cancer')]);
    expect(reportOf([{ gold: bare, found }], { known }).breakdown.novelty).toEqual([
      { name: 'seen', support: 1, found: 1, recall: 1 },
      { name: 'unseen', support: 1, found: 1, recall: 1 },
    ]);
    expect(reportOf([{ gold, found }]).breakdown).not.toHaveProperty('novelty');
  });

  it('adds up to the whole, by length and by section', () => {
    const passages = [
      { start: 0, end: 34, kind: 'title', notes: {}, line: 1 },
      { start: 34, end: text.length, kind: 'abstract', notes: {}, line: 2 },
    ];
    const gold = textDocument(text, [at('Gene', 'BRCA1'), at('Disease', 'ovarian cancer')], { passages });
    const found = [at('Gene', 'Mutant BRCA1'), at('Disease', 'ovarian cancer'), at('Species', 'mice')];
    const { breakdown } = reportOf([{ gold, found }], { mode: 'partial' });
    const figures = (parts: typeof breakdown.length | undefined) =>
      parts?.map(({ name, tp, fp, fn, partial }) => [name, tp, fp, fn, partial]);
    expect(figures(breakdown.length)).toEqual([
      ['1', 0.5, 1.5, 0.5, 1],
      ['2', 1, 0, 0, 0],
      ['3', 0, 0, 0, 0],
      ['4', 0, 0, 0, 0],
      ['5+', 0, 0, 0, 0],
    ]);
    expect(figures(breakdown.section)).toEqual([
      ['title', 0.5, 0.5, 0.5, 1],
      ['abstract', 1, 1, 0, 0],
    ]);
    const whole = reportOf([{ gold: textDocument(text, gold.mentions), found }]);
    expect(whole.breakdown).not.toHaveProperty('section');
    expect(whole.breakdown.length.map(({ tp, fp, fn }) => [tp, fp, fn])).toEqual([
      [0, 1, 1],
      [1, 1, 0],
      [0, 0, 0],
      [0, 0, 0],
      [0, 0, 0],
    ]);
  });

  it('counts words by the type that they have and the one that they were given', () => {
    const gold = textDocument(text, [at('Gene', 'Mutant BRCA1'), at('Disease', 'breast cancer'), at('Gene', 'breast')]);
    const found = [at('Gene', 'BRCA1'), at('Species', 'breast cancer'), at('Gene', 'breast'), at('Species', 'mice')];
    const { confusion } = reportOf([{ gold, found }], { types: ['Gene', 'Disease'] });
    // Mutant BRCA1 causes breast cancer and ovarian cancer in aged mice .
    expect(confusion).toEqual({
      labels: ['Gene', 'Disease', 'Species', 'O'],
      counts: [
        [2, 0, 0, 1],
        [0, 0, 2, 0],
        [0, 0, 0, 0],
        [0, 0, 1, 7],
      ],
    });
  });

  it('keeps words of a type that is called O apart from words without a type', () => {
    const gold = textDocument(text, [at('O', 'BRCA1'), at('O', 'mice')]);
    const { confusion } = reportOf([{ gold, found: [at('O', 'BRCA1'), at('O', 'aged')] }]);
    expect(confusion).toEqual({
      labels: ['O', 'O'],
      counts: [
        [1, 1],
        [1, 9],
      ],
    });
  });

  it('tells how far scores are probabilities', () => {
    const gold = textDocument(text, [at('Gene', 'BRCA1'), at('Disease', 'breast cancer')]);
    const found = [
      at('Gene', 'BRCA1', { score: 1 }),
      at('Disease', 'breast cancer', { score: 0.95 }),
      at('Species', 'mice', { score: 0.92 }),
      at('Gene', 'Mutant', { score: 0.31 }),
      at('Gene', 'aged'),
    ];
    const { calibration } = reportOf([{ gold, found }]);
    expect(calibration?.bins).toEqual([
      { from: 0.3, to: 0.4, count: 1, correct: 0, meanScore: 0.31 },
      { from: 0.9, to: 1, count: 3, correct: 2, meanScore: (1 + 0.95 + 0.92) / 3 },
    ]);
    expect(calibration?.error).toBeCloseTo((0.31 + Math.abs(2 - 2.87)) / 4, 12);
    expect(reportOf([{ gold, found: [at('Gene', 'BRCA1')] }])).not.toHaveProperty('calibration');
  });
});

describe('the errors of a report', () => {
  const gold = textDocument(text, [
    at('Gene', 'BRCA1'),
    at('Disease', 'breast cancer'),
    at('Disease', 'ovarian cancer'),
    at('Species', 'aged mice'),
    at('Age', 'aged'),
  ]);
  const found = [at('Gene', 'Mutant'), at('Gene', 'breast cancer'), at('Disease', 'cancer in'), at('Age', 'mice')];

  it('are of one kind each, in the order of the text', () => {
    const { errors } = reportOf([{ gold, found }]);
    expect(errors.places.map((error) => [error.kind, error.gold?.text, error.found?.text])).toEqual([
      ['invented', undefined, 'Mutant'],
      ['missed', 'BRCA1', undefined],
      ['type', 'breast cancer', 'breast cancer'],
      ['boundary', 'ovarian cancer', 'cancer in'],
      ['boundary and type', 'aged mice', 'mice'],
      ['missed', 'aged', undefined],
    ]);
    expect(errors.counts).toEqual({ missed: 2, invented: 1, boundary: 1, type: 1, 'boundary and type': 1 });
  });

  it('hold every mention that was missed or invented once, whatever the mentions', () => {
    const any = fc
      .tuple(fc.constantFrom('Gene', 'Disease'), fc.nat(50), fc.integer({ min: 1, max: 14 }))
      .map(([type, start, length]) => mention(type, start, start + length));
    fc.assert(
      fc.property(fc.array(any, { maxLength: 8 }), fc.array(any, { maxLength: 8 }), (mentions, others) => {
        const report = reportOf([{ gold: textDocument(text, mentions), found: others }]);
        const { places } = report.errors;
        expect(places.filter((error) => error.gold).length).toBe(report.micro.fn);
        expect(places.filter((error) => error.found).length).toBe(report.micro.fp);
      }),
    );
  });

  it('are counted by what a reader sees, with the places that are kept', () => {
    const upper = textDocument(text.toUpperCase(), gold.mentions, { id: 'e' });
    const { errors } = reportOf(
      [
        { gold, found: [] },
        { gold: upper, found: [] },
      ],
      { places: 7 },
    );
    expect(errors.frequent[0]).toEqual({
      kind: 'missed',
      gold: { type: 'Gene', text: 'brca1' },
      count: 2,
      places: [0, 5],
    });
    expect(errors.frequent).toHaveLength(5);
    expect(errors.frequent.at(-1)).toMatchObject({ count: 2, places: [4] });
    expect([errors.places.length, errors.cut, errors.counts.missed]).toEqual([7, true, 10]);
    expect(errors.places[6]?.document).toBe('e');
  });

  it('stand in their place of the file, with some words around them', () => {
    const long = `${'word '.repeat(40)}BRCA1\n${'more '.repeat(40)}end`;
    const start = long.indexOf('BRCA1');
    const passages = [
      { start: 0, end: start + 5, kind: 'title', notes: {}, line: 4, column: 11 },
      { start: start + 6, end: long.length, kind: 'abstract', notes: {}, line: 5 },
    ];
    const document = textDocument(long, [mention('Gene', start, start + 5)], { passages });
    const { errors } = reportOf([{ gold: document, found: [mention('Gene', start - 5, start + 5)] }]);
    const [error] = errors.places;
    const place = { file: 'gold.txt', line: 4, endLine: 4, endColumn: 11 + start + 5 };
    expect(error?.gold?.place).toEqual({ ...place, column: 11 + start });
    expect(error?.found?.place).toEqual({ ...place, column: 11 + start - 5 });
    expect(error?.context.text).toBe(`… ${'word '.repeat(13)}BRCA1`);
    const shown = (span?: readonly [number, number]) => span && error?.context.text.slice(...span);
    expect([shown(error?.context.gold), shown(error?.context.found)]).toEqual(['BRCA1', 'word BRCA1']);
    const behind = reportOf([{ gold: document, found: [mention('Gene', start + 6, start + 10)] }]).errors.places[1];
    expect(behind?.found?.place).toEqual({ file: 'gold.txt', line: 5, endLine: 5 });
    expect(behind?.context.text).toBe(`more ${'more '.repeat(12)}…`);
  });

  it('stand on the lines of their words where each has one', () => {
    const document = labelledDocument([['O', 'B-Gene', 'I-Gene'], ['O']]);
    const { errors } = reportOf([{ gold: document, found: [mention('Gene', 4, 5)] }]);
    expect(errors.places[0]?.gold?.place).toEqual({ file: 'gold.conll', line: 2, column: 0, endLine: 3, endColumn: 2 });
    expect(errors.places[0]?.found?.place).toMatchObject({ line: 2, column: 1, endLine: 2, endColumn: 2 });
    expect(errors.places[0]?.context.text).toBe('w0 w1 w2 w0');
  });
});

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/core/errors.ts';
import { entityTypes, type Label, labelledSpans, parseLabels } from '../../src/core/labels.ts';
import { goldenFolder, missing } from '../support/shared.ts';

const types = ['Gene', 'Disease', 'cell-line'];
const anyLabel: fc.Arbitrary<Label> = fc.oneof(
  fc.constant<Label>({ mark: 'O', type: '' }),
  fc.record({ mark: fc.constantFrom('B', 'I', 'E', 'S'), type: fc.constantFrom(...types) }),
);

describe('reading label names', () => {
  it('reads typed and bare BIO in any order', () => {
    expect(parseLabels(['O', 'B-Disease', 'I-Disease'], 'Entity')).toEqual([
      { mark: 'O', type: '' },
      { mark: 'B', type: 'Disease' },
      { mark: 'I', type: 'Disease' },
    ]);
    expect(parseLabels(['B', 'I', 'O'], 'Gene').map(({ mark, type }) => mark + type)).toEqual(['BGene', 'IGene', 'O']);
  });

  it('keeps dashes inside a type', () => {
    expect(parseLabels(['O', 'B-cell-line', 'I-cell-line'], 'x')[1]?.type).toBe('cell-line');
  });

  it('reads IOBES and BILOU alike', () => {
    const iobes = parseLabels(['O', 'B-X', 'I-X', 'E-X', 'S-X'], 'x');
    expect(parseLabels(['O', 'B-X', 'I-X', 'L-X', 'U-X'], 'x')).toEqual(iobes);
  });

  it('takes types that never had a second word, and the inside-only labels of IOB1', () => {
    expect(parseLabels(['O', 'B-Area', 'I-PER'], 'x')).toHaveLength(3);
  });

  it.each([
    [['LABEL_0', 'LABEL_1']],
    [['NEGATIVE', 'POSITIVE']],
    [['O', 'PER', 'LOC']],
    [['O', 'B-', 'I-']],
    [['O', 'B- ', 'I- ']],
    [['B-X', 'I-X']],
    [['O']],
    [[]],
    [['O', 'O', 'B', 'I']],
    [['O', 'B', 'I-X']],
    [['O', 'B-X', 'E-X', 'U-X']],
    [['O', 'E-X']],
    [['O-X', 'B-X']],
    [['o', 'b', 'i']],
    [['O', 'Background']],
  ])('refuses %j, naming the labels', (labels) => {
    expect(() => parseLabels(labels, 'Entity')).toThrow(UserError);
    expect(() => parseLabels(labels, 'Entity')).toThrow(`[${labels.join(', ')}]`);
  });

  it('says it in one short line however many and long the labels are', () => {
    const labels = Array.from({ length: 5000 }, (_, index) => `${index}\n`.repeat(200));
    expect(() => parseLabels(labels, 'x')).toThrow(/^.{20,600}$/);
  });
});

describe('spans of a label sequence', () => {
  const spans = (text: string) => {
    const labels = text.split(' ').map((label) => ({ mark: label[0] as Label['mark'], type: label.slice(2) }));
    return labelledSpans(labels).map(({ start, end, type }) => `${start}-${end}${type}`);
  };

  it('begins a mention at a stray inside or end', () => {
    expect(spans('O I-A I-A O E-A E-A')).toEqual(['1-3A', '4-5A', '5-6A']);
    expect(spans('B-A I-B E-B I-B')).toEqual(['0-1A', '1-3B', '3-4B']);
    expect(spans('S-A I-A B-A B-A')).toEqual(['0-1A', '1-2A', '2-3A', '3-4A']);
  });

  it('gives disjoint spans in order that hold every labelled word and no other, whatever the labels', () => {
    fc.assert(
      fc.property(fc.array(anyLabel), (labels) => {
        const covered = new Array<string>(labels.length).fill('');
        let previous = 0;
        for (const { start, end, type } of labelledSpans(labels)) {
          expect(start).toBeGreaterThanOrEqual(previous);
          expect(end).toBeGreaterThan(start);
          for (let word = start; word < end; word++) covered[word] = type;
          previous = end;
        }
        expect(covered).toEqual(labels.map(({ type }) => type));
      }),
    );
  });

  it('gives back the spans that a valid IOBES sequence was written from', () => {
    const pieces = fc.array(fc.record({ type: fc.constantFrom('', ...types), length: fc.integer({ min: 1, max: 4 }) }));
    fc.assert(
      fc.property(pieces, (list) => {
        const labels: Label[] = [];
        const expected: { start: number; end: number; type: string }[] = [];
        for (const { type, length } of list) {
          const start = labels.length;
          if (type !== '') expected.push({ start, end: start + length, type });
          for (let index = 0; index < length; index++) {
            if (type === '') labels.push({ mark: 'O', type });
            else if (length === 1) labels.push({ mark: 'S', type });
            else labels.push({ mark: index === 0 ? 'B' : index === length - 1 ? 'E' : 'I', type });
          }
        }
        expect(labelledSpans(labels)).toEqual(expected);
      }),
    );
  });
});

const golden = path.join(goldenFolder, 'seqeval.json.gz');

describe.skipIf(missing(golden))(`seqeval's default reading (${missing(golden) ?? 'golden data'})`, () => {
  interface Case {
    readonly true: string[][];
    readonly pred: string[][];
    readonly default: Record<string, { precision: number | null; recall: number | null; support: number }>;
  }
  const keys = (sentences: string[][]) =>
    sentences.flatMap((sentence, row) => {
      const labels = sentence.map((label) => ({ mark: label[0] as Label['mark'], type: label.slice(2) }));
      return labelledSpans(labels).map(({ start, end, type }) => `${row} ${start} ${end} ${type}`);
    });

  it('finds as many mentions and as many matches in every case', () => {
    const text = gunzipSync(readFileSync(golden))
      .toString()
      .replaceAll(/\bNaN\b/g, 'null');
    const { cases } = JSON.parse(text) as { cases: Case[] };
    expect(cases.length).toBeGreaterThan(0);
    for (const { true: gold, pred, default: report } of cases) {
      const right = new Set(keys(gold));
      const found = keys(pred);
      const micro = report['micro avg'];
      const matches = found.filter((key) => right.has(key)).length;
      expect(right.size).toBe(micro?.support);
      expect(found.length === 0 ? 0 : matches / found.length).toBeCloseTo(micro?.precision ?? -1, 9);
      expect(right.size === 0 ? 0 : matches / right.size).toBeCloseTo(micro?.recall ?? -1, 9);
    }
  });
});

describe('entity types of heads', () => {
  it('are those of the shown heads, in order and once', () => {
    const heads = [
      { labels: ['O', 'B', 'I'], type: 'Gene', shown: true },
      { labels: ['O', 'B-Disease', 'I-Disease', 'B-DNA', 'I-DNA'], type: 'x', shown: true },
      { labels: ['O', 'B', 'I'], type: 'General', shown: false },
    ];
    expect(entityTypes(heads)).toEqual(['Gene', 'Disease', 'DNA']);
  });
});

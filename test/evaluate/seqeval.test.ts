import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type Label, labelledSpans } from '../../src/core/labels.ts';
import { countExact, type Report, report, type Score } from '../../src/evaluate/scores.ts';
import { strictSpans } from '../../src/evaluate/strict.ts';
import { goldenFolder, missing } from '../support/shared.ts';

type SeqevalScore = Record<'precision' | 'recall' | 'f1-score' | 'support', number>;

interface Case {
  readonly scheme: 'IOB2' | 'IOBES';
  readonly true: readonly (readonly string[])[];
  readonly pred: readonly (readonly string[])[];
  readonly default: Readonly<Record<string, SeqevalScore>>;
  readonly strict: Readonly<Record<string, SeqevalScore>>;
}

const file = path.join(goldenFolder, 'seqeval.json.gz');
const absent = missing(file);

function labelsOf(names: readonly string[]): Label[] {
  return names.map((name) => ({ mark: name.charAt(0) as Label['mark'], type: name.slice(2) }));
}

function asSeqeval({ types, micro, macro, weighted }: Report): Record<string, SeqevalScore> {
  const named = ({ precision, recall, f1, support }: Score) => ({ precision, recall, 'f1-score': f1, support });
  const means = { 'micro avg': named(micro), 'macro avg': named(macro), 'weighted avg': named(weighted) };
  return { ...Object.fromEntries([...types].map(([type, score]) => [type, named(score)])), ...means };
}

function expectEqual(found: Record<string, SeqevalScore>, expected: Readonly<Record<string, SeqevalScore>>): void {
  expect(Object.keys(found).sort()).toEqual(Object.keys(expected).sort());
  for (const [name, scores] of Object.entries(expected)) {
    for (const [key, value] of Object.entries(scores)) {
      const own = found[name]?.[key as keyof SeqevalScore] ?? Number.NaN;
      expect(Math.abs(own - value), `${name} ${key}`).toBeLessThanOrEqual(1e-9);
    }
  }
}

describe.skipIf(absent)(absent ?? 'scores', () => {
  // The macro mean of no type at all is not a number in seqeval, and zero here, as every ratio without a denominator.
  const json = gunzipSync(readFileSync(file)).toString().replaceAll(/: NaN/g, ': 0');
  const { cases } = JSON.parse(json) as { cases: readonly Case[] };

  it("equal seqeval's default mode", () => {
    expect(cases.length).toBeGreaterThan(0);
    for (const { true: gold, pred, default: expected } of cases) {
      const spans = (sentences: readonly (readonly string[])[]) =>
        sentences.map((names) => labelledSpans(labelsOf(names)));
      expectEqual(asSeqeval(report(countExact(spans(gold), spans(pred)))), expected);
    }
  });

  it("equal seqeval's strict mode", () => {
    for (const { scheme, true: gold, pred, strict } of cases) {
      const spans = (sentences: readonly (readonly string[])[]) =>
        sentences.map((names) => strictSpans(labelsOf(names), scheme));
      expectEqual(asSeqeval(report(countExact(spans(gold), spans(pred)))), strict);
    }
  });
});

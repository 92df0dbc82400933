import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { finish } from '../../src/core/steps.ts';
import type { EvaluationReport, MeanScore, ModeScores } from '../../src/evaluate/report/report.ts';
import { ReportBuilder } from '../../src/evaluate/report-builder.ts';
import { scratchFolder, write } from '../corpus/files.ts';
import { gerbera } from '../support/command-line.ts';
import { goldenFolder, missing } from '../support/shared.ts';
import { about, labelledDocument } from './support.ts';

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

function readCases(): readonly Case[] {
  // The macro mean of no type at all is not a number in seqeval, and zero here, as every ratio without a denominator.
  const json = gunzipSync(readFileSync(file)).toString().replaceAll(/: NaN/g, ': 0');
  return (JSON.parse(json) as { cases: readonly Case[] }).cases;
}

function asSeqeval({ types, micro, macro, weighted }: ModeScores): Record<string, SeqevalScore> {
  const named = ({ precision, recall, f1, support }: MeanScore) => ({ precision, recall, 'f1-score': f1, support });
  const occurring = Object.entries(types).filter(([, { tp, fp, fn }]) => tp + fp + fn > 0);
  const means = { 'micro avg': named(micro), 'macro avg': named(macro), 'weighted avg': named(weighted) };
  return { ...Object.fromEntries(occurring.map(([type, score]) => [type, named(score)])), ...means };
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

/** A file in CoNLL form. */
function conll(sentences: readonly (readonly string[])[]): string {
  return sentences.map((labels) => `${labels.map((label, index) => `w${index}\t${label}\n`).join('')}\n`).join('');
}

const folder = scratchFolder();

describe.skipIf(absent)(absent ?? 'reports of labelled documents', () => {
  it('give the scores of seqeval in the modes default and strict', { timeout: 30_000 }, () => {
    const cases = readCases();
    expect(cases.length).toBeGreaterThan(0);
    for (const { scheme, true: gold, pred, default: lenient, strict } of cases) {
      const builder = new ReportBuilder({ types: [], mode: 'strict', scheme, samples: 2 });
      for (const [index, sentence] of gold.entries()) {
        const found = labelledDocument([pred[index] ?? []]);
        builder.add({
          gold: labelledDocument([sentence]),
          found: found.mentions,
          ...(found.sentences ? { foundSentences: found.sentences } : {}),
        });
      }
      const report = finish(builder.report(about));
      expectEqual(asSeqeval(report.modes.default), lenient);
      expectEqual(asSeqeval(report.modes.strict), strict);
      expect(report.micro).toEqual(report.modes.strict.micro);
    }
  });

  it('and so do files that gerbera score reads', { timeout: 60_000 }, async () => {
    const cases = readCases();
    for (const { scheme, true: gold, pred, default: lenient, strict } of cases.slice(0, 40)) {
      const files = [write(folder, 'gold.conll', conll(gold)), write(folder, 'pred.conll', conll(pred))];
      const { exitCode, stdout } = await gerbera(['score', ...files, '--scheme', scheme, '--json']);
      expect(exitCode).toBe(0);
      const { modes }: EvaluationReport = JSON.parse(stdout);
      expectEqual(asSeqeval(modes.default), lenient);
      expectEqual(asSeqeval(modes.strict), strict);
    }
  });
});

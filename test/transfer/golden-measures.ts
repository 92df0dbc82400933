import { readFileSync } from 'node:fs';
import type { CorpusFeatures, FeatureMatrix } from '../../src/transfer/profile.ts';

type Rows = readonly (readonly number[])[];

/** What NumPy, SciPy and scikit-learn make of small samples; test/fixtures/transfer/measures.py writes it. */
export interface GoldenMeasures {
  readonly a: Rows;
  readonly b: Rows;
  readonly few: Rows;
  readonly gaussians: number;
  readonly frechet: Readonly<Record<'ab' | 'few', number>>;
  readonly mmd: Readonly<Record<'ab' | 'few', number>>;
  readonly words: Rows;
  readonly labels: readonly number[];
  readonly others: Rows;
  readonly otherLabels: readonly number[];
  readonly theta: Rows;
  readonly leep: number;
  readonly logme: Readonly<Record<'two' | 'three', number>>;
  readonly hScore: Readonly<Record<'two' | 'three', number>>;
  readonly logOdds: Rows;
  readonly shrinkage: Readonly<Record<'words' | 'few', number>>;
}

export const goldenMeasures: GoldenMeasures = JSON.parse(
  readFileSync(new URL('../fixtures/transfer/measures.json', import.meta.url), 'utf8'),
);

export function featureMatrix(rows: Rows, columns: number = rows[0]?.length ?? 0): FeatureMatrix {
  return { rows: rows.length, columns, values: Float32Array.from(rows.flat()) };
}

/** Features with the same rows for sentences and mentions. */
export function featuresOf(
  rows: Rows,
  words: Rows = rows,
  wordLabels: readonly number[] = rows.map(() => 0),
): CorpusFeatures {
  const columns = (rows[0] ?? words[0] ?? []).length;
  return {
    sentences: featureMatrix(rows, columns),
    mentions: featureMatrix(rows, columns),
    words: featureMatrix(words, columns),
    wordLabels: Int32Array.from(wordLabels),
    labels: ['O', 'Disease', 'Gene'],
  };
}

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { randomOf } from '../../../src/core/random.ts';
import { finish } from '../../../src/core/steps.ts';
import { blockSentences, countBlockTerms } from '../../../src/transfer/lexical/blocks.ts';
import { factorize } from '../../../src/transfer/lexical/nmf.ts';
import { startFactors } from '../../../src/transfer/lexical/nndsvd.ts';
import type { SparseMatrix } from '../../../src/transfer/lexical/sparse.ts';
import { joinTerms, tfidfCosine, weighted } from '../../../src/transfer/lexical/tfidf.ts';

interface Golden {
  readonly first: readonly (readonly string[])[];
  readonly second: readonly (readonly string[])[];
  readonly idf: Readonly<Record<string, number>>;
  readonly tfidf: readonly Readonly<Record<string, number>>[];
  readonly cosine: number;
  readonly errors: Readonly<Record<string, number>>;
}

/** Made by make_lexical.py, which lies beside it. */
const file = path.resolve(import.meta.dirname, '../../fixtures/transfer/lexical.json');
const golden: Golden = JSON.parse(readFileSync(file, 'utf8'));

/** Each document as the sentences of a block. */
function blocksOf(documents: readonly (readonly string[])[]) {
  const sentences = documents.flatMap((words) =>
    Array.from({ length: blockSentences }, (_, index) => ({
      words: words.filter((_, place) => place % blockSentences === index),
      mentions: [],
      line: 1,
    })),
  );
  return finish(countBlockTerms(sentences));
}

const first = blocksOf(golden.first);
const second = blocksOf(golden.second);
const joint = joinTerms(first, second);
const terms = [...new Set([...first.terms, ...second.terms])];

describe('TF-IDF', () => {
  it('has the idf that scikit-learn has', () => {
    expect(joint.size).toBe(Object.keys(golden.idf).length);
    for (const [index, term] of terms.entries()) expect(joint.idf[index]).toBeCloseTo(golden.idf[term] ?? 0, 10);
  });

  it.each([
    [first, 0, 0],
    [second, 1, golden.first.length],
  ] as const)('has the rows that scikit-learn has', ({ terms: own, counts }, index, offset) => {
    const idf = Float64Array.from(joint.columns[index], (column) => joint.idf[column] ?? 0);
    const { rows, starts, indices, values } = weighted(counts, idf);
    for (let row = 0; row < rows; row++) {
      const expected = golden.tfidf[offset + row] ?? {};
      const entries = [...indices.subarray(starts[row], starts[row + 1])];
      expect(entries.map((column) => own[column]).sort()).toEqual(Object.keys(expected).sort());
      for (const [entry, column] of entries.entries()) {
        expect(values[(starts[row] ?? 0) + entry]).toBeCloseTo(expected[own[column] ?? ''] ?? 0, 10);
      }
    }
  });

  it('gives the cosine of the corpora that scikit-learn gives', () => {
    expect(tfidfCosine(first, second, joint)).toBeCloseTo(golden.cosine, 10);
  });
});

describe('non-negative factorization', () => {
  const x = goldenMatrix();

  it.each(Object.entries(golden.errors))('of rank %s leaves as little as that of scikit-learn', (rank, expected) => {
    const start = finish(startFactors(x, Number(rank), randomOf(1)));
    const { w, h, error } = finish(factorize(x, start, { tolerance: 1e-9, mostIterations: 2000 }));
    expect(error).toBeLessThan(expected * 1.01);
    expect(error).toBeGreaterThan(expected * 0.97);
    expect(error).toBeCloseTo(Math.sqrt(squaredRest(x, w.values, h.values, Number(rank))), 6);
    expect(Math.min(...w.values, ...h.values)).toBeGreaterThanOrEqual(0);
  });

  it('leaves hardly more where it ends early', () => {
    const start = finish(startFactors(x, 8, randomOf(1)));
    const { error, iterations } = finish(factorize(x, start));
    expect(iterations).toBeLessThan(200);
    expect(error).toBeLessThan((golden.errors['8'] ?? 0) * 1.02);
  });
});

/** The TF-IDF matrix of scikit-learn. */
function goldenMatrix(): SparseMatrix {
  const entries = golden.tfidf.map((row) => Object.entries(row));
  const starts = [0];
  for (const row of entries) starts.push((starts.at(-1) ?? 0) + row.length);
  return {
    rows: entries.length,
    columns: terms.length,
    starts: Int32Array.from(starts),
    indices: Int32Array.from(entries.flat(), ([term]) => terms.indexOf(term)),
    values: Float64Array.from(entries.flat(), ([, value]) => value),
  };
}

/** ‖X − W·Hᵀ‖², entry by entry. */
function squaredRest(x: SparseMatrix, w: Float64Array, h: Float64Array, rank: number): number {
  let sum = 0;
  for (let row = 0; row < x.rows; row++) {
    const dense = new Float64Array(x.columns);
    for (let entry = x.starts[row] ?? 0; entry < (x.starts[row + 1] ?? 0); entry++) {
      dense[x.indices[entry] ?? 0] = x.values[entry] ?? 0;
    }
    for (const [column, value] of dense.entries()) {
      let product = 0;
      for (let k = 0; k < rank; k++) product += (w[row * rank + k] ?? 0) * (h[column * rank + k] ?? 0);
      sum += (value - product) ** 2;
    }
  }
  return sum;
}

import { randomOf, shuffled } from '../../core/random.ts';
import type { Steps } from '../../core/steps.ts';
import type { BlockTerms } from './blocks.ts';
import { factorize } from './nmf.ts';
import { startFactors } from './nndsvd.ts';
import type { DenseMatrix, SparseMatrix } from './sparse.ts';
import { type JointTerms, weighted } from './tfidf.ts';

/** As Akdemir and Shibuya (2020) have it. */
const topics = 15;

/** At most so many blocks of a corpus, and so many terms, those that are in most blocks: what bounds the time of a pair. */
const mostBlocks = 500;
const mostTerms = 5000;

/**
 * How alike the topics of two corpora are, in [0, 1]: 1 less the Jensen–Shannon distance, with logarithms to base 2 (Endres
 * and Schindelin 2003), of their mean distributions over topics. Topics are those of a non-negative factorization
 * X ≈ W·Hᵀ of the TF-IDF of blocks of both corpora; the distribution of a block is its row of W, each topic scaled to a sum
 * of 1 over its terms, then the row. Null if one of them has no block with a topic.
 */
export function* topicSimilarity(
  first: BlockTerms,
  second: BlockTerms,
  joint: JointTerms,
  seed: number,
): Steps<number | null> {
  // Alike for both, so that equal corpora have equal samples.
  const [ofFirst, ofSecond] = [sampleBlocks(first.counts.rows, seed), sampleBlocks(second.counts.rows, seed)];
  const terms = commonTerms(joint);
  const idf = Float64Array.from(terms, (term) => joint.idf[term] as number);
  const sample = new SampleBuilder(joint.size, terms);
  sample.add(first.counts, joint.columns[0], ofFirst);
  sample.add(second.counts, joint.columns[1], ofSecond);
  const x = weighted(sample.end(), idf);
  const rank = Math.min(topics, x.rows, x.columns);
  if (rank === 0) return null;
  yield;
  const start = yield* startFactors(x, rank, randomOf(seed, 'topics'));
  const { w, h } = yield* factorize(x, start);
  const masses = columnSums(h);
  const p = meanDistribution(w, masses, 0, ofFirst.length);
  const q = meanDistribution(w, masses, ofFirst.length, x.rows);
  return p && q ? 1 - jensenShannonDistance(p, q) : null;
}

/** Which blocks are taken, in their order. */
function sampleBlocks(rows: number, seed: number): readonly number[] {
  const all = Array.from({ length: rows }, (_, row) => row);
  if (rows <= mostBlocks) return all;
  return shuffled(all, randomOf(seed, 'blocks of topics'))
    .slice(0, mostBlocks)
    .sort((a, b) => a - b);
}

/** The terms that are in most blocks; of those in as many, those that come first. */
function commonTerms({ size, frequencies }: JointTerms): readonly number[] {
  const terms = Array.from({ length: size }, (_, term) => term);
  const frequency = (term: number) => frequencies[term] as number;
  return terms.sort((a, b) => frequency(b) - frequency(a) || a - b).slice(0, mostTerms);
}

/** Puts the chosen rows and columns of the counts of both corpora below each other. */
class SampleBuilder {
  readonly #columns: Int32Array;
  readonly #width: number;
  readonly #starts = [0];
  readonly #indices: number[] = [];
  readonly #values: number[] = [];

  /** @param terms the terms taken, of `size`, in the order of their columns. */
  constructor(size: number, terms: readonly number[]) {
    this.#columns = new Int32Array(size).fill(-1);
    for (const [column, term] of terms.entries()) this.#columns[term] = column;
    this.#width = terms.length;
  }

  /** @param termOf the number of each column of the counts among the terms of both corpora. */
  add(counts: SparseMatrix, termOf: Int32Array, rows: readonly number[]): void {
    for (const row of rows) {
      const end = counts.starts[row + 1] as number;
      for (let entry = counts.starts[row] as number; entry < end; entry++) {
        const column = this.#columns[termOf[counts.indices[entry] as number] as number] as number;
        if (column < 0) continue;
        this.#indices.push(column);
        this.#values.push(counts.values[entry] as number);
      }
      this.#starts.push(this.#indices.length);
    }
  }

  end(): SparseMatrix {
    return {
      rows: this.#starts.length - 1,
      columns: this.#width,
      starts: Int32Array.from(this.#starts),
      indices: Int32Array.from(this.#indices),
      values: Float64Array.from(this.#values),
    };
  }
}

function columnSums({ rows, columns, values }: DenseMatrix): Float64Array {
  const sums = new Float64Array(columns);
  for (let index = 0; index < rows * columns; index++) {
    sums[index % columns] = (sums[index % columns] as number) + (values[index] as number);
  }
  return sums;
}

/** The mean of the distributions of the rows from `from` to `to`; null if none of them has a topic. */
function meanDistribution(w: DenseMatrix, masses: Float64Array, from: number, to: number): Float64Array | null {
  const mean = new Float64Array(w.columns);
  let counted = 0;
  for (let row = from; row < to; row++) {
    const shares = masses.map((mass, topic) => mass * (w.values[row * w.columns + topic] as number));
    const sum = shares.reduce((total, share) => total + share, 0);
    if (sum === 0) continue;
    counted++;
    for (const [topic, share] of shares.entries()) mean[topic] = (mean[topic] as number) + share / sum;
  }
  return counted === 0 ? null : mean.map((share) => share / counted);
}

/** The square root of the Jensen–Shannon divergence of two distributions, in bits: a metric, in [0, 1]. */
function jensenShannonDistance(p: Float64Array, q: Float64Array): number {
  let divergence = 0;
  for (const [index, a] of p.entries()) {
    const b = q[index] as number;
    const middle = (a + b) / 2;
    if (a > 0) divergence += (a / 2) * Math.log2(a / middle);
    if (b > 0) divergence += (b / 2) * Math.log2(b / middle);
  }
  return Math.sqrt(Math.min(1, Math.max(0, divergence)));
}

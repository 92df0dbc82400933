import type { BlockTerms } from './blocks.ts';
import { dot, type SparseMatrix, squaredNorm } from './sparse.ts';

/** The terms of two corpora together. */
export interface JointTerms {
  /** How many there are. */
  readonly size: number;
  /** For each corpus, the number of each of its terms among all. */
  readonly columns: readonly [Int32Array, Int32Array];
  /** In how many blocks of either corpus each stands. */
  readonly frequencies: Uint32Array;
  /** ln((1 + n) / (1 + frequency)) + 1, of n blocks: as if one more block held every term. */
  readonly idf: Float64Array;
}

export function joinTerms(first: BlockTerms, second: BlockTerms): JointTerms {
  const numbers = new Map<string, number>();
  const columnsOf = ({ terms }: BlockTerms) =>
    Int32Array.from(terms, (term) => {
      const number = numbers.get(term) ?? numbers.size;
      numbers.set(term, number);
      return number;
    });
  const columns = [columnsOf(first), columnsOf(second)] as const;
  const frequencies = new Uint32Array(numbers.size);
  for (const [index, { counts }] of [first, second].entries()) {
    for (const column of counts.indices) {
      const number = columns[index]?.[column] as number;
      frequencies[number] = (frequencies[number] as number) + 1;
    }
  }
  const blocks = first.counts.rows + second.counts.rows;
  const idf = Float64Array.from(frequencies, (frequency) => Math.log((1 + blocks) / (1 + frequency)) + 1);
  return { size: numbers.size, columns, frequencies, idf };
}

/**
 * TF-IDF of counts: each times the idf of its column, then each row of norm 1 (as scikit-learn's `TfidfVectorizer` does,
 * with `smooth_idf` and `norm='l2'`). Rows without an entry stay so.
 */
export function weighted(counts: SparseMatrix, idf: Float64Array): SparseMatrix {
  const values = counts.values.map((count, entry) => count * (idf[counts.indices[entry] as number] as number));
  for (let row = 0; row < counts.rows; row++) {
    const entries = values.subarray(counts.starts[row], counts.starts[row + 1]);
    const norm = Math.sqrt(squaredNorm(entries));
    for (const [index, value] of entries.entries()) entries[index] = value / norm;
  }
  return { ...counts, values };
}

/**
 * The cosine of two corpora, each as the TF-IDF vector of all its terms, in [0, 1]; null if one of them has none.
 */
export function tfidfCosine(first: BlockTerms, second: BlockTerms, { columns, idf }: JointTerms): number | null {
  const vectors = [corpusVector(first.counts, columns[0], idf), corpusVector(second.counts, columns[1], idf)] as const;
  const norms = Math.sqrt(squaredNorm(vectors[0]) * squaredNorm(vectors[1]));
  return norms === 0 ? null : Math.min(1, dot(...vectors) / norms);
}

function corpusVector(counts: SparseMatrix, columns: Int32Array, idf: Float64Array): Float64Array {
  const sums = new Float64Array(idf.length);
  for (const [entry, column] of counts.indices.entries()) {
    const term = columns[column] as number;
    sums[term] = (sums[term] as number) + (counts.values[entry] as number) * (idf[term] as number);
  }
  return sums;
}

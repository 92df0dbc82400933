import type { TokenBatch } from '../../../src/model/classifier.ts';
import { loadClassifier } from '../../../src/model/load.ts';

const sentences = [
  'Mutations of BRCA1 cause breast cancer in women .',
  'Tamoxifen was given to 12 mice with hepatocellular carcinoma , and HeLa cells were treated with 5-fluorouracil .',
  'TP53',
];

/** What a model reads of some sentences, and the logits of each of its heads for every place, padding included. */
export interface Reading {
  readonly batch: TokenBatch;
  readonly logits: ReadonlyMap<string, Float32Array>;
}

/**
 * Reads sentences with our own recognizer's classifier on the CPU.
 * @param given what to read in their place: that of another model with the same vocabulary.
 */
export async function readingOf(folder: string, given?: TokenBatch): Promise<Reading> {
  const classifier = await loadClassifier(folder, { device: 'cpu', heads: 'all' });
  try {
    const { tokenizer, spec } = classifier;
    const rows: (readonly number[])[] = [];
    for (const sentence of sentences) {
      const words = await tokenizer.encodeWords(sentence.split(' '));
      rows.push([...tokenizer.opening, ...words.flatMap((word) => [...word]), ...tokenizer.closing]);
    }
    const batch = given ?? padded(rows, spec.encoder.padId);
    const heads = await classifier.classify(batch);
    return { batch, logits: new Map(heads.map(({ head, values }) => [head, values])) };
  } finally {
    await classifier.dispose();
  }
}

/** The largest difference of two heads' logits at places that are no padding. */
export function differenceOf({ mask }: TokenBatch, a: Float32Array | undefined, b: Float32Array | undefined): number {
  if (!a || !b || a.length !== b.length) return Number.NaN;
  const labels = a.length / mask.length;
  return Math.max(
    ...Array.from(a, (value, at) => (mask[Math.floor(at / labels)] ? Math.abs(value - (b[at] ?? 0)) : 0)),
  );
}

function padded(rows: readonly (readonly number[])[], padId: number): TokenBatch {
  const length = Math.max(...rows.map((row) => row.length));
  const all = rows.flatMap((row) =>
    Array.from({ length }, (_, at) => ({ id: row[at] ?? padId, kept: at < row.length })),
  );
  return {
    rows: rows.length,
    length,
    ids: BigInt64Array.from(all, ({ id }) => BigInt(id)),
    mask: BigInt64Array.from(all, ({ kept }) => (kept ? 1n : 0n)),
    positions: BigInt64Array.from(all, (_, at) => BigInt(at)),
  };
}

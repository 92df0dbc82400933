import * as v from 'valibot';
import type { CorpusFeatures, FeatureMatrix } from '../profile.ts';

const size = v.pipe(v.number(), v.integer(), v.minValue(0));
const matrixHeader = v.object({ rows: size, columns: size });

/** What stands before the numbers, as JSON. */
const header = v.object({
  sentences: matrixHeader,
  mentions: matrixHeader,
  words: matrixHeader,
  labels: v.array(v.string()),
});

const matrices = ['sentences', 'mentions', 'words'] as const;

/**
 * Features as bytes: the length of a header (32 bits), the header as JSON, then the values of `sentences`, `mentions` and
 * `words` and the labels of words, each of 32 bits; as this machine orders bytes, since they do not leave it.
 */
export function bytesOfFeatures(features: CorpusFeatures): Uint8Array {
  const sizes = matrices.map((name) => [name, { rows: features[name].rows, columns: features[name].columns }]);
  const text = Buffer.from(JSON.stringify({ ...Object.fromEntries(sizes), labels: features.labels }));
  return Buffer.concat([
    new Uint8Array(Uint32Array.of(text.length).buffer),
    text,
    ...matrices.map((name) => bytesOf(features[name].values)),
    bytesOf(features.wordLabels),
  ]);
}

/** Features out of their bytes; undefined if these are no such bytes. */
export function featuresOfBytes(bytes: Uint8Array): CorpusFeatures | undefined {
  const length = bytes.length < 4 ? 0 : new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, isLittleEndian);
  const head = headerOf(bytes.subarray(4, 4 + length));
  if (!head) return undefined;
  const counts = matrices.map((name) => head[name].rows * head[name].columns);
  const total = counts.reduce((sum, each) => sum + each, head.words.rows);
  // A copy, since numbers must begin where a multiple of their size does.
  const numbers = new Uint8Array(bytes.subarray(4 + length)).buffer;
  if (numbers.byteLength !== 4 * total) return undefined;
  let at = 0;
  const matrix = (name: (typeof matrices)[number]): FeatureMatrix => {
    const { rows, columns } = head[name];
    const values = new Float32Array(numbers, 4 * at, rows * columns);
    at += values.length;
    return { rows, columns, values };
  };
  const [sentences, mentions, words] = [matrix('sentences'), matrix('mentions'), matrix('words')];
  const wordLabels = new Int32Array(numbers, 4 * at, words.rows);
  if (wordLabels.some((label) => label < 0 || label >= head.labels.length)) return undefined;
  return { sentences, mentions, words, wordLabels, labels: head.labels };
}

const isLittleEndian = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array | Int32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function headerOf(bytes: Uint8Array): v.InferOutput<typeof header> | undefined {
  try {
    const found = v.safeParse(header, JSON.parse(Buffer.from(bytes).toString()));
    return found.success ? found.output : undefined;
  } catch {
    return undefined;
  }
}

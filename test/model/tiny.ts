import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';

/** A tensor in memory, row-major. */
export interface Weights {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** A checkpoint in memory: what goes into `config.json` and `model.safetensors`. */
export interface TinyModel {
  readonly config: Record<string, unknown>;
  readonly tensors: Map<string, Weights>;
}

/** The words of every tiny model's vocabulary, after the five special tokens. */
const words = Array.from({ length: 45 }, (_, index) => `w${index}`);
const vocabulary = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', ...words];

/** Numbers in [-1, 1) that are the same on every run. */
export function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48271) % 2147483647;
    return (state / 2147483647) * 2 - 1;
  };
}

/** Random weights under the names and in the shapes that a test gives. */
export function randomTensors(shapes: Readonly<Record<string, readonly number[]>>, seed = 7): Map<string, Weights> {
  const random = randomNumbers(seed);
  return new Map(
    Object.entries(shapes).map(([name, shape]) => {
      const size = shape.reduce((product, dimension) => product * dimension, 1);
      return [name, { shape, data: Float32Array.from({ length: size }, () => 0.6 * random()) }];
    }),
  );
}

export const tinyVocabulary = vocabulary.length;

/** A folder for the length of a test. */
export function scratchFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'gerbera-model-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes a model's folder: configuration, weights and a WordPiece vocabulary. */
export function writeModel({ config, tensors }: TinyModel, folder = scratchFolder()): string {
  writeFileSync(path.join(folder, 'config.json'), JSON.stringify(config));
  writeFileSync(path.join(folder, 'model.safetensors'), safetensors(tensors));
  writeFileSync(path.join(folder, 'vocab.txt'), `${vocabulary.join('\n')}\n`);
  writeFileSync(path.join(folder, 'tokenizer_config.json'), JSON.stringify({ tokenizer_class: 'BertTokenizer' }));
  return folder;
}

/** https://huggingface.co/docs/safetensors: header length, header, data. */
export function safetensors(tensors: ReadonlyMap<string, Weights>): Buffer {
  let end = 0;
  const header = Object.fromEntries(
    [...tensors].map(([name, { shape, data }]) => {
      const start = end;
      end += data.byteLength;
      return [name, { dtype: 'F32', shape, data_offsets: [start, end] }];
    }),
  );
  const text = Buffer.from(JSON.stringify(header));
  const padded = Buffer.concat([text, Buffer.alloc(-text.length & 7, ' ')]);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(padded.length));
  const data = [...tensors.values()].map((tensor) => Buffer.from(tensor.data.buffer));
  return Buffer.concat([length, padded, ...data]);
}

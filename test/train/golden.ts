import { readFileSync } from 'node:fs';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { openTensorFile } from '../../src/checkpoint/checkpoint.ts';
import { ConfigReader } from '../../src/model/config.ts';
import { readEncoder } from '../../src/model/encoder-config.ts';
import { neededTensors } from '../../src/model/layout.ts';
import type { HeadSpec, ModelSpec } from '../../src/model/spec.ts';
import type { LoadedTokenizer } from '../../src/tokenizer/native.ts';
import type { TrainingBatch } from '../../src/train/batch.ts';
import type { TrainedModel, TrainingSettings } from '../../src/train/start/trained-model.ts';
import { goldenFolder } from '../support/shared.ts';

/** Where PyTorch's run of twelve steps is. */
export const trainingFolder = path.join(goldenFolder, 'training');

interface GoldenBatch {
  readonly input_ids: readonly (readonly number[])[];
  readonly attention_mask: readonly (readonly number[])[];
  /** -100 where there is none. */
  readonly labels: readonly (readonly number[])[];
  /** Of each row: 1 trains the biomedical head, 0 the general one. */
  readonly domain: readonly number[];
}

/** `training.json`. */
export interface GoldenRun {
  readonly optimizer: {
    readonly lr: number;
    readonly steps: number;
    readonly betas: readonly [number, number];
    readonly eps: number;
    readonly weight_decay: number;
    readonly max_grad_norm: number;
  };
  readonly labels: readonly string[];
  readonly batches: readonly GoldenBatch[];
  readonly log: readonly { readonly loss: number; readonly grad_norm: number; readonly lr: number }[];
}

export function readGoldenRun(): GoldenRun {
  return JSON.parse(readFileSync(path.join(trainingFolder, 'training.json'), 'utf8'));
}

/** The tensors of a file of the golden run. */
export async function readTensors(file: string): Promise<ReadonlyMap<string, Float32Array>> {
  const source = await openTensorFile(path.join(trainingFolder, file));
  onTestFinished(() => source.close());
  return new Map([...source.tensors.keys()].map((name) => [name, source.read(name)]));
}

/** The golden run's model with its weights at the start: GERBERA's pair of heads. */
export async function goldenModel({ labels }: GoldenRun): Promise<TrainedModel> {
  const config = JSON.parse(readFileSync(path.join(trainingFolder, 'config.json'), 'utf8'));
  const weights = await readTensors('initial.safetensors');
  const encoder = readEncoder(new ConfigReader('config.json', config), new Set(weights.keys()));
  const head = (name: string): HeadSpec => ({ name, labels, type: 'Entity', shown: false });
  const spec: ModelSpec = {
    encoder,
    kind: 'gerbera-pair',
    heads: [head('bio'), head('general')],
    maxLength: encoder.positions,
    bareWords: true,
  };
  return {
    folder: trainingFolder,
    name: 'golden',
    config,
    spec,
    objective: 'heads',
    tokenizer: unused,
    shapes: new Map([...neededTensors(spec)].map(({ name, shape }) => [name, shape])),
    weights,
    initialized: [],
  };
}

/** The batches are ids already. */
const refuse = () => Promise.reject(new Error('not to be used'));
const unused: LoadedTokenizer = {
  opening: [],
  closing: [],
  vocabularySize: 0,
  specialIds: new Set(),
  maskId: () => -1,
  encodeText: refuse,
  encodeTexts: refuse,
  encodeWord: refuse,
  encodeWords: refuse,
  token: () => '',
};

export function goldenSettings({ optimizer }: GoldenRun): TrainingSettings {
  return {
    dropout: { hidden: 0, attention: 0, classifier: 0 },
    labelSmoothing: 0,
    frozenLayers: undefined,
    optimizer: {
      beta1: optimizer.betas[0],
      beta2: optimizer.betas[1],
      epsilon: optimizer.eps,
      weightDecay: optimizer.weight_decay,
      maxGradientNorm: optimizer.max_grad_norm,
      layerDecay: 1,
    },
  };
}

/**
 * A batch with each row's labels for the head of its domain. A head without rows gets one that does not count, since
 * the golden run computed both heads on every batch: its gradient is then zero, but AdamW still goes on by its moments.
 */
export function trainingBatch({ input_ids, attention_mask, labels, domain }: GoldenBatch): TrainingBatch {
  const length = input_ids[0]?.length ?? 0;
  const positions: number[] = [];
  const targets = new Map<string, { rows: number[]; labels: number[] }>();
  for (const [row, values] of labels.entries()) {
    const head = domain[row] === 1 ? 'bio' : 'general';
    for (const [column, label] of values.entries()) {
      if (label < 0) continue;
      const own = targets.get(head) ?? { rows: [], labels: [] };
      own.rows.push(positions.length);
      own.labels.push(label);
      targets.set(head, own);
      positions.push(row * length + column);
    }
  }
  return {
    rows: input_ids.length,
    length,
    ids: BigInt64Array.from(input_ids.flat(), BigInt),
    mask: BigInt64Array.from(attention_mask.flat(), BigInt),
    positions: BigInt64Array.from(positions, BigInt),
    targets: new Map(
      ['bio', 'general'].map((head) => {
        const own = targets.get(head) ?? { rows: [0], labels: [-1] };
        return [head, { rows: Int32Array.from(own.rows), labels: Int32Array.from(own.labels) }];
      }),
    ),
  };
}

/** How many labelled tokens a batch has. */
export function labelled({ targets }: TrainingBatch): number {
  return [...targets.values()].reduce((total, { labels }) => total + labels.filter((label) => label >= 0).length, 0);
}

/** The largest difference of two arrays over the largest entry of the first. */
export function relativeDifference(expected: Float32Array, found: Float32Array | undefined): number {
  if (found?.length !== expected.length) return Number.NaN;
  const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const farthest = expected.reduce(
    (most, value, index) => Math.max(most, Math.abs(value - (found[index] ?? Number.NaN))),
    0,
  );
  return farthest === 0 ? 0 : farthest / largest;
}

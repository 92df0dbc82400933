import { onTestFinished } from 'vitest';
import { encodeModel } from '../../src/onnx/encode.ts';
import { ModelSession, type Results } from '../../src/runtime/session.ts';
import { maskedLanguageModel, type TrainingBatch } from '../../src/train/batch.ts';
import { trainingFeeds } from '../../src/train/graph/feeds.ts';
import { type TrainingGraph, trainedHeads } from '../../src/train/graph/training-graph.ts';
import type { TrainedModel } from '../../src/train/start/trained-model.ts';
import { batchOf } from '../model/batch.ts';
import type { TinyModel } from '../model/tiny.ts';
import type { Target } from './reference-loss.ts';

export const noDropout = { hidden: 0, attention: 0, classifier: 0 };

/** Rows of ids of different lengths, so that padding is part of every batch. */
export const rows = [
  [2, 9, 17, 33, 8, 41, 12, 3],
  [2, 25, 3],
  [2, 10, 30, 30, 6, 3],
];

/** What two heads learn from {@link rows}; some tokens are learnt by both. */
export const headTargets: ReadonlyMap<string, readonly Target[]> = new Map([
  [
    'Gene',
    [
      { row: 0, column: 1, label: 1 },
      { row: 0, column: 2, label: 2 },
      { row: 0, column: 5, label: 0 },
      { row: 1, column: 1, label: 0 },
    ],
  ],
  [
    'Disease',
    [
      { row: 0, column: 5, label: 2 },
      { row: 2, column: 1, label: 1 },
      { row: 2, column: 3, label: 0 },
    ],
  ],
]);

/** Tokens of {@link rows} to guess. */
export const masked: readonly Target[] = [
  { row: 0, column: 2, label: 17 },
  { row: 0, column: 6, label: 30 },
  { row: 1, column: 1, label: 4 },
  { row: 2, column: 4, label: 49 },
];

/** A batch of rows; its positions are the tokens of the targets, each once. */
export function batchFor(
  ids: readonly (readonly number[])[],
  padId: number,
  targets: ReadonlyMap<string, readonly Target[]>,
): TrainingBatch {
  const batch = batchOf(ids, padId, () => []);
  const flat = ({ row, column }: Target) => row * batch.length + column;
  const positions = [...new Set([...targets.values()].flat().map(flat))].sort((a, b) => a - b);
  return {
    ...batch,
    positions: BigInt64Array.from(positions, BigInt),
    targets: new Map(
      [...targets].map(([head, own]) => [
        head,
        {
          rows: Int32Array.from(own, (target) => positions.indexOf(flat(target))),
          labels: Int32Array.from(own, ({ label }) => label),
        },
      ]),
    ),
  };
}

export function headsBatch(padId = 0): TrainingBatch {
  return batchFor(rows, padId, headTargets);
}

export function maskedBatch(padId = 0): TrainingBatch {
  return batchFor(rows, padId, new Map([[maskedLanguageModel, masked]]));
}

/** A model's weights as the reference reads them. */
export function asTiny({ config, shapes, weights }: TrainedModel): TinyModel {
  return {
    config,
    tensors: new Map([...weights].map(([name, data]) => [name, { shape: shapes.get(name) ?? [], data }])),
  };
}

/** Runs a training graph once on the CPU. */
export async function runGraph(
  model: TrainedModel,
  graph: TrainingGraph,
  batch: TrainingBatch,
  options: { readonly scale: number; readonly randomKeys: readonly (string | number)[] } = { scale: 1, randomKeys: [] },
): Promise<Results> {
  const session = await ModelSession.open(
    { graph: encodeModel(graph.graph), weights: { arrays: new Map() } },
    'cpu',
    1,
  );
  onTestFinished(() => session.release());
  const weights = [...model.weights].map(([name, data]) => [name, { data, shape: model.shapes.get(name) ?? [] }]);
  const fed = trainingFeeds(batch, { encoder: model.spec.encoder, heads: trainedHeads(model), graph }, options);
  return session.run({ ...Object.fromEntries(weights), ...fed });
}

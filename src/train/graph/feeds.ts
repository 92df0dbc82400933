import { feedsOf } from '../../model/feeds.ts';
import type { EncoderSpec } from '../../model/spec.ts';
import type { Feed } from '../../runtime/session.ts';
import type { TrainingBatch } from '../batch.ts';
import { dropoutFeeds } from './dropout.ts';
import { type TrainingGraph, trainingNames } from './training-graph.ts';

/** A head without targets in a batch computes one row, which does not count. */
const nothing = { rows: Int32Array.of(0), labels: Int32Array.of(-1) };

/**
 * A batch as the inputs of a training graph, weights apart.
 * @param heads every head of the graph.
 * @throws Error if a batch has no token to classify or targets of a head that the graph does not have.
 */
export function trainingFeeds(
  batch: TrainingBatch,
  {
    encoder,
    heads,
    graph,
  }: { readonly encoder: EncoderSpec; readonly heads: readonly string[]; readonly graph: TrainingGraph },
  { scale, randomKeys }: { readonly scale: number; readonly randomKeys: readonly (string | number)[] },
): Record<string, Feed> {
  const positions = batch.positions.length;
  if (positions === 0) throw new Error('a training batch has no token to classify');
  for (const name of batch.targets.keys()) {
    if (!heads.includes(name)) throw new Error(`a training batch has targets of ${name}, which is not trained`);
  }
  const feeds: Record<string, Feed> = {
    ...feedsOf(batch, encoder),
    [trainingNames.scale]: { data: Float32Array.of(scale), shape: [] },
    ...dropoutFeeds(graph.dropoutSites, { rows: batch.rows, length: batch.length, positions }, randomKeys),
  };
  for (const head of heads) {
    const { rows, labels } = batch.targets.get(head) ?? nothing;
    feeds[trainingNames.rows(head)] = { data: rows, shape: [rows.length] };
    feeds[trainingNames.labels(head)] = { data: labels, shape: [labels.length] };
  }
  return feeds;
}

import { probeBatch } from '../../model/probe.ts';
import type { HeadTargets, TrainingBatch } from '../batch.ts';
import { trainedHeads } from '../graph/training-graph.ts';
import type { TrainedModel } from '../start/trained-model.ts';

/**
 * A batch of made-up tokens and labels, the same on every run, with something to learn for each head.
 * @param longest length of the first row, cut to what the model can read.
 */
export function probeTraining(model: TrainedModel, rows: number, longest: number): TrainingBatch {
  const batch = probeBatch(model.spec, rows, longest);
  const heads = trainedHeads(model);
  const indices = [...batch.positions.keys()];
  const targets = new Map<string, HeadTargets>();
  for (const [turn, head] of heads.entries()) {
    const own = indices.filter((index) => index % heads.length === turn % indices.length);
    const classes = model.spec.heads.find(({ name }) => name === head)?.labels.length ?? model.spec.encoder.vocabulary;
    targets.set(head, { rows: Int32Array.from(own), labels: Int32Array.from(own, (index) => index % classes) });
  }
  return { ...batch, targets };
}

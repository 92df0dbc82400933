import { headTensors } from '../../model/layout.ts';
import type { TrainedModel } from '../start/trained-model.ts';

/** The head of each weight that one head has for itself: where it has no targets, these weights have no gradient. */
export function headOwners({ spec }: Pick<TrainedModel, 'spec'>): ReadonlyMap<string, string> {
  return new Map(spec.heads.flatMap((head) => [...headTensors(spec, head)].map(({ name }) => [name, head.name])));
}

import { featureNames } from './features.ts';
import type { Weights } from './rank.ts';
import { learnt } from './weights.ts';

/** What ranking and refusing go by for mentions of one type. */
export interface LinkModel {
  /** One for each of `featureNames`. */
  readonly weights: Weights;
  /** A candidate less probable than that is not what the mention means. */
  readonly threshold: number;
}

const models = new Map<string, LinkModel>();

/** @returns the model for a type of concepts; the one for all types where no corpus has concepts of it. */
export function modelFor(type: string): LinkModel {
  const name = Object.hasOwn(learnt, type) ? (type as keyof typeof learnt) : 'Other';
  let model = models.get(name);
  if (model === undefined) {
    const { threshold, weights } = learnt[name];
    const known: Readonly<Record<string, number>> = weights;
    model = { threshold, weights: featureNames.map((feature) => known[feature] ?? 0) };
    models.set(name, model);
  }
  return model;
}

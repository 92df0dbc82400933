import { featureNames } from './features.ts';
import type { Weights } from './rank.ts';
import { learnt } from './weights.ts';

/** What ranking and refusing go by for mentions of one type. */
export interface LinkModel {
  readonly weights: Weights;
  /** A candidate less probable than that is not what the mention means. */
  readonly threshold: number;
}

interface Learnt {
  readonly threshold: number;
  /** By feature; 0 where none is given. */
  readonly weights: Readonly<Record<string, number>>;
  /** Of each hidden unit what it puts out, then its weights in the order of `units`, with spaces between. */
  readonly hidden?: readonly string[];
  /** Features that go into hidden units, with spaces between. */
  readonly units?: string;
}

const models = new Map<string, LinkModel>();

/** @returns the model for a type of concepts; the one for all types where no corpus has concepts of it. */
export function modelFor(type: string): LinkModel {
  const name = Object.hasOwn(learnt, type) ? (type as keyof typeof learnt) : 'Other';
  let model = models.get(name);
  if (model === undefined) {
    const { threshold, weights, hidden = [], units = '' }: Learnt = learnt[name];
    const places = units.split(' ');
    model = {
      threshold,
      weights: {
        linear: featureNames.map((feature) => weights[feature] ?? 0),
        hidden: hidden.map((row) => {
          const [out = 0, ...into] = row.split(' ').map(Number);
          return { out, into: featureNames.map((feature) => into[places.indexOf(feature)] ?? 0) };
        }),
      },
    };
    models.set(name, model);
  }
  return model;
}

import { type Features, featureAt, featureCount } from './features.ts';
import type { Found } from './lookup.ts';
import type { Query } from './queries.ts';

/** A name that was found for one of the texts that stand for a mention. */
export interface Match extends Found {
  readonly query: Query;
}

/** A concept that a mention may mean, with the name that speaks most for it. */
export interface Ranked {
  readonly match: Match;
  /** All features, those of the concept too. */
  readonly features: Features;
  /** Log-odds against none of the candidates being right. */
  readonly logit: number;
  /** Probability that it is what is meant, among all candidates and none of them. */
  readonly score: number;
}

/** A hidden unit: what goes into it, one weight for each feature, and what of it goes into the log-odds. */
export interface HiddenUnit {
  readonly into: ArrayLike<number>;
  readonly out: number;
}

export interface Weights {
  /** Of each feature straight into the log-odds. */
  readonly linear: ArrayLike<number>;
  /** Features in combination; none in a linear model. */
  readonly hidden: readonly HiddenUnit[];
}

/** What of a hidden unit's negative input is let through (leaky rectifier; Maas et al. 2013). */
export const leak = 0.01;

/** The inner product of features and weights, and the hidden units' contribution. */
export function logitOf(features: Features, { linear, hidden }: Weights): number {
  let sum = product(features, linear);
  for (const { into, out } of hidden) {
    const input = product(features, into);
    sum += out * (input > 0 ? input : leak * input);
  }
  return sum;
}

function product(features: Features, weights: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < featureCount; index++) sum += features[index]! * weights[index]!;
  return sum;
}

/**
 * Turns log-odds into probabilities that, with that of none, add up to 1: a multinomial logistic model (McFadden 1974,
 * "Conditional logit analysis of qualitative choice behavior") with the utility of none at 0.
 */
export function probabilities(logits: readonly number[]): number[] {
  const largest = Math.max(0, ...logits);
  const exponentials = logits.map((logit) => Math.exp(logit - largest));
  const sum = exponentials.reduce((total, value) => total + value, Math.exp(-largest));
  return exponentials.map((value) => value / sum);
}

/** What the features of a match say of how its text was come by. */
export function withQuery(match: Match, defined: boolean, shortText: boolean): Features {
  const features = Float64Array.from(match.features);
  const { by } = match.query;
  if (by !== undefined) features[featureAt[by]] = 1;
  else {
    features[featureAt.defined] = defined ? 1 : 0;
    features[featureAt.shortText] = shortText ? 1 : 0;
  }
  return features;
}

/** What of the threshold is enough for a concept that has all of a mention as a name: corpora leave out many that do. */
const enoughForNames = 0.25;

/** Whether a candidate is probable enough to be linked. */
export function isLinked(features: Features, score: number, threshold: number): boolean {
  const named = features[featureAt.joined] === 1 || features[featureAt.words] === 1;
  return score >= (named && !isOfOtherText(features) ? enoughForNames * threshold : threshold);
}

const ofOtherTexts = ['backedOff', 'broader', 'induced', 'broaderConcept', 'broaderStandIn', 'acronym'] as const;

/** Whether the text that a name was found for says less or other than the mention does. */
export function isOfOtherText(features: Features): boolean {
  return ofOtherTexts.some((by) => features[featureAt[by]] === 1);
}

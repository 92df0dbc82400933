import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { type FeatureName, featureAt, featureCount } from '../../src/concepts/link/features.ts';
import { logitOf, probabilities } from '../../src/concepts/link/rank.ts';
import type { Case } from './cases.ts';

const epochs = 25;
const batchSize = 64;
const highestRate = 0.1;
const decay = 1e-4;

/** What can only speak for a concept, and what only against it: other signs would come of the corpora's terminologies alone. */
const onlyFor: readonly FeatureName[] = ['exact', 'folded', 'joined', 'coverProduct', 'dice', 'agreed', 'sameSpecies'];
const onlyAgainst: readonly FeatureName[] = ['markMissing', 'symbolMissing', 'caseDiffers', 'dropped', 'otherSpecies'];

/** Weights of what the terminologies of the corpora do not tell, so that nothing can be learnt of it. */
export const assumed: Readonly<Partial<Record<FeatureName, number>>> = {
  symbol: 0.5,
  previous: -0.5,
  neighbour: -1,
  withdrawn: -1,
};

/**
 * The weights under which the right candidate of each case, or none where none is right, is most probable: a conditional
 * logit model (McFadden 1974) whose candidates stand for themselves with their best name, fitted by Adam (Kingma & Ba 2015) with L2.
 * @param signed whether weights keep to the signs of `onlyFor` and `onlyAgainst`.
 */
export function learnWeights(cases: readonly Case[], signed: boolean): Float64Array {
  const weights = new Float64Array(featureCount);
  const first = new Float64Array(featureCount);
  const second = new Float64Array(featureCount);
  const order = cases.map((_, index) => index);
  const random = xoroshiro128plus(1);
  let step = 0;
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (let last = order.length - 1; last > 0; last--) {
      const other = uniformInt(random, 0, last);
      [order[last], order[other]] = [order[other]!, order[last]!];
    }
    const rate = highestRate * (1 - epoch / epochs);
    for (let begin = 0; begin < order.length; begin += batchSize) {
      const batch = order.slice(begin, begin + batchSize);
      const gradient = new Float64Array(featureCount);
      for (const index of batch) addGradient(cases[index]!, weights, gradient);
      step++;
      for (let at = 0; at < featureCount; at++) {
        const slope = gradient[at]! / batch.length + decay * weights[at]!;
        first[at] = 0.9 * first[at]! + 0.1 * slope;
        second[at] = 0.999 * second[at]! + 0.001 * slope * slope;
        weights[at]! -=
          (rate * (first[at]! / (1 - 0.9 ** step))) / (Math.sqrt(second[at]! / (1 - 0.999 ** step)) + 1e-8);
      }
      if (!signed) continue;
      for (const name of onlyFor) weights[featureAt[name]] = Math.max(0, weights[featureAt[name]]!);
      for (const name of onlyAgainst) weights[featureAt[name]] = Math.min(0, weights[featureAt[name]]!);
    }
  }
  return weights;
}

function addGradient({ candidates }: Case, weights: Float64Array, gradient: Float64Array): void {
  const best = candidates.map(({ features }) => bestOf(features, weights));
  const chances = probabilities(best.map(({ logit }) => logit));
  const right = candidates.reduce((sum, candidate, index) => sum + (candidate.right ? chances[index]! : 0), 0);
  const target = (index: number) => (candidates[index]!.right && right > 0 ? chances[index]! / right : 0);
  for (const [index, { features }] of best.entries()) {
    const difference = chances[index]! - target(index);
    for (let at = 0; at < featureCount; at++) gradient[at]! += difference * features[at]!;
  }
}

function bestOf(all: readonly Float64Array[], weights: Float64Array): { features: Float64Array; logit: number } {
  let features = all[0]!;
  let logit = Number.NEGATIVE_INFINITY;
  for (const one of all) {
    const own = logitOf(one, weights);
    if (own > logit) {
      features = one;
      logit = own;
    }
  }
  return { features, logit };
}

/** The most probable candidate of a case: whether it is right, and its probability. */
export function judge({ candidates }: Case, weights: Float64Array): { right: boolean; score: number } {
  const logits = candidates.map(({ features }) => bestOf(features, weights).logit);
  const chances = probabilities(logits);
  let top = 0;
  for (const [index, chance] of chances.entries()) if (chance > chances[top]!) top = index;
  return { right: candidates[top]?.right ?? false, score: chances[top] ?? 0 };
}

/** What a wrong link costs, where a right one, or none where the terminologies do not hold the concept, gains 1. */
const costOfWrong = 0.05;

/** The threshold under which the links of cases gain most, `costOfWrong` counted; of several, the lowest. */
export function thresholdFor(cases: readonly Case[], weights: Float64Array): number {
  const judged = cases.map((one) => ({ ...judge(one, weights), known: one.known }));
  let best = 0;
  let most = Number.NEGATIVE_INFINITY;
  for (let percent = 5; percent <= 60; percent++) {
    const threshold = percent / 100;
    let gain = 0;
    for (const { right, score, known } of judged) {
      if (score < threshold) gain += known ? 0 : 1;
      else gain += right ? 1 : -costOfWrong;
    }
    if (gain > most) {
      most = gain;
      best = threshold;
    }
  }
  return best;
}

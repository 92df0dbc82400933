import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';
import { type FeatureName, type Features, featureAt, featureCount } from '../../src/concepts/link/features.ts';
import { isLinked, leak, logitOf, probabilities, type Weights } from '../../src/concepts/link/rank.ts';
import type { Case } from './cases.ts';

const decay = 1e-4;

/** What can only speak for a concept, and what only against it: other signs would come of the corpora's terminologies alone. */
const onlyFor: readonly FeatureName[] = ['exact', 'folded', 'joined', 'coverProduct', 'dice', 'agreed', 'sameSpecies'];
const onlyAgainst: readonly FeatureName[] = [
  'markMissing',
  'symbolMissing',
  'caseDiffers',
  'dropped',
  'otherSpecies',
  'trails',
  'beaten',
];

/** Weights of what the terminologies of the corpora do not tell, so that nothing can be learnt of it. */
export const assumed: Readonly<Partial<Record<FeatureName, number>>> = {
  symbol: 0.5,
  previous: -0.5,
  neighbour: -1,
  withdrawn: -1,
};

export interface Learning {
  /** Whether weights keep to the signs of `onlyFor` and `onlyAgainst`. */
  readonly signed: boolean;
  /** Hidden units beside the linear model; none if not given. */
  readonly hidden?: number;
}

/**
 * The weights under which the right candidate of each case, or none where none is right, is most probable: a conditional
 * logit model (McFadden 1974) whose candidates stand for themselves with their best name, fitted by Adam (Kingma & Ba 2015)
 * with L2. Hidden units are learnt together with the linear weights, once these are learnt alone.
 */
export function learnWeights(cases: readonly Case[], { signed, hidden = 0 }: Learning): Weights {
  const random = xoroshiro128plus(1);
  const values = new Float64Array(featureCount * (1 + hidden) + hidden);
  descend(cases, values, 0, linearTraining, signed, random);
  if (hidden > 0) {
    for (let at = featureCount; at < values.length; at++) {
      const spread = at < featureCount * (1 + hidden) ? 0.3 : 0.1;
      values[at] = (spread * uniformInt(random, -1000, 1000)) / 1000;
    }
    descend(cases, values, hidden, hiddenTraining, signed, random);
  }
  return weightsOf(values, hidden);
}

interface Training {
  readonly epochs: number;
  readonly batchSize: number;
  readonly highestRate: number;
}

const linearTraining: Training = { epochs: 25, batchSize: 64, highestRate: 0.1 };
const hiddenTraining: Training = { epochs: 12, batchSize: 32, highestRate: 0.01 };

/** Views of a vector of parameters: linear ones, then those into each hidden unit, then what each puts out. */
function weightsOf(values: Float64Array, hidden: number): Weights {
  return {
    linear: values.subarray(0, featureCount),
    hidden: Array.from({ length: hidden }, (_, unit) => ({
      into: values.subarray(featureCount * (1 + unit), featureCount * (2 + unit)),
      out: values[featureCount * (1 + hidden) + unit]!,
    })),
  };
}

function descend(
  cases: readonly Case[],
  values: Float64Array,
  hidden: number,
  { epochs, batchSize, highestRate }: Training,
  signed: boolean,
  random: RandomGenerator,
): void {
  const fitted = hidden === 0 ? featureCount : values.length;
  const first = new Float64Array(fitted);
  const second = new Float64Array(fitted);
  const order = cases.map((_, index) => index);
  let step = 0;
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (let last = order.length - 1; last > 0; last--) {
      const other = uniformInt(random, 0, last);
      [order[last], order[other]] = [order[other]!, order[last]!];
    }
    const rate = highestRate * (1 - epoch / epochs);
    for (let begin = 0; begin < order.length; begin += batchSize) {
      const batch = order.slice(begin, begin + batchSize);
      const gradient = new Float64Array(fitted);
      const weights = weightsOf(values, hidden);
      for (const index of batch) addGradient(cases[index]!, weights, gradient);
      step++;
      for (let at = 0; at < fitted; at++) {
        const slope = gradient[at]! / batch.length + decay * values[at]!;
        first[at] = 0.9 * first[at]! + 0.1 * slope;
        second[at] = 0.999 * second[at]! + 0.001 * slope * slope;
        values[at]! -=
          (rate * (first[at]! / (1 - 0.9 ** step))) / (Math.sqrt(second[at]! / (1 - 0.999 ** step)) + 1e-8);
      }
      if (!signed) continue;
      for (const name of onlyFor) values[featureAt[name]] = Math.max(0, values[featureAt[name]]!);
      for (const name of onlyAgainst) values[featureAt[name]] = Math.min(0, values[featureAt[name]]!);
    }
  }
}

function addGradient({ candidates }: Case, weights: Weights, gradient: Float64Array): void {
  const best = candidates.map(({ features }) => bestOf(features, weights));
  const chances = probabilities(best.map(({ logit }) => logit));
  const right = candidates.reduce((sum, candidate, index) => sum + (candidate.right ? chances[index]! : 0), 0);
  const target = (index: number) => (candidates[index]!.right && right > 0 ? chances[index]! / right : 0);
  for (const [index, { features }] of best.entries()) {
    const difference = chances[index]! - target(index);
    if (Math.abs(difference) < 1e-5) continue;
    addScaled(gradient, 0, features, difference);
    for (const [unit, { into, out }] of weights.hidden.entries()) {
      let input = 0;
      for (let at = 0; at < featureCount; at++) input += features[at]! * into[at]!;
      const slope = input > 0 ? 1 : leak;
      gradient[featureCount * (1 + weights.hidden.length) + unit]! += difference * slope * input;
      addScaled(gradient, featureCount * (1 + unit), features, difference * out * slope);
    }
  }
}

function addScaled(to: Float64Array, from: number, features: Features, scale: number): void {
  for (let at = 0; at < featureCount; at++) to[from + at]! += scale * features[at]!;
}

function bestOf(all: readonly Features[], weights: Weights): { features: Features; logit: number } {
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

export interface Judged {
  /** Whether the most probable candidate is right. */
  readonly right: boolean;
  /** Its probability; 0 if there is none. */
  readonly score: number;
  /** Of the name that speaks most for it. */
  readonly features: Features | undefined;
}

/** The most probable candidate of a case. */
export function judge({ candidates }: Case, weights: Weights): Judged {
  const best = candidates.map(({ features }) => bestOf(features, weights));
  const chances = probabilities(best.map(({ logit }) => logit));
  let top = 0;
  for (const [index, chance] of chances.entries()) if (chance > chances[top]!) top = index;
  return { right: candidates[top]?.right ?? false, score: chances[top] ?? 0, features: best[top]?.features };
}

/**
 * The same weights but for the bias, under which as many candidates are right in all as their probabilities say. Which
 * candidate is the best does not change.
 * @param cases as linking meets them: gold mentions, and those that are none.
 */
export function calibrated(weights: Weights, cases: readonly Case[]): Weights {
  const logits = cases.map(({ candidates }) => candidates.map(({ features }) => bestOf(features, weights).logit));
  const right = cases.filter(({ candidates }) => candidates.some((candidate) => candidate.right)).length;
  let [low, high] = [-20, 20];
  for (let halving = 0; halving < 40; halving++) {
    const middle = (low + high) / 2;
    let expected = 0;
    for (const own of logits)
      for (const chance of probabilities(own.map((logit) => logit + middle))) expected += chance;
    if (expected > right) high = middle;
    else low = middle;
  }
  const linear = Float64Array.from(weights.linear);
  linear[featureAt.bias] = linear[featureAt.bias]! + low;
  return { ...weights, linear };
}

/**
 * F1 that is given away for more links: it hardly depends on the threshold near its best, and people have left out mentions that
 * are some (families of genes, general words).
 */
const givenAway = 0.015;

/**
 * The lowest threshold under which the links of cases are about as good by F1 as under the best one; a link is right if its concept is.
 * @param gold how many concepts there are to be found, those of mentions that are no case too.
 */
export function thresholdFor(cases: readonly Case[], weights: Weights, gold: number): number {
  const judged = cases.map((one) => judge(one, weights));
  const thresholds = Array.from({ length: 86 }, (_, index) => (index + 5) / 100);
  const scores = thresholds.map((threshold) => {
    const linked = judged.filter(
      ({ features, score }) => features !== undefined && isLinked(features, score, threshold),
    );
    return (2 * linked.filter(({ right }) => right).length) / Math.max(1, linked.length + gold);
  });
  const enough = Math.max(...scores) - givenAway;
  return thresholds[scores.findIndex((score) => score >= enough)] ?? 0;
}

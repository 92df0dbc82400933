import { UserError } from '../../core/errors.ts';
import { type Random, randomOf, shuffled } from '../../core/random.ts';

/** How large a batch is. */
export type BatchSize =
  /**
   * So many examples (16 in the GERBERA paper), drawn at random whatever their lengths, or, if they are to be `alike`, of
   * similar lengths: as many updates, and far less padding.
   */
  | { readonly examples: number; readonly alike?: boolean }
  /** As many examples of similar length as fit: rows times padded length is at most this many tokens, or one row. */
  | { readonly tokens: number };

/** The shape of batches. */
export interface Cut {
  readonly size: BatchSize;
  /** Rows are padded to a multiple of this many tokens, so that shapes repeat, but not beyond `maxLength`. */
  readonly multiple: number;
  /** Tokens of the longest row, special ones included. */
  readonly maxLength: number;
}

/** Indices of the examples of one batch, and its padded length in tokens. */
export interface PlannedBatch {
  readonly items: readonly number[];
  readonly length: number;
}

/** The padded length of a row of so many tokens, special ones included. */
export function paddedLength(tokens: number, { multiple, maxLength }: Pick<Cut, 'multiple' | 'maxLength'>): number {
  return Math.max(tokens, Math.min(Math.ceil(tokens / multiple) * multiple, maxLength));
}

/** Batches of examples that are sorted by length together; more would leave little of the random order. */
const pool = 50;

/**
 * Cuts a list of items into batches, in random order. By examples they are cut as they come, shuffled, or, if they are to
 * be alike, sorted by padded length within pools of 50 batches; by tokens they are all sorted by padded length, items of
 * one length in random order, so that little is padding.
 * @param rowLength tokens of an item's row, special ones included.
 */
export function cutBatches(
  items: readonly number[],
  rowLength: (item: number) => number,
  cut: Cut,
  random: Random,
): PlannedBatch[] {
  const { size } = cut;
  const order = shuffled(items, random).map((item) => ({ item, length: paddedLength(rowLength(item), cut) }));
  const sorted = 'tokens' in size ? byLength(order) : size.alike ? sortedPools(order, pool * size.examples) : order;
  const batches: { items: number[]; length: number }[] = [];
  for (const { item, length } of sorted) {
    const batch = batches.at(-1);
    const longest = Math.max(batch?.length ?? 0, length);
    const rows = (batch?.items.length ?? 0) + 1;
    if (batch && ('tokens' in size ? rows * longest <= size.tokens : rows <= size.examples)) {
      batch.items.push(item);
      batch.length = longest;
    } else batches.push({ items: [item], length });
  }
  return shuffled(batches, random);
}

function byLength<Item extends { readonly length: number }>(items: readonly Item[]): Item[] {
  return items.toSorted((a, b) => a.length - b.length);
}

function sortedPools<Item extends { readonly length: number }>(items: readonly Item[], count: number): Item[] {
  const pools = Array.from({ length: Math.ceil(items.length / count) }, (_, index) =>
    byLength(items.slice(index * count, (index + 1) * count)),
  );
  return pools.flat();
}

/** @throws UserError naming what is not a positive whole number. */
export function checkCut({ size, multiple, maxLength }: Cut): void {
  const [name, value] = 'examples' in size ? ['examples', size.examples] : ['tokens', size.tokens];
  const wrong = [
    [`${name} of a batch`, value] as const,
    ['multiple of padded lengths', multiple] as const,
    ['longest row', maxLength] as const,
  ].find(([, number]) => !Number.isInteger(number) || number < 1);
  if (wrong) throw new UserError(`the ${wrong[0]} must be a whole number from 1, not ${wrong[1]}`);
}

/** How much of each corpus an epoch takes. */
export interface Sampling {
  /**
   * Corpora are drawn in proportion to size^alpha: with 1 every example comes once an epoch, with 0 all corpora come
   * equally often, between them small ones come more often than their size says.
   */
  readonly alpha: number;
  /** For each corpus what its share is multiplied by, above 0; 1 for all if not given. */
  readonly weights?: readonly number[];
  /** Examples of an epoch; as many as there are in all if not given. */
  readonly examples?: number;
}

/**
 * How many examples of each corpus an epoch takes, in proportion to weight × size^alpha: the expected numbers, rounded so
 * that they add up (largest remainders first), and not drawn, as drawing would only add noise.
 * @throws UserError if alpha is not in [0, 1], a weight not a number above 0, or the number of examples not whole and
 *   positive.
 */
export function quotas(sizes: readonly number[], { alpha, weights: given, examples }: Sampling): number[] {
  if (!(alpha >= 0 && alpha <= 1)) throw new UserError(`alpha is in [0, 1], not ${alpha}`);
  const wrong = given?.find((weight) => !(weight > 0 && Number.isFinite(weight)));
  if (wrong !== undefined) throw new UserError(`the weight of a corpus is a number above 0, not ${wrong}`);
  const all = sizes.reduce((sum, size) => sum + size, 0);
  const total = examples ?? all;
  if (!Number.isInteger(total) || total < 1) {
    throw new UserError(all === 0 ? 'there is no example to learn from' : `an epoch cannot have ${total} examples`);
  }
  // An empty corpus has no share, also where alpha is 0.
  const weights = sizes.map((size, index) => (size === 0 ? 0 : (given?.[index] ?? 1) * size ** alpha));
  const weight = weights.reduce((sum, each) => sum + each, 0);
  if (weight === 0) throw new UserError('there is no example to learn from');
  // Exact for alpha 1 and a whole epoch: no rounding may lose an example.
  const exact = weights.map((each) => (each * total) / weight);
  const shares = exact.map(Math.floor);
  const missing = total - shares.reduce((sum, share) => sum + share, 0);
  const byRemainder = [...exact.keys()]
    .filter((index) => (weights[index] ?? 0) > 0)
    .sort((a, b) => (exact[b] ?? 0) - (shares[b] ?? 0) - ((exact[a] ?? 0) - (shares[a] ?? 0)) || a - b);
  for (const index of byRemainder.slice(0, missing)) shares[index] = (shares[index] ?? 0) + 1;
  return shares;
}

/**
 * What an epoch takes of a corpus: a stretch of an endless sequence that is one random permutation of the corpus after
 * another. So no example comes twice before all have come, across epochs too, and any epoch can be had by itself.
 * @param keys of the random stream: the seed, the stage and the corpus.
 */
export function drawWithoutReplacement(
  size: number,
  quota: number,
  epoch: number,
  keys: readonly (string | number)[],
): number[] {
  const drawn: number[] = [];
  let at = epoch * quota;
  const end = at + quota;
  while (at < end) {
    const pass = Math.floor(at / size);
    const order = shuffled([...Array(size).keys()], randomOf(...keys, 'pass', pass));
    const from = at - pass * size;
    const taken = order.slice(from, Math.min(size, from + end - at));
    for (const item of taken) drawn.push(item);
    at += taken.length;
  }
  return drawn;
}

import type { Mode } from '../report/report.ts';
import type { Item } from './item.ts';
import { addOutcomes, type DocumentOutcome, noOutcome, type Outcome, outcomeOf } from './outcome.ts';
import { chooseAlike, chooseFirst, type ItemPair, pairOverlapping } from './overlaps.ts';

/** The modes but `strict`, which is `default` of what strictly follows a scheme. */
export type MatchMode = Exclude<Mode, 'strict'>;

/** Which gold mention each found one stands for. */
export interface Matching {
  readonly pairs: readonly MatchedPair[];
  readonly missed: readonly Item[];
  readonly spurious: readonly Item[];
}

export interface MatchedPair extends ItemPair {
  readonly result: 'correct' | 'incorrect' | 'partial';
}

/**
 * Matches the mentions of a document, whatever their types, one to one.
 *
 * Pairs that agree in bounds and type come first; nothing else makes a pair in the mode `default` (seqeval's). The other
 * modes are nervaluate's. In `partial` and `boundary` (its `exact`), pairs with the same bounds follow, which are correct; then
 * each found mention, from left to right, gets the first free gold one that it overlaps, which is `partial` or `incorrect`. In
 * `type` (its `ent_type`) each gets the first free overlapping one of its type, which is correct, else the first of another
 * type, which is `incorrect`.
 *
 * So counts are those of nervaluate 1.0 wherever the mentions of each side are disjoint and in order, as labels give them.
 * (Its next version takes the one with the nearest bounds in `type`, which seldom changes a count.)
 * It has no order of its own and looks for exact partners one found mention at a time, so that there, where mentions of one
 * side overlap, one may take what is the exact partner of another. Besides, it takes mentions for overlapping which share
 * at least 1 % of the gold one, here one character is enough; and it takes the end of a mention as its last word or
 * character, here the end is the one after it.
 */
export function matchItems(gold: readonly Item[], found: readonly Item[], mode: MatchMode): Matching {
  const exact = pairEqual(gold, found, ({ bounds, type }) => `${bounds} ${type}`);
  const matching: Matching = { ...exact, pairs: exact.pairs.map((pair) => ({ ...pair, result: 'correct' })) };
  if (mode === 'default' || matching.missed.length === 0 || matching.spurious.length === 0) return matching;
  if (mode === 'type') {
    return matchRest(
      matching,
      ({ missed, spurious }) =>
        pairOverlapping(missed, spurious, (near, item) => chooseAlike(near, item) ?? chooseFirst(near, item)),
      (one, other) => (one.type === other.type ? 'correct' : 'incorrect'),
    );
  }
  const same = matchRest(
    matching,
    ({ missed, spurious }) => pairEqual(missed, spurious, ({ bounds }) => bounds).pairs,
    () => 'correct',
  );
  return matchRest(
    same,
    ({ missed, spurious }) => pairOverlapping(missed, spurious, chooseFirst),
    () => (mode === 'partial' ? 'partial' : 'incorrect'),
  );
}

/**
 * Pairs what is wrong in the mode `default`, for a person to see what became of it: mentions with the same bounds first
 * (their types differ), then overlapping ones of the same type, then others that overlap.
 */
export function pairErrors(missed: readonly Item[], spurious: readonly Item[]): ItemPair[] {
  const same = pairEqual(missed, spurious, ({ bounds }) => bounds);
  const alike = pairOverlapping(same.missed, same.spurious, chooseAlike);
  const taken = new Set(alike.flatMap(({ gold, found }) => [gold, found]));
  const free = (items: readonly Item[]) => items.filter((item) => !taken.has(item));
  return [...same.pairs, ...alike, ...pairOverlapping(free(same.missed), free(same.spurious), chooseFirst)];
}

/** Pairs those with the same key; of several with one key the first with the first, and so on. */
function pairEqual(
  gold: readonly Item[],
  found: readonly Item[],
  key: (item: Item) => string,
): { pairs: ItemPair[]; missed: Item[]; spurious: Item[] } {
  const waiting = new Map<string, Item[]>();
  for (const item of found) {
    const own = key(item);
    const others = waiting.get(own);
    if (others) others.push(item);
    else waiting.set(own, [item]);
  }
  const pairs: ItemPair[] = [];
  const missed: Item[] = [];
  for (const item of gold) {
    const partner = waiting.get(key(item))?.shift();
    if (partner) pairs.push({ gold: item, found: partner });
    else missed.push(item);
  }
  const left = new Set([...waiting.values()].flat());
  return { pairs, missed, spurious: found.filter((item) => left.has(item)) };
}

function matchRest(
  matching: Matching,
  pairUp: (matching: Matching) => readonly ItemPair[],
  resultOf: (gold: Item, found: Item) => MatchedPair['result'],
): Matching {
  const pairs = pairUp(matching);
  const taken = new Set(pairs.flatMap(({ gold, found }) => [gold, found]));
  return {
    pairs: [...matching.pairs, ...pairs.map((pair) => ({ ...pair, result: resultOf(pair.gold, pair.found) }))],
    missed: matching.missed.filter((item) => !taken.has(item)),
    spurious: matching.spurious.filter((item) => !taken.has(item)),
  };
}

/** Outcomes in a document, in every mode but `strict`. */
export type ModeOutcomes = Readonly<Record<MatchMode, DocumentOutcome>>;

/**
 * Counts the matches of a document. As nervaluate does, mentions of a type are matched among themselves for the counts of the
 * type, all of them for those of the whole; so in its modes the types need not add up to the whole.
 */
export function countModes(gold: readonly Item[], found: readonly Item[]): ModeOutcomes {
  const [goldByType, foundByType] = [byType(gold), byType(found)];
  const types = [...new Set([...goldByType.keys(), ...foundByType.keys()])];
  const each = types.map((type) => [type, countType(goldByType.get(type) ?? [], foundByType.get(type) ?? [])] as const);
  const of = (mode: MatchMode): DocumentOutcome['types'] =>
    new Map(each.map(([type, outcomes]) => [type, outcomes[mode]]));
  const exact = of('default');
  const overall = [...exact.values()].reduce(addOutcomes, noOutcome);
  const whole = (mode: MatchMode): DocumentOutcome => ({
    overall: countWhole(gold, found, overall, mode),
    types: of(mode),
  });
  return {
    default: { overall, types: exact },
    partial: whole('partial'),
    type: whole('type'),
    boundary: whole('boundary'),
  };
}

function countWhole(gold: readonly Item[], found: readonly Item[], exact: Outcome, mode: MatchMode): Outcome {
  if (exact.missed === 0 || exact.spurious === 0) return exact;
  const results = matchItems(gold, found, mode).pairs.map(({ result }) => result);
  const count = (which: MatchedPair['result']) => results.filter((result) => result === which).length;
  return outcomeOf(gold.length, found.length, {
    correct: count('correct'),
    incorrect: count('incorrect'),
    partial: count('partial'),
  });
}

/** Among mentions of one type, what overlaps is partial, right or wrong by the mode alone: one matching tells them all. */
function countType(gold: readonly Item[], found: readonly Item[]): Readonly<Record<MatchMode, Outcome>> {
  const { pairs } = matchItems(gold, found, 'partial');
  const near = pairs.filter(({ result }) => result === 'partial').length;
  const correct = pairs.length - near;
  const outcome = (counts: Partial<Outcome>) => outcomeOf(gold.length, found.length, counts);
  return {
    default: outcome({ correct }),
    partial: outcome({ correct, partial: near }),
    type: outcome({ correct: correct + near }),
    boundary: outcome({ correct, incorrect: near }),
  };
}

function byType(items: readonly Item[]): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(item.type);
    if (group) group.push(item);
    else groups.set(item.type, [item]);
  }
  return groups;
}

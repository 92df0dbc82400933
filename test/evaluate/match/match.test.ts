import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AnnotatedMention } from '../../../src/corpus/document.ts';
import { itemsOf } from '../../../src/evaluate/match/item.ts';
import { countModes, type MatchMode, matchItems, pairErrors } from '../../../src/evaluate/match/match.ts';
import { noOutcome, type Outcome, pointsOf } from '../../../src/evaluate/match/outcome.ts';
import { mention } from '../support.ts';

const modes = ['default', 'partial', 'type', 'boundary'] as const;
const types = ['Gene', 'Disease'];

/** Counts as nervaluate lists them: correct, incorrect, partial, missed, spurious. */
function counts({ correct, incorrect, partial, missed, spurious }: Outcome): readonly number[] {
  return [correct, incorrect, partial, missed, spurious];
}

function overall(gold: readonly AnnotatedMention[], found: readonly AnnotatedMention[]) {
  const outcomes = countModes(itemsOf(gold), itemsOf(found));
  return Object.fromEntries(modes.map((mode) => [mode, counts(outcomes[mode].overall)]));
}

/** Mentions by labels, one character a word: `B-PER` begins one, `I-PER` goes on. */
function labelled(names: readonly string[]): AnnotatedMention[] {
  const mentions: AnnotatedMention[] = [];
  for (const [index, name] of names.entries()) {
    const last = mentions.at(-1);
    if (name.startsWith('B-')) mentions.push(mention(name.slice(2), index, index + 1));
    else if (name.startsWith('I-') && last) {
      mentions[mentions.length - 1] = mention(name.slice(2), last.spans[0].start, index + 1);
    }
  }
  return mentions;
}

describe("nervaluate's own examples", () => {
  it('its table of scenarios gives its counts', () => {
    // III missed, II spurious, V longer, IV other type, I right, VI longer and of another type.
    const gold = [
      mention('BRAND', 0, 7),
      mention('DRUG', 33, 41),
      mention('DRUG', 50, 61),
      mention('DRUG', 70, 79),
      mention('GROUP', 95, 109),
    ];
    const found = [
      mention('BRAND', 10, 17),
      mention('DRUG', 30, 41),
      mention('BRAND', 50, 61),
      mention('DRUG', 70, 79),
      mention('DRUG', 90, 109),
    ];
    expect(overall(gold, found)).toEqual({
      default: [1, 0, 0, 4, 4],
      type: [2, 2, 0, 1, 1],
      partial: [2, 0, 2, 1, 1],
      boundary: [2, 2, 0, 1, 1],
    });
  });

  it('its two sentences give its summary, of all and of each type', () => {
    const gold = [
      labelled(['O', 'B-PER', 'I-PER', 'O', 'O', 'O', 'B-ORG', 'I-ORG']),
      labelled(['O', 'B-LOC', 'B-PER', 'I-PER', 'O', 'O', 'B-DATE']),
    ];
    const found = [
      labelled(['O', 'O', 'B-PER', 'I-PER', 'O', 'O', 'B-ORG', 'I-ORG']),
      labelled(['O', 'B-LOC', 'I-LOC', 'B-PER', 'O', 'O', 'B-DATE']),
    ];
    const each = gold.map((mentions, index) => countModes(itemsOf(mentions), itemsOf(found[index] ?? [])));
    const sum = (outcomes: readonly (Outcome | undefined)[]) =>
      [0, 1, 2, 3, 4].map((place) =>
        outcomes.reduce((total, one) => total + (counts(one ?? noOutcome)[place] ?? 0), 0),
      );
    const whole = (mode: MatchMode) => sum(each.map((outcomes) => outcomes[mode].overall));
    expect(whole('type')).toEqual([5, 0, 0, 0, 0]);
    expect(whole('boundary')).toEqual([2, 3, 0, 0, 0]);
    expect(whole('partial')).toEqual([2, 0, 3, 0, 0]);
    const ofType = (type: string) => sum(each.map((outcomes) => outcomes.boundary.types.get(type)));
    expect(ofType('DATE')).toEqual([1, 0, 0, 0, 0]);
    expect(ofType('LOC')).toEqual([0, 1, 0, 0, 0]);
    expect(ofType('ORG')).toEqual([1, 0, 0, 0, 0]);
    expect(ofType('PER')).toEqual([0, 2, 0, 0, 0]);
  });

  it.each([
    ['all right', {}, [4, 0, 0, 0, 0], [4, 0, 0, 0, 0], [4, 0, 0, 0, 0]],
    ['the outer one missed', { 0: undefined }, [3, 0, 0, 1, 0], [3, 0, 0, 1, 0], [3, 0, 0, 1, 0]],
    ['another type', { 1: mention('DATE', 4, 24) }, [4, 0, 0, 0, 0], [3, 1, 0, 0, 0], [4, 0, 0, 0, 0]],
    ['other bounds', { 1: mention('EVENT', 4, 30) }, [3, 0, 1, 0, 0], [4, 0, 0, 0, 0], [3, 1, 0, 0, 0]],
    ['other bounds and type', { 1: mention('DATE', 4, 30) }, [3, 0, 1, 0, 0], [3, 1, 0, 0, 0], [3, 1, 0, 0, 0]],
    ['one too many', { 4: mention('MISC', 60, 65) }, [4, 0, 0, 0, 1], [4, 0, 0, 0, 1], [4, 0, 0, 0, 1]],
  ])('its nested mentions: %s', (_, changes: Record<number, AnnotatedMention | undefined>, partial, type, boundary) => {
    const gold = [
      mention('EVENT', 4, 37),
      mention('EVENT', 4, 24),
      mention('LOCATION', 14, 24),
      mention('DATE', 51, 55),
    ];
    const found = Object.values<AnnotatedMention | undefined>({
      ...Object.fromEntries(gold.entries()),
      ...changes,
    }).filter((each) => each !== undefined);
    expect(overall(gold, found)).toMatchObject({ partial, type, boundary });
    expect(overall(gold, found.toReversed())).toMatchObject({ partial, type, boundary });
  });
});

/**
 * What nervaluate's documentation says that each of its strategies does, one found mention after the other: the first
 * exact partner that is free, else (`type`: the first of the same type that overlaps, else) the first that overlaps.
 */
function oneAfterTheOther(
  gold: readonly AnnotatedMention[],
  found: readonly AnnotatedMention[],
  mode: 'partial' | 'type' | 'boundary',
): readonly number[] {
  const free = new Set(gold);
  const bounds = ({ spans: [{ start, end }] }: AnnotatedMention) => [start, end] as const;
  const total = { correct: 0, near: 0, spurious: 0 };
  for (const one of found) {
    const [start, end] = bounds(one);
    const touching = [...free].filter((other) => bounds(other)[0] < end && start < bounds(other)[1]);
    const distance = (other: AnnotatedMention) => Math.abs(bounds(other)[0] - start) + Math.abs(bounds(other)[1] - end);
    const right =
      mode === 'type'
        ? touching.find(({ type }) => type === one.type)
        : touching.find((other) => distance(other) === 0);
    const partner = right ?? touching[0];
    if (partner) free.delete(partner);
    if (right) total.correct++;
    else if (partner) total.near++;
    else total.spurious++;
  }
  const [incorrect, partial] = mode === 'partial' ? [0, total.near] : [total.near, 0];
  return [total.correct, incorrect, partial, free.size, total.spurious];
}

const anyMention = fc
  .record({ start: fc.nat(20), length: fc.integer({ min: 1, max: 6 }), type: fc.constantFrom(...types) })
  .map(({ start, length, type }) => mention(type, start, start + length));
const inPieces = fc
  .record({ start: fc.nat(20), gap: fc.integer({ min: 1, max: 3 }), type: fc.constantFrom(...types) })
  .map(({ start, gap, type }) => mention(type, start, start + 2, start + 2 + gap, start + 4 + gap));
const anyMentions = fc.array(fc.oneof({ weight: 4, arbitrary: anyMention }, inPieces), { maxLength: 8 });
/** Disjoint and in order, as one label a word gives them. */
const flat = fc
  .array(fc.tuple(fc.nat(3), fc.integer({ min: 1, max: 4 }), fc.constantFrom(...types)), { maxLength: 8 })
  .map((steps) => {
    let at = 0;
    return steps.map(([gap, length, type]) => {
      const start = at + gap;
      at = start + length;
      return mention(type, start, at);
    });
  });

describe('matching', () => {
  it('gives the counts of nervaluate, of all and of each type, for disjoint mentions in order', () => {
    fc.assert(
      fc.property(flat, flat, (gold, found) => {
        const outcomes = countModes(itemsOf(gold), itemsOf(found));
        for (const mode of ['partial', 'type', 'boundary'] as const) {
          expect(counts(outcomes[mode].overall)).toEqual(oneAfterTheOther(gold, found, mode));
          for (const [type, outcome] of outcomes[mode].types) {
            const own = (mentions: readonly AnnotatedMention[]) => mentions.filter((one) => one.type === type);
            expect(counts(outcome)).toEqual(oneAfterTheOther(own(gold), own(found), mode));
          }
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('gives a gold mention to the first found one that overlaps it, as nervaluate does', () => {
    const gold = [mention('Gene', 0, 6)];
    const found = [mention('Disease', 0, 2), mention('Gene', 2, 6)];
    expect(overall(gold, found)).toMatchObject({ type: [0, 1, 0, 0, 1], partial: [0, 0, 1, 0, 1] });
  });

  it('pairs exact mentions first, where nervaluate gives one away', () => {
    const gold = [mention('Gene', 0, 10)];
    const found = [mention('Gene', 0, 4), mention('Gene', 0, 10)];
    expect(oneAfterTheOther(gold, found, 'partial')).toEqual([0, 0, 1, 0, 1]);
    expect(overall(gold, found).partial).toEqual([1, 0, 0, 0, 1]);
  });

  it('takes time in proportion to the mentions where few overlap', () => {
    const gold = Array.from({ length: 50_000 }, (_, index) => mention('Gene', index * 4, index * 4 + 3));
    const found = Array.from({ length: 50_000 }, (_, index) => mention('Gene', index * 4 + 1, index * 4 + 5));
    expect(overall(gold, found).type).toEqual([50_000, 0, 0, 0, 0]);
  });

  it('does not depend on the order of mentions, or on one that is given twice', () => {
    fc.assert(
      fc.property(anyMentions, anyMentions, fc.nat(), (gold, found, seed) => {
        const turned = (mentions: readonly AnnotatedMention[]) => {
          const cut = mentions.length === 0 ? 0 : seed % mentions.length;
          return [...mentions.slice(cut), ...mentions.slice(0, cut), ...mentions].reverse();
        };
        expect(countModes(itemsOf(turned(gold)), itemsOf(turned(found)))).toEqual(
          countModes(itemsOf(gold), itemsOf(found)),
        );
      }),
    );
  });

  it('gives no fewer points in a mode that asks for less', () => {
    fc.assert(
      fc.property(anyMentions, anyMentions, (gold, found) => {
        const outcomes = countModes(itemsOf(gold), itemsOf(found));
        const points = (mode: MatchMode) => pointsOf(outcomes[mode].overall);
        expect(points('default')).toBeLessThanOrEqual(points('boundary'));
        expect(points('boundary')).toBeLessThanOrEqual(points('partial'));
        expect(points('default')).toBeLessThanOrEqual(points('type'));
        for (const type of types) {
          const of = (mode: MatchMode) => pointsOf(outcomes[mode].types.get(type) ?? noOutcome);
          expect(of('default')).toBe(of('boundary'));
          expect(of('boundary')).toBeLessThanOrEqual(of('partial'));
          expect(of('partial')).toBeLessThanOrEqual(of('type'));
        }
      }),
    );
  });

  it('counts every mention once', () => {
    fc.assert(
      fc.property(anyMentions, anyMentions, (gold, found) => {
        const [golds, founds] = [itemsOf(gold), itemsOf(found)];
        for (const mode of modes) {
          const { pairs, missed, spurious } = matchItems(golds, founds, mode);
          expect(new Set([...pairs.map((pair) => pair.gold), ...missed])).toEqual(new Set(golds));
          expect(new Set([...pairs.map((pair) => pair.found), ...spurious])).toEqual(new Set(founds));
          expect([pairs.length + missed.length, pairs.length + spurious.length]).toEqual([golds.length, founds.length]);
        }
      }),
    );
  });

  it('takes what is given twice once, with the concepts of both and the higher score', () => {
    const one = { ...mention('Gene', 0, 4), concepts: ['672'], score: 0.5 };
    const other = { ...mention('Gene', 0, 4), concepts: ['675', '672'], score: 0.75 };
    const merged = { type: 'Gene', mention: { concepts: ['672', '675'], score: 0.75 } };
    expect(itemsOf([one, other])).toMatchObject([merged]);
    expect(itemsOf([other, one, one])).toMatchObject([merged]);
    expect(itemsOf([one, mention('Gene', 0, 4, 6, 8), mention('Disease', 0, 4)])).toHaveLength(3);
  });

  it('compares the parts of discontinuous mentions, and what lies between them is not theirs', () => {
    const gold = [mention('Gene', 0, 4, 10, 14)];
    expect(overall(gold, [mention('Gene', 0, 4, 10, 14)]).default).toEqual([1, 0, 0, 0, 0]);
    expect(overall(gold, [mention('Gene', 0, 14)]).boundary).toEqual([0, 1, 0, 0, 0]);
    expect(overall(gold, [mention('Gene', 5, 9)]).type).toEqual([0, 0, 0, 1, 1]);
    expect(overall(gold, [mention('Gene', 4, 10)]).type).toEqual([0, 0, 0, 1, 1]);
  });

  it('pairs errors by their bounds first, then by their type', () => {
    const gold = itemsOf([mention('Gene', 0, 4), mention('Disease', 6, 9)]);
    const found = itemsOf([
      mention('Gene', 0, 5),
      mention('Disease', 0, 4),
      mention('Gene', 8, 12),
      mention('Disease', 5, 7),
    ]);
    const pairs = pairErrors(gold, found).map((pair) => [pair.gold.bounds, pair.found.bounds, pair.found.type]);
    expect(pairs).toEqual([
      ['0-4', '0-4', 'Disease'],
      ['6-9', '5-7', 'Disease'],
    ]);
  });
});

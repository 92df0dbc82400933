import { describe, expect, it } from 'vitest';
import { type Random, randomOf } from '../../../src/core/random.ts';
import { finish } from '../../../src/core/steps.ts';
import { resample as resampleInSteps } from '../../../src/evaluate/compare/comparison.ts';
import { TypeColumns, UnitCounts } from '../../../src/evaluate/compare/unit-counts.ts';
import { addOutcomes, type DocumentOutcome, noOutcome, type Outcome } from '../../../src/evaluate/match/outcome.ts';
import { modeScores, OutcomeTally } from '../../../src/evaluate/match/tally.ts';
import type { ModeScores } from '../../../src/evaluate/report/report.ts';

const types = ['Gene', 'Disease', 'Cell'];
const resample = (...given: Parameters<typeof resampleInSteps>) => finish(resampleInSteps(...given));

function documentOf(outcomes: Readonly<Record<string, Outcome>>): DocumentOutcome {
  return { overall: Object.values(outcomes).reduce(addOutcomes, noOutcome), types: new Map(Object.entries(outcomes)) };
}

/** A document of so many mentions of each type, each found with a probability, with as many spurious ones at most. */
function drawn(random: Random, mentions: number, recall: number, chosen = types): DocumentOutcome {
  const outcome = () => {
    const possible = random.below(mentions + 1);
    const correct = Array.from({ length: possible }, () => random.uniform()).filter((draw) => draw < recall).length;
    return { ...noOutcome, correct, missed: possible - correct, spurious: random.below(3) };
  };
  return documentOf(Object.fromEntries(chosen.map((type) => [type, outcome()])));
}

function scoresOf(documents: readonly DocumentOutcome[], names = types): ModeScores {
  const tally = new OutcomeTally();
  for (const document of documents) tally.add(document);
  return modeScores(tally.outcome, names, false);
}

function tables(first: readonly DocumentOutcome[], second: readonly DocumentOutcome[] = []) {
  const columns = new TypeColumns();
  const [one, other] = [new UnitCounts(columns), new UnitCounts(columns)];
  for (const document of first) one.add(document);
  for (const document of second) other.add(document);
  return [one, other] as const;
}

/** Values at 2.5 % and 97.5 % of what was drawn. */
function middle(values: readonly number[]): readonly [number, number] {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => {
    const place = share * (sorted.length - 1);
    const [low, high] = [sorted[Math.floor(place)] ?? 0, sorted[Math.ceil(place)] ?? 0];
    return low + (place - Math.floor(place)) * (high - low);
  };
  return [at(0.025), at(0.975)];
}

const random = randomOf(7, 'documents');
const first = Array.from({ length: 40 }, () => drawn(random, 5, 0.8));
const second = Array.from({ length: 40 }, () => drawn(random, 5, 0.7));
const [one, other] = tables(first, second);
const compared = { units: other, scores: scoresOf(first), other: scoresOf(second) };
const options = { seed: 11, samples: 200, rounds: 200 };

describe('resampling', () => {
  it('gives the intervals of scores that are counted anew for every sample', () => {
    const { intervals, difference } = resample(one, types, options, compared);
    const stream = randomOf(11, 'bootstrap');
    const samples = Array.from({ length: 200 }, () => {
      const units = Array.from({ length: 40 }, () => stream.below(40));
      const scores = (documents: readonly DocumentOutcome[]) =>
        scoresOf(units.map((unit) => documents[unit] ?? documentOf({})));
      return { mine: scores(first), theirs: scores(second) };
    });
    const expected = (value: (scores: ModeScores) => number) => middle(samples.map(({ mine }) => value(mine)));
    const gap = (value: (scores: ModeScores) => number) =>
      middle(samples.map(({ mine, theirs }) => value(mine) - value(theirs)));
    const near = (found: readonly number[] | undefined, wanted: readonly number[]) => {
      expect(found?.[0]).toBeCloseTo(wanted[0] ?? Number.NaN, 12);
      expect(found?.[1]).toBeCloseTo(wanted[1] ?? Number.NaN, 12);
    };
    near(
      intervals.micro.f1,
      expected(({ micro }) => micro.f1),
    );
    near(
      intervals.micro.precision,
      expected(({ micro }) => micro.precision),
    );
    near(
      intervals.macro.recall,
      expected(({ macro }) => macro.recall),
    );
    near(
      intervals.types.Gene?.f1,
      expected(({ types: { Gene } }) => Gene?.f1 ?? 0),
    );
    near(
      difference?.micro.interval,
      gap(({ micro }) => micro.f1),
    );
    near(
      difference?.macro.interval,
      gap(({ macro }) => macro.f1),
    );
    near(
      difference?.types.Cell?.interval,
      gap(({ types: { Cell } }) => Cell?.f1 ?? 0),
    );
    expect(intervals).toMatchObject({ seed: 11, samples: 200, units: 40, level: 0.95 });
  });

  it('gives the p of outputs that are exchanged and counted anew in every round', () => {
    const { difference } = resample(one, types, options, compared);
    const stream = randomOf(11, 'randomisation');
    const values = {
      micro: ({ micro }: ModeScores) => micro.f1,
      macro: ({ macro }: ModeScores) => macro.f1,
      Disease: ({ types: { Disease } }: ModeScores) => Disease?.f1 ?? 0,
    };
    const extreme = { micro: 0, macro: 0, Disease: 0 };
    // All documents differ here, so each of them takes one coin, the lowest of 32 first.
    const differing = first.map(
      (_, index) =>
        JSON.stringify([...(first[index]?.types ?? [])]) !== JSON.stringify([...(second[index]?.types ?? [])]),
    );
    expect(differing.every(Boolean)).toBe(true);
    for (let round = 0; round < options.rounds; round++) {
      const coins = [stream.int32(), stream.int32()];
      const swapped = (index: number) => (((coins[index >> 5] ?? 0) >>> (index & 31)) & 1) === 1;
      const a = scoresOf(first.map((document, index) => (swapped(index) ? (second[index] ?? document) : document)));
      const b = scoresOf(second.map((document, index) => (swapped(index) ? (first[index] ?? document) : document)));
      for (const [name, value] of Object.entries(values)) {
        const observed = Math.abs(value(compared.scores) - value(compared.other));
        if (Math.abs(value(a) - value(b)) >= observed - 1e-12) extreme[name as keyof typeof extreme]++;
      }
    }
    expect(difference?.micro.p).toBe((extreme.micro + 1) / 201);
    expect(difference?.macro.p).toBe((extreme.macro + 1) / 201);
    expect(difference?.types.Disease?.p).toBe((extreme.Disease + 1) / 201);
    expect(difference?.micro.f1).toBe(compared.scores.micro.f1 - compared.other.micro.f1);
  });

  it('gives the same figures for the same seed, others for another one', () => {
    const again = (seed: number) => JSON.stringify(resample(one, types, { ...options, seed }, compared));
    expect(again(11)).toBe(again(11));
    expect(again(12)).not.toBe(again(11));
  });

  it('says nothing of a type from samples in which it does not occur', () => {
    const rare = documentOf({ Gene: { ...noOutcome, correct: 1 }, Cell: { ...noOutcome, correct: 1 } });
    const often = documentOf({ Gene: { ...noOutcome, correct: 1, missed: 1 } });
    const [units] = tables([rare, ...Array.from({ length: 9 }, () => often)]);
    const { intervals } = resample(units, [...types, 'Absent'], { ...options, samples: 500 });
    expect(intervals.types.Cell?.f1).toEqual([1, 1]);
    expect(intervals.types.Absent?.f1).toEqual([0, 0]);
    // The mean of the types is one of those that occur, as in the scores themselves.
    expect(intervals.macro.recall[0]).toBeGreaterThan(0.49);
  });

  it('gives nothing but zeros for no document at all', () => {
    const [units, none] = tables([]);
    const empty = scoresOf([]);
    const { intervals, difference } = resample(units, types, options, { units: none, scores: empty, other: empty });
    expect(intervals.micro.f1).toEqual([0, 0]);
    expect(difference?.micro).toEqual({ f1: 0, interval: [0, 0], p: 1 });
  });

  it('gives intervals that hold the true value about as often as they say', () => {
    const truth = 0.75;
    let held = 0;
    for (let trial = 0; trial < 200; trial++) {
      const sample = randomOf(trial, 'trial');
      const documents = Array.from({ length: 60 }, () => drawn(sample, 6, truth, ['Gene']));
      const [units] = tables(documents);
      const [low, high] = resample(units, ['Gene'], { seed: trial, samples: 300, rounds: 0 }).intervals.micro.recall;
      if (low <= truth && truth <= high) held++;
    }
    expect(held / 200).toBeGreaterThan(0.89);
    expect(held / 200).toBeLessThan(0.99);
  });

  it('gives p that is evenly spread where the systems are alike, and small where they are not', () => {
    const p = (trial: number, better: number) => {
      const sample = randomOf(trial, 'alike');
      const documents = (recall: number) => Array.from({ length: 40 }, () => drawn(sample, 5, recall, ['Gene']));
      const [a, b] = [documents(0.7 + better), documents(0.7)];
      const [units, others] = tables(a, b);
      const scores = { scores: scoresOf(a, ['Gene']), other: scoresOf(b, ['Gene']) };
      return (
        resample(units, ['Gene'], { seed: trial, samples: 1, rounds: 199 }, { units: others, ...scores }).difference
          ?.micro.p ?? 0
      );
    };
    const alike = Array.from({ length: 300 }, (_, trial) => p(trial, 0));
    for (const share of [0.05, 0.25, 0.5, 0.75]) {
      const below = alike.filter((value) => value <= share).length / alike.length;
      expect(Math.abs(below - share)).toBeLessThan(4 * Math.sqrt((share * (1 - share)) / alike.length));
    }
    const apart = Array.from({ length: 20 }, (_, trial) => p(trial, 0.3));
    expect(apart.filter((value) => value <= 0.05).length).toBeGreaterThan(15);
  });

  it('is sure of the score of thousands of documents', () => {
    const names = Array.from({ length: 9 }, (_, index) => `T${index}`);
    const stream = randomOf(1, 'many');
    const many = () => Array.from({ length: 5000 }, () => drawn(stream, 4, 0.8, names));
    const documents = many();
    const [units] = tables(documents);
    const scores = scoresOf(documents, names);
    const { intervals } = resample(units, names, { seed: 1, samples: 200, rounds: 0 });
    // So many documents say much: the interval is narrow, and the score is in it.
    for (const name of names) {
      const [low, high] = intervals.types[name]?.f1 ?? [0, 0];
      const score = scores.types[name]?.f1 ?? 0;
      expect(low).toBeLessThan(score);
      expect(high).toBeGreaterThan(score);
      expect(high - low).toBeLessThan(0.03);
    }
  });

  it('is surer still of a hundred thousand sentences, which have few mentions each', () => {
    const stream = randomOf(1, 'sentences');
    const some = Array.from({ length: 50 }, () => drawn(stream, 3, 0.8));
    const many = Array.from({ length: 100_000 }, () => some[stream.below(50)] ?? documentOf({}));
    const [units] = tables(many);
    const { intervals } = resample(units, types, { seed: 1, samples: 100, rounds: 0 });
    expect(intervals.micro.f1[1] - intervals.micro.f1[0]).toBeLessThan(0.01);
  });
});

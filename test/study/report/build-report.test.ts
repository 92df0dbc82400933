import { describe, expect, it } from 'vitest';
import { randomOf, shuffled } from '../../../src/core/random.ts';
import { buildReport } from '../../../src/study/report/build-report.ts';
import { findings } from '../../../src/study/report/content/findings.ts';
import type { ReportedCell, ReportedStudy } from '../../../src/study/report/report.ts';
import { holm } from '../../../src/study/report/statistics/corrections.ts';
import type { CellResult, StudySize } from '../../../src/study/study.ts';
import { madeUpStudy, resultOf } from './made-up.ts';

const size: StudySize = { sentences: 500 };
const named = (...names: string[]) => names.map((name) => ({ name }));
const study: ReportedStudy = {
  name: 'small',
  targets: named('A', 'B'),
  auxiliaries: named('x', 'y'),
  methods: named('single', 'gerbera'),
  sizes: [size],
};

function cell(target: string, auxiliary: string | null, seed: number): ReportedCell {
  const method = auxiliary === null ? 'single' : 'gerbera';
  return { target, auxiliary, method, size, seed, key: `${target} ${auxiliary} ${seed}` };
}

/** Cells of two seeds. */
const cells = ['A', 'B'].flatMap((target) =>
  [null, 'x', 'y'].flatMap((auxiliary) => [1, 2].map((seed) => cell(target, auxiliary, seed))),
);
const f1s = [0.5, 0.6, 0.52, 0.66, 0.49, 0.61, 0.7, 0.7, 0.71, 0.73, 0.6, 0.68];
const results = cells.map((each, index) => resultOf(each, f1s[index] ?? 0));

/** Without the results of some cells. */
function without(...left: readonly ReportedCell[]): CellResult[] {
  return results.filter(({ key }) => !left.some((each) => each.key === key));
}

describe('the report of a study', () => {
  it('has mean and sample deviation of the scores of each place in the grid', () => {
    const { groups, cells: counts, until } = buildReport(study, cells, results);
    const [first] = groups;
    expect(groups).toHaveLength(6);
    expect(first).toMatchObject({ target: 'A', auxiliary: null, method: 'single', seeds: [1, 2], missing: [] });
    expect(first?.scores?.f1.mean).toBeCloseTo(0.55, 12);
    expect(first?.scores?.f1.deviation).toBeCloseTo(0.1 / Math.SQRT2, 12);
    expect(first?.scores?.precision.mean).toBeCloseTo(0.57, 12);
    expect(counts).toEqual({ planned: 12, finished: 12, ignoredResults: 0 });
    expect(until).toBe('2024-06-02T12:00:00.000Z');
  });

  it('has gains over the first method at the same target and size, paired by seed', () => {
    const { gains } = buildReport(study, cells, results);
    expect(gains.map(({ target, auxiliary }) => `${target} ${auxiliary}`)).toEqual(['A x', 'A y', 'B x', 'B y']);
    const [first] = gains;
    expect(first?.pairs.map(({ seed }) => seed)).toEqual([1, 2]);
    expect(first?.pairs[1]?.gain).toBeCloseTo(0.06, 12);
    expect(first?.gain?.mean).toBeCloseTo(0.04, 12);
    // t = 0.04 / (0.0283 / √2) = 2 with one degree of freedom.
    expect(first?.test?.t).toBeCloseTo(2, 9);
    expect(first?.test?.p).toBeCloseTo(0.29516723530087, 9);
    expect(first?.randomisation).toEqual({ p: 0.5, floor: 0.5 });
  });

  it('compares only seeds that both have, and corrects over the gains that have a test', () => {
    const {
      gains,
      groups,
      cells: counts,
    } = buildReport(study, cells, without(cell('A', null, 1), cell('A', 'x', 2), cell('B', 'y', 1)));
    const [ax, ay, bx, by] = gains;
    expect(counts.finished).toBe(9);
    expect(groups.map(({ missing }) => missing)).toEqual([[1], [2], [], [], [], [1]]);
    expect(ax).toMatchObject({ seeds: 2, pairs: [] });
    expect(ax).not.toHaveProperty('gain');
    expect([ay?.pairs.length, by?.pairs.length]).toEqual([1, 1]);
    expect(ay).not.toHaveProperty('test');
    expect(by?.gain).not.toHaveProperty('deviation');
    expect(bx?.test?.holm).toBe(bx?.test?.p);
  });

  it('gives each test its own corrected p', () => {
    const { study: names, cells: planned, results: there } = madeUpStudy();
    const left = there.filter((_, index) => index % 5 !== 3);
    const { gains } = buildReport(names, planned, left);
    const tests = gains.flatMap(({ test }) => (test ? [test] : []));
    expect(tests.length).toBeGreaterThan(50);
    expect(tests.length).toBeLessThan(gains.length);
    expect(tests.map((test) => test.holm)).toEqual(holm(tests.map(({ p }) => p)));
  });

  it('leaves out results of other settings and other cells, and counts them', () => {
    const foreign = [
      { ...resultOf(cell('A', 'x', 1), 0.99), key: 'of another configuration' },
      resultOf(cell('C', 'x', 1), 0.99),
    ];
    const report = buildReport(study, cells, [...results, ...foreign]);
    expect(report.cells).toEqual({ planned: 12, finished: 12, ignoredResults: 2 });
    expect({ ...report, cells: {} }).toEqual({ ...buildReport(study, cells, results), cells: {} });
  });

  it('finds results by name where the keys are not known, the last of several', () => {
    const unknown = cells.map(({ key: _, ...rest }) => rest);
    const again = resultOf(cell('A', 'x', 1), 0.42);
    const { gains, cells: counts } = buildReport(study, unknown, [...results, { ...again, key: 'later' }]);
    expect(counts).toEqual({ planned: 12, finished: 12, ignoredResults: 0 });
    expect(gains[0]?.pairs[0]?.gain).toBeCloseTo(-0.08, 12);
  });

  it('is the same whatever the order of the results', () => {
    const made = madeUpStudy({ targets: ['A', 'B'], auxiliaries: ['v', 'w', 'x', 'y', 'z'] });
    const measures = { rows: made.measures, notes: [] };
    const one = buildReport(made.study, made.cells, made.results, measures);
    expect(buildReport(made.study, made.cells, shuffled(made.results, randomOf(7)), measures)).toEqual(one);
  });

  it('averages gains target by target, and takes targets for independent', () => {
    const { methodGains, auxiliaryGains } = buildReport(study, cells, without(cell('A', 'y', 1), cell('A', 'y', 2)));
    const [all] = methodGains;
    // A: 0.04; B: (0.02 - 0.06) / 2. Over the gains it would be 0.
    expect(all).toMatchObject({ gains: 3, pairs: 6, targets: 2, wins: 2, losses: 1, better: 0, worse: 0 });
    expect(all?.mean).toBeCloseTo(0.01, 12);
    expect(all?.holm).toBe(all?.interval?.p);
    const [x, y] = auxiliaryGains;
    expect(x?.mean).toBeCloseTo(0.03, 12);
    // t(0.975, 1) = 12.7062; the error of 0.04 and 0.02 is 0.01.
    expect(x?.interval?.high).toBeCloseTo(0.03 + 0.127062047, 8);
    expect(y).toMatchObject({ targets: 1, gains: 1 });
  });

  it('has nothing but missing cells before the first result', () => {
    const report = buildReport(study, cells, []);
    expect(report.gains.every(({ pairs }) => pairs.length === 0)).toBe(true);
    expect(report.methodGains).toEqual([]);
    expect(findings(report)[0]).toContain('0 of 12 cells have a result; 12 are missing');
  });
});

describe('correlations of measures with gains', () => {
  const made = madeUpStudy({ methods: ['single', 'gerbera'] });
  const report = buildReport(made.study, made.cells, made.results, { rows: made.measures, notes: [] });
  const of = (measure: string, scope: string) =>
    report.correlations.find((each) => each.measure === measure && each.scope === scope);

  it('find the measure that made the gains, within targets more than over all', () => {
    const [within, pooled] = [of('wordOverlap', 'within'), of('wordOverlap', 'pooled')];
    expect(within?.n).toBe(report.gains.length);
    expect(within?.spearman.r).toBeGreaterThan(0.8);
    expect(pooled?.spearman.r).toBeLessThan((within?.spearman.r ?? 0) - 0.05);
    // 10,000 arrangements, 16 measures.
    expect(within?.spearman.permutation).toBe(1e-4);
    expect(within?.spearman.holm).toBeCloseTo(16e-4, 12);
  });

  it('are there for every target and measure', () => {
    const single = report.correlations.filter(({ scope }) => scope === 'target');
    expect(single).toHaveLength(6 * 16);
    // Two of the targets are no auxiliary of another.
    expect(new Set(single.map(({ n }) => n))).toEqual(new Set([9, 10]));
  });

  it('find nothing in measures that are chance alone', () => {
    const others = report.correlations.filter(({ scope, measure }) => scope === 'within' && measure !== 'wordOverlap');
    expect(others.filter(({ spearman }) => spearman.holm <= 0.05)).toEqual([]);
  });

  it('pass over values that are not defined, and are not there for too few pairs', () => {
    const rows = made.measures.map((row, index) => ({
      ...row,
      values: { ...row.values, leep: index < 3 ? row.values.leep : null, logme: index % 2 === 0 ? 1 : null },
    }));
    const { correlations } = buildReport(made.study, made.cells, made.results, { rows, notes: [] });
    // Three pairs are too few; a measure that is the same everywhere goes with nothing.
    expect(correlations.filter(({ measure }) => measure === 'leep' || measure === 'logme')).toEqual([]);
    expect(correlations.filter(({ measure }) => measure === 'hScore').length).toBeGreaterThan(0);
  });

  it('are told with how sure they are', () => {
    const text = findings(report).join('\n');
    expect(text).toMatch(
      /Of 16 measures, wordOverlap goes best with the gain by gerbera at 500 sentences: ρ = \+0\.\d\d/,
    );
    expect(text).toContain('p = 0.002 after Holm');
    expect(text).toContain('The sign is the same in 6 of 6 targets.');
    const chance = madeUpStudy({ methods: ['single', 'gerbera'], slope: 0, targets: ['A', 'B'] });
    const none = buildReport(chance.study, chance.cells, chance.results, { rows: chance.measures, notes: [] });
    expect(findings(none).join('\n')).toContain('a relation that cannot be told from chance');
  });
});

describe('what a report finds', () => {
  it('names gains that are left after the correction, and says what three seeds cannot tell', () => {
    const made = madeUpStudy({ targets: ['A', 'B'], auxiliaries: ['x', 'y'], methods: ['single', 'gerbera'] });
    const sure = made.results.map((result) => {
      if (result.auxiliary !== 'x' || result.target !== 'A') return result;
      const single = made.results.find(
        (each) => each.target === 'A' && each.auxiliary === null && each.seed === result.seed,
      );
      const f1 = (single?.test.f1 ?? 0) + 0.1 + result.seed / 1e5;
      return { ...result, test: { ...result.test, f1 } };
    });
    const text = findings(buildReport(made.study, made.cells, sure)).join('\n');
    expect(text).toContain('1 is left: A with x, gerbera, 500 sentences: +10.0.');
    expect(text).toContain('With at most 3 pairs the randomisation test cannot give a p below 0.25');
    expect(text).toContain('All 18 cells of the study have their result.');
  });

  it('tells that there are no gains over a method that needs an auxiliary', () => {
    const methods = [...study.methods].reverse();
    const text = findings(buildReport({ ...study, methods }, cells, results)).join('\n');
    expect(text).toContain('There are no gains: they are over the first method, and gerbera needs an auxiliary');
    expect(text).not.toContain('none yet');
  });

  it('does not take targets that gain the same for one target', () => {
    const made = madeUpStudy({ targets: ['A', 'B'], auxiliaries: ['x'], methods: ['single', 'gerbera'] });
    const same = made.results.map((result) => ({ ...result, test: { precision: 0, recall: 0, f1: 0 } }));
    const text = findings(buildReport(made.study, made.cells, same)).join('\n');
    expect(text).toContain('on average of 2 targets: the same for each of them');
    expect(text).not.toContain('one target alone');
  });

  it('claims no gain where chance is enough', () => {
    const text = findings(buildReport(study, cells, results)).join('\n');
    expect(text).toContain('No single combination can be told from chance');
    expect(text).toContain('that can be chance');
  });
});

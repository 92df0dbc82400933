import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { isReport } from '../../../src/evaluate/report/is-report.ts';
import type { EvaluationReport } from '../../../src/evaluate/report/report.ts';
import { frequentWords, legendOf } from '../../../src/extension/evaluation/error-words.ts';
import { verdicts } from '../../../src/extension/evaluation/verdict.ts';
import { isReportRequest, isReportUpdate, reportActions } from '../../../src/protocol/report-page.ts';
import { errorTypes, noFilters, readFilters, shownGroups, shownPlaces } from '../../../webview/evaluation/filters.ts';
import { smallReport } from '../../support/small-report.ts';

let report: EvaluationReport;
beforeAll(async () => {
  report = await smallReport();
});

/** Members that may be left out. */
const optional = new Set(['split', 'folder', 'id', 'device', 'seconds', 'novelty', 'section', 'calibration', 'score']);

describe('messages of the report’s page', () => {
  it('are taken where they are well formed', () => {
    expect(isReport(report)).toBe(true);
    expect(isReportUpdate({ kind: 'report', id: '1', report })).toBe(true);
    expect(isReportUpdate({ kind: 'opened', index: 3 })).toBe(true);
    expect(isReportRequest({ kind: 'ready' })).toBe(true);
    for (const action of reportActions) expect(isReportRequest({ kind: 'action', action })).toBe(true);
    expect(isReportRequest({ kind: 'open', index: 0, shown: [0, 4] })).toBe(true);
  });

  it('are refused where any member of a report is something else', () => {
    const members = new Set<string>();
    JSON.stringify(report, (key, value) => {
      if (Number.isNaN(Number(key)) && !optional.has(key)) members.add(key);
      return value;
    });
    // What only tells, and is shown as it is: names of types, files' fingerprints.
    for (const member of ['types', 'micro', 'f1', 'errors', 'places', 'context', 'text', 'place', 'line', 'labels']) {
      expect(members).toContain(member);
      const spoilt: unknown = JSON.parse(
        JSON.stringify(report, (key, value) => (key === member ? { a: [null] } : value)),
      );
      expect(isReport(spoilt), member).toBe(false);
    }
  });

  it('are refused where they are anything else, without throwing', () => {
    fc.assert(
      fc.property(fc.anything(), (message) => {
        expect(isReportUpdate(message)).toBe(false);
        expect(isReportRequest(message)).toBe(false);
      }),
    );
    for (const shown of [undefined, [-1], [0.5], ['0']]) {
      expect(isReportRequest({ kind: 'open', index: 0, shown })).toBe(false);
    }
    expect(isReportRequest({ kind: 'action', action: 'rm' })).toBe(false);
  });
});

describe('the errors of a report', () => {
  it('are filtered by kind and by the type on either side', () => {
    const { errors } = report;
    expect(shownPlaces(errors, noFilters)).toEqual(errors.places.map((_, index) => index));
    const kinds = (filters: Parameters<typeof shownPlaces>[1]) =>
      shownPlaces(errors, filters).map((index) => errors.places[index]?.kind);
    expect(kinds({ ...noFilters, kinds: ['missed', 'type'] })).toEqual(['type', 'missed']);
    expect(kinds({ ...noFilters, type: 'Chemical' })).toEqual(['type', 'missed', 'invented']);
    expect(shownGroups(errors, { ...noFilters, kinds: ['missed'] }).map(({ error }) => error.gold?.text)).toEqual([
      'placebo',
    ]);
    expect(errorTypes(errors)).toEqual(['Disease', 'Chemical']);
  });

  it('are all in a group, also those that are too rare for the report to hold their groups', () => {
    const { errors } = report;
    const whole = shownGroups(errors, noFilters);
    const cut = { ...errors, frequent: errors.frequent.slice(0, 2) };
    const groups = shownGroups(cut, noFilters);
    const told = (list: typeof whole) => list.map((group) => JSON.stringify(group)).sort();
    expect(told(groups)).toEqual(told(whole));
    expect(shownGroups(cut, { ...noFilters, kinds: ['invented'] })).toHaveLength(1);
  });

  it('have their filters back from what a page remembers, and none from nonsense', () => {
    const filters = { kinds: ['type'], type: 'Gene', order: 'corpus' } as const;
    expect(readFilters(JSON.parse(JSON.stringify(filters)))).toEqual(filters);
    fc.assert(
      fc.property(fc.anything(), (state) => {
        const { kinds, type, order } = readFilters(state);
        expect(Array.isArray(kinds) && typeof type === 'string' && ['frequency', 'corpus'].includes(order)).toBe(true);
      }),
    );
  });

  it('are told in words', () => {
    const missed = report.errors.places.find(({ kind }) => kind === 'missed');
    expect(missed && legendOf(missed)).toBe('▁ gold: Chemical   ⬚ predicted: nothing   (missed)');
    const type = report.errors.frequent.find(({ kind }) => kind === 'type');
    expect(type && frequentWords({ ...type, count: 3 })).toBe(
      'wrong type 3 ×: "imatinib" (Disease) → "imatinib" (Chemical)',
    );
  });
});

describe('the verdict on a type', () => {
  it('is that it passes, where nothing is asked of it', () => {
    expect(verdicts(report, null).map(({ type, passed }) => [type, passed])).toEqual([
      ['Disease', true],
      ['Chemical', true],
    ]);
    expect(verdicts(report, null)[0]?.description).toMatch(/^F1 70\.6 \(\d+\.\d–\d+\.\d\)$/);
  });

  it('is that it fails below the lowest F1 of its own or of all, with its most frequent errors', () => {
    expect(verdicts(report, 0.75).map(({ passed }) => passed)).toEqual([false, true]);
    const [disease, chemical] = verdicts(report, { disease: 0.5, Chemical: 0.8 });
    expect(disease?.passed).toBe(true);
    expect(chemical?.passed).toBe(false);
    expect(chemical?.reason).toContain('F1 of Chemical is 76.9 %, below 80.0 %');
    expect(chemical?.errors.every(({ gold, found }) => [gold?.type, found?.type].includes('Chemical'))).toBe(true);
    expect(chemical?.errors).toHaveLength(3);
  });
});

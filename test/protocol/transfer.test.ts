import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { isPanelRequest, isPanelUpdate } from '../../src/protocol/panel.ts';
import { type TransferRequest, transferEvent, transferReport, transferRequest } from '../../src/protocol/transfer.ts';
import { madeUpReport } from '../transfer/made-up-report.ts';

const asked: TransferRequest = { target: '/corpora/mine', candidates: ['/corpora/one', '/corpora/two.conll'] };

describe('messages of auxiliary corpora', () => {
  it.each([
    ['predicted', madeUpReport()],
    ['not predicted', madeUpReport({ predicted: false })],
    ['of all pairs', madeUpReport({ matrix: true })],
  ])('are taken as JSON has them: a report, %s', (_, report) => {
    const sent: unknown = JSON.parse(JSON.stringify(report));
    expect(v.parse(transferReport, sent)).toEqual(report);
    expect(isPanelUpdate({ kind: 'transfer', report: sent, isNew: true })).toBe(true);
    expect(v.is(transferEvent, { kind: 'report', report: sent })).toBe(true);
  });

  it('refuse a report any part of which is something else, or names a corpus that is not in it', () => {
    const parts = ['version', 'target', 'corpora', 'place', 'mentions', 'pairs', 'values', 'logme', 'undefinedBecause'];
    for (const part of [
      ...parts,
      'rankedBy',
      'ranking',
      'gains',
      'low',
      'helps',
      'warnings',
      'learnedFrom',
      'seconds',
    ]) {
      const spoilt: unknown = JSON.parse(JSON.stringify(madeUpReport(), (key, value) => (key === part ? true : value)));
      expect(v.is(transferReport, spoilt), part).toBe(false);
    }
    const [first, ...others] = madeUpReport().ranking;
    const unknown = { ...madeUpReport(), ranking: [{ ...first, name: 'nobody' }, ...others] };
    expect(v.is(transferReport, unknown)).toBe(false);
    const twice = madeUpReport({ names: ['target', 'one', 'one'] });
    expect(v.is(transferReport, twice)).toBe(false);
  });

  it('are requests with a target, a candidate at least, and nothing that is not known', () => {
    expect(v.is(transferRequest, { ...asked, method: 'transfer', sentences: 500, allPairs: true })).toBe(true);
    expect(isPanelRequest({ kind: 'compare', asked })).toBe(true);
    const wrong = [
      { candidates: [] },
      { candidates: '/corpora/one' },
      { target: undefined },
      { target: 7 },
      { sentences: 0 },
      { sentences: 1.5 },
      { method: 'magic' },
      { other: 1 },
    ];
    for (const change of wrong) {
      expect(v.is(transferRequest, { ...asked, ...change }), JSON.stringify(change)).toBe(false);
      expect(isPanelRequest({ kind: 'compare', asked: { ...asked, ...change } })).toBe(false);
    }
  });

  it('are refused where they are anything else, without throwing', () => {
    fc.assert(
      fc.property(fc.anything(), (message) => {
        for (const schema of [transferReport, transferRequest, transferEvent])
          expect(v.is(schema, message)).toBe(false);
      }),
    );
  });
});

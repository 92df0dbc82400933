import type { RunSummary } from '../../../src/runs/run.ts';

/** A run of which only some things matter. */
export function runOf(more: Partial<RunSummary>): RunSummary {
  return {
    ...{ id: more.name ?? 'r', name: 'r', output: '/library/r', state: 'running', method: 'single', base: '/base' },
    ...{ corpora: [], seed: 1, gerbera: '0.1.0', started: '2026-03-01T12:00:00.000Z', seconds: 60 },
    ...{ devel: [], test: [], bytes: 0, checkpointBytes: 0 },
    ...more,
  };
}

/** Scores of a corpus of which only F1 matters. */
export function scoresOf(f1: number): RunSummary['devel'] {
  return [{ corpus: 'c', micro: { precision: f1, recall: f1, f1, support: 10 }, types: {} }];
}

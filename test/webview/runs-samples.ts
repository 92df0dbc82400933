import type { RunLogEntry, RunSummary } from '../../src/runs/run.ts';

const score = (f1: number) => ({ precision: f1, recall: f1, f1, support: 100 });

/** A run that is done, of the name given, but for what is given. */
export function runOf(name: string, change: Partial<RunSummary> = {}): RunSummary {
  return {
    id: `id-${name}`,
    name,
    output: `/home/ada/.local/share/gerbera/models/${name}`,
    state: 'done',
    method: 'gerbera',
    base: '/opt/gerbera/models/base',
    corpora: [
      { name: 'NCBI-Disease', folder: '/data/ncbi', target: true },
      { name: 'BC5CDR', folder: '/data/bc5cdr', target: false },
    ],
    seed: 42,
    device: 'cpu',
    gerbera: '0.6.0',
    started: '2026-11-20T08:30:00.000Z',
    finished: '2026-11-20T09:30:00.000Z',
    seconds: 3600,
    best: { score: 0.871, stage: 'target', epoch: 4, step: 1200 },
    devel: [{ corpus: 'NCBI-Disease', micro: score(0.871), types: { Disease: score(0.871) } }],
    test: [{ corpus: 'NCBI-Disease', micro: score(0.862), types: { Disease: score(0.862) } }],
    bytes: 52_000_000,
    checkpointBytes: 30_000_000,
    ...change,
  };
}

/** Why a run failed, at length. */
export const longReason =
  '/home/ada/corpora/ncbi/train.pubtator:1204: the mention "hereditary nonpolyposis colorectal cancer" does not stand at 204-245 in the text of document 8528200: the text there is "reditary nonpolyposis colorectal cancer (H". Mend the offsets, or leave the document out, and resume the run.';

/** Thirty runs, as a person has after some weeks. */
export function manyRuns(): readonly RunSummary[] {
  const progress = {
    ...{ stage: 'target', stageNumber: 2, stages: 2, epoch: 3, epochs: 20, step: 412, of: 6800 },
    ...{ share: 0.437, tokensPerSecond: 1840, secondsLeft: 4312 },
  };
  const { finished: _, ...running } = runOf('chemicals-with-everything-we-have-and-a-rather-long-name-2026-11-21');
  const others = Array.from({ length: 25 }, (_, index) => {
    const f1 = 0.74 + 0.005 * ((index * 7) % 25);
    return runOf(`ncbi-disease-seed-${index + 1}`, {
      seed: index + 1,
      method: index % 3 === 0 ? 'single' : 'gerbera',
      started: new Date(Date.UTC(2026, 10, 1 + (index % 19), 7, 11 * index)).toISOString(),
      seconds: 900 + 377 * index,
      best: { score: f1, stage: 'target', epoch: 3 + (index % 9), step: 300 * (1 + (index % 9)) },
      test: index % 4 === 0 ? [] : [{ corpus: 'NCBI-Disease', micro: score(f1 - 0.011), types: {} }],
      bytes: 48_000_000 + 1_700_000 * index,
      checkpointBytes: index % 5 === 0 ? 0 : 29_000_000,
    });
  });
  return [
    { ...running, state: 'running', started: '2026-11-21T20:02:00.000Z', seconds: 812, test: [], progress },
    runOf('genes', { state: 'stopped', progress: { ...progress, share: 0.21 }, test: [] }),
    runOf('cut-short', { state: 'interrupted', progress: { ...progress, share: 0.6 }, test: [] }),
    runOf('broken-offsets', { state: 'failed', problem: longReason, test: [], devel: [], seconds: 4 }),
    runOf('gone', {
      state: 'missing',
      problem: 'The folder /home/ada/models/gone is not there any more.',
      bytes: 0,
      checkpointBytes: 0,
    }),
    ...others,
  ];
}

/** A log of a run with a stage of so many updates, the F1 of whose evaluations is given. */
export function logOf(scores: readonly number[], updates = 40): readonly RunLogEntry[] {
  const time = '2026-11-20T08:30:00.000Z';
  const plan: RunLogEntry = {
    ...{ time, kind: 'plan', method: 'gerbera', output: '/models/x', heads: ['Disease'] },
    stages: [
      { name: 'target', examples: 5432, tokens: 140_000, epochs: scores.length, steps: updates * scores.length },
    ],
  };
  const epochs = scores.flatMap((f1, index): RunLogEntry[] => {
    const epoch = index + 1;
    const steps = Array.from({ length: updates }, (_, place): RunLogEntry => {
      const step = index * updates + place + 1;
      return {
        ...{ time, kind: 'step', stage: 'target', epoch, epochs: scores.length, step, of: updates * scores.length },
        ...{ loss: { Disease: 1.2 / (1 + step / 20) + 0.02 * Math.sin(step * f1 * 9) }, learningRate: 5e-5 },
        ...{ gradientNorm: 1, tokens: 800, tokensPerSecond: 1800, secondsLeft: 60 },
      };
    });
    const evaluation: RunLogEntry = {
      ...{ time, kind: 'evaluation', stage: 'target', epoch, step: epoch * updates, score: f1, best: true, seconds: 3 },
      corpora: [{ corpus: 'NCBI-Disease', micro: score(f1), types: { Disease: score(f1) } }],
    };
    return [...steps, evaluation];
  });
  return [plan, ...epochs];
}

import type { RunLogEntry } from '../../src/runs/run.ts';

const time = '2026-03-01T10:00:00.000Z';

/** Of a run of GERBERA's two stages. */
export const planEntry: RunLogEntry & { readonly kind: 'plan' } = {
  time,
  kind: 'plan',
  method: 'gerbera',
  output: '/library/my-model',
  heads: ['Gene', 'General'],
  stages: [
    { name: 'multi-task', examples: 160, tokens: 4000, epochs: 2, steps: 20 },
    { name: 'target', examples: 80, tokens: 2000, epochs: 2, steps: 10 },
  ],
};

/** An update with these losses by head. */
export function stepEntry(stage: string, step: number, loss: Readonly<Record<string, number>>, epoch = 1): RunLogEntry {
  return {
    ...{ time, kind: 'step', stage, epoch, step, epochs: 2, of: 20, loss, learningRate: 1e-4 * step },
    ...{ gradientNorm: 1, tokens: 200, tokensPerSecond: 900, secondsLeft: 60 },
  };
}

/** An evaluation on devel; every type has the same F1 unless `types` says others. */
export function evaluationEntry(
  stage: string,
  step: number,
  f1: number,
  types: Readonly<Record<string, number>> = { Gene: f1 },
  epoch = 1,
): RunLogEntry {
  const scored = (value: number) => ({ precision: value, recall: value, f1: value, support: 40 });
  const byType = Object.fromEntries(Object.entries(types).map(([type, value]) => [type, scored(value)]));
  return {
    ...{ time, kind: 'evaluation', stage, epoch, step, score: f1, best: true, seconds: 2 },
    corpora: [{ corpus: 'ncbi', micro: scored(f1), types: byType }],
  };
}

import type { PanelUpdate } from '../../src/protocol/panel.ts';
import type { TrainingBase } from '../../src/protocol/training.ts';
import type { CorpusSummary } from '../../src/protocol.ts';
import type { RunStage, RunSummary, TrainingEstimate } from '../../src/runs/run.ts';
import type { CorpusScores } from '../../src/train/events.ts';

/** What comes with the product, and a model of BERT's size. */
export const bases: readonly TrainingBase[] = [
  {
    ...{ base: 'base', name: 'GERBERA encoder', family: 'bert', layers: 4, hidden: 256, embedded: true, types: [] },
    defaults: { epochs: [20, 10], learningRates: [5e-4, 2e-4], batch: { tokens: 1024 }, patience: 4, maxLength: 128 },
  },
  {
    ...{ base: 'biobert', name: 'biobert', family: 'bert', layers: 12, hidden: 768, embedded: false },
    types: ['Gene', 'Disease'],
    defaults: { epochs: [20, 10], learningRates: [3e-5, 3e-5], batch: { sentences: 16 }, patience: 5, maxLength: 128 },
  },
];

export const places: PanelUpdate = {
  kind: 'places',
  places: [
    { place: '/corpora/NCBI-disease', name: 'NCBI-disease', from: 'workspace' },
    { place: '/corpora/wikigold', name: 'wikigold', from: 'workspace' },
    { place: '/elsewhere/BC5CDR', name: 'BC5CDR', from: 'recent' },
  ],
};

export const ncbi: CorpusSummary = {
  ...{ name: 'NCBI-disease', place: '/corpora/NCBI-disease', mapping: { Disease: 'Disease' } },
  parts: [
    part('train', 5424, { Disease: 5145 }),
    part('devel', 923, { Disease: 787 }),
    part('test', 940, { Disease: 960 }),
  ],
};

export const wikigold: CorpusSummary = {
  ...{ name: 'wikigold', place: '/corpora/wikigold', mapping: {} },
  parts: [{ ...part('train', 1200, { PER: 934, LOC: 1014, ORG: 898, MISC: 712 }), complete: false }],
};

/** Names of its own for types, and a devel part that nobody can read. */
export const bc5cdr: CorpusSummary = {
  ...{ name: 'BC5CDR', place: '/elsewhere/BC5CDR', mapping: { Chem: 'Chemical', Disease: 'Disease' } },
  parts: [
    { ...part('train', 500, { Chem: 5203, Disease: 4182, Modifier: 12 }), form: 'PubTator' },
    { ...part('devel', 0, {}), form: 'PubTator', problem: 'devel.txt: line 12: expected six columns, found 4' },
  ],
};

function part(
  split: string,
  documents: number,
  mentions: Readonly<Record<string, number>>,
): CorpusSummary['parts'][number] {
  return { split, place: `/corpora/${split}.tsv`, form: 'CoNLL', documents, mentions, complete: true };
}

/** What the extension tells when the page is there: one base chosen already, no runs. */
export const told: readonly PanelUpdate[] = [
  { kind: 'bases', bases },
  { kind: 'models', models: [], libraryFolder: '/home/me/.local/share/gerbera/models' },
  places,
  { kind: 'runs', runs: [] },
];

export const estimate: TrainingEstimate = {
  ...{ method: 'gerbera', output: '/home/me/.local/share/gerbera/models/ncbi-disease-gerbera' },
  ...{ heads: ['Disease', 'General'], device: 'cpu', seconds: 1340, warnings: [] },
  stages: [
    {
      ...{ name: 'multi-task', corpora: ['NCBI-disease', 'wikigold'], examples: 6624, tokens: 190_000, epochs: 20 },
      ...{ steps: 3900, learningRate: 5e-4, batch: '1024 tokens', tokensPerSecond: 4100, secondsPerEpoch: 50 },
      memory: { estimated: 0.9e9, available: 6.2e9, cut: false },
    },
    {
      ...{ name: 'target', corpora: ['NCBI-disease'], examples: 5424, tokens: 150_000, epochs: 10 },
      ...{ steps: 1500, learningRate: 2e-4, batch: '1024 tokens', tokensPerSecond: 4200, secondsPerEpoch: 38 },
      memory: { estimated: 5.9e9, available: 6.2e9, cut: true },
    },
  ],
};

export function scores(corpus: string, f1: number, types: Readonly<Record<string, number>>): CorpusScores {
  const scored = (value: number) => ({ precision: value + 0.02, recall: value - 0.02, f1: value, support: 787 });
  const byType = Object.entries(types).map(([type, value]) => [type, scored(value)]);
  return { corpus, micro: scored(f1), types: Object.fromEntries(byType) };
}

function stage(name: string, epochs: number, learningRate: number): RunStage {
  return {
    ...{ name, epochs, learningRate, batch: 0, batchTokens: 1024, accumulate: 1, warmup: 0.1, schedule: 'linear' },
    ...{ weightDecay: 0.01, layerDecay: 1, labelSmoothing: 0, patience: 4, alpha: 1 },
  };
}

/** A run under way, as far as a test does not say otherwise. */
export function runOf(more: Partial<RunSummary> = {}): RunSummary {
  return {
    ...{ id: 'run-1', name: 'ncbi-disease-gerbera', output: '/models/ncbi-disease-gerbera', state: 'running' },
    ...{ method: 'gerbera', base: '/models/base', seed: 1, device: 'cpu', gerbera: '0.1.0' },
    corpora: [
      { name: 'NCBI-disease', folder: '/corpora/NCBI-disease', target: true },
      { name: 'wikigold', folder: '/corpora/wikigold', target: false },
    ],
    ...{ started: '2026-03-01T10:00:00.000Z', seconds: 340, bytes: 61_000_000, checkpointBytes: 40_000_000 },
    ...{ devel: [], test: [] },
    stages: [stage('multi-task', 20, 5e-4), stage('target', 10, 2e-4)],
    progress: {
      ...{ stage: 'multi-task', stageNumber: 1, stages: 2, epoch: 3, epochs: 20, step: 520, of: 3900 },
      ...{ share: 0.096, tokensPerSecond: 4123, secondsLeft: 1210 },
    },
    ...more,
  };
}

import path from 'node:path';

/** A target corpus: where it is, its entity type and the head that learns it. */
export interface Target {
  readonly name: string;
  /** Below the folder of corpora. */
  readonly folder: string;
  readonly type: string;
  readonly head: string;
  /** Whether only sentences with a mention are kept, in every part, as in the sets that papers report on. */
  readonly onlyWithMentions: boolean;
}

export const targets: readonly Target[] = [
  { name: 'JNLPBA-RNA', folder: 'bioner/JNLPBA-rna', type: 'RNA', head: 'RNA', onlyWithMentions: true },
  { name: 'JNLPBA-cell line', folder: 'bioner/JNLPBA-cl', type: 'cell_line', head: 'CellLine', onlyWithMentions: true },
  { name: 'NCBI-disease', folder: 'bioner/NCBI-disease', type: 'Disease', head: 'Disease', onlyWithMentions: false },
];

/** Single task, or GERBERA with general corpora. */
export interface Method {
  readonly name: string;
  /** Below the folder of corpora; none for the single task. */
  readonly general: readonly string[];
}

export const methods: readonly [Method, ...Method[]] = [
  { name: 'single task', general: [] },
  { name: 'GERBERA, GUM-Time', general: ['general/gum-time'] },
  { name: 'GERBERA, WikiGold + BTC', general: ['general/wikigold', 'general/btc'] },
];

/**
 * Shares of the training sentences, with the epochs of the single task: fewer sentences are read more often. GERBERA
 * reads the target as often: `joint` times together with the general corpora, then alone.
 */
export const sizes = [
  { fraction: 0.05, epochs: 30 },
  { fraction: 0.2, epochs: 15 },
  { fraction: 1, epochs: 8 },
] as const;
const jointEpochs = 3;

/** One run of the study. */
export interface Cell {
  readonly target: Target;
  readonly method: Method;
  readonly size: (typeof sizes)[number];
  readonly seed: number;
}

/** Every cell, seed by seed, so that a study that is stopped has whole replications. */
export function* cells(seeds: readonly number[]): Generator<Cell> {
  for (const seed of seeds) {
    for (const size of sizes) {
      for (const target of targets) for (const method of methods) yield { target, method, size, seed };
    }
  }
}

/** Where a cell finds what it reads. */
export interface CellFolders {
  readonly base: string;
  readonly target: string;
  readonly corpora: string;
}

/**
 * A cell as a training configuration. Both methods have the same settings and take the epoch that is best on the
 * target's devel part; the seed draws the sentences, the heads, the order and the dropout.
 */
export function configuration({ target, method, size, seed }: Cell, folders: CellFolders): object {
  const general = method.general.map((folder) => [path.posix.basename(folder), folder] as const);
  const settings = { batch: { sentences: 16 }, learningRate: 5e-4, select: { keep: 'best', corpora: ['target'] } };
  const joint = {
    ...settings,
    name: 'joint',
    from: 'base',
    corpora: ['target', ...general.map(([id]) => id)],
    epochs: jointEpochs,
  };
  const alone = { ...settings, name: 'target', corpora: ['target'], ...patience(size.epochs) };
  return {
    method: method.name,
    base: folders.base,
    seed,
    device: 'cpu',
    threads: 1,
    maxLength: 128,
    test: true,
    corpora: {
      target: { folder: folders.target, heads: { [target.type]: target.head }, fraction: size.fraction },
      ...Object.fromEntries(
        general.map(([id, folder]) => [id, { folder: path.join(folders.corpora, folder), heads: { '*': 'General' } }]),
      ),
    },
    stages:
      general.length === 0
        ? [{ ...alone, from: 'base', epochs: size.epochs }]
        : [joint, { ...alone, from: 'previous-best', epochs: size.epochs - jointEpochs }],
  };
}

/** A run ends when a third of its epochs brought nothing better. */
function patience(epochs: number): { readonly patience: number } {
  return { patience: Math.max(3, Math.ceil(epochs / 3)) };
}

import { availableParallelism } from 'node:os';
import type { StageConfig } from './config.ts';

/** What a stage needs to be told; the rest has defaults. */
export type StageGiven = Pick<StageConfig, 'name' | 'from' | 'corpora' | 'epochs' | 'learningRate'> &
  Partial<StageConfig>;

/**
 * What a stage has where nothing else is said. The optimizer's are PyTorch's; a linear warm-up over a tenth of the
 * updates and a linear decay are what BERT was fine-tuned with (Devlin et al., 2019, appendix A).
 */
export const stageDefaults = {
  sampling: { alpha: 1, order: 'mixed' },
  batch: { sentences: 16 },
  accumulate: 1,
  warmup: { share: 0.1 },
  schedule: 'linear',
  weightDecay: 0.01,
  betas: [0.9, 0.999],
  epsilon: 1e-8,
  clip: 1,
  layerDecay: 1,
  labelSmoothing: 0,
  freeze: [],
  evaluate: 'epoch',
  patience: 0,
} as const satisfies Partial<StageConfig>;

/** A stage in full: what is given over the defaults; it keeps the best by the devel parts of its corpora. */
export function stage(given: StageGiven): StageConfig {
  const select = { keep: 'best', corpora: given.corpora } as const;
  return { ...stageDefaults, select, ...given };
}

/** Tokens of the longest input where nothing else is said. */
export const defaultMaxLength = 128;

/** The largest hidden size of an encoder that trains best with a small encoder's settings. */
const smallHidden = 384;

/** Settings that fit an encoder's size. */
export interface SizeDefaults {
  /** Of fine-tuning's first stage, and of its second. */
  readonly learningRates: readonly [number, number];
  readonly epochs: readonly [number, number];
  readonly batch: StageConfig['batch'];
  readonly patience: number;
  readonly pretraining: { readonly learningRate: number; readonly batchTokens: number };
}

/**
 * For a large encoder the hyper-parameters of GERBERA's paper (Yin, Kim et al., 2024): at most 20 and 10 epochs, 3e-5,
 * batches of 16, inputs of 128, the best epoch chosen on devel. A small encoder has less to forget and more to learn: it
 * needs a learning rate some 15 times as large; batches by tokens, of sentences of like length, spare it padding.
 */
export function sizeDefaults(hidden: number): SizeDefaults {
  return hidden <= smallHidden
    ? {
        learningRates: [5e-4, 2e-4],
        epochs: [20, 10],
        batch: { tokens: 1024 },
        patience: 4,
        pretraining: { learningRate: 1e-3, batchTokens: 4096 },
      }
    : {
        learningRates: [3e-5, 3e-5],
        epochs: [20, 10],
        batch: { sentences: 16 },
        patience: 5,
        pretraining: { learningRate: 1e-4, batchTokens: 4096 },
      };
}

/** Threads on the CPU at most: an onnxruntime that is asked for very many hangs while it makes them. */
export const mostThreads = 512;

/** Threads on the CPU where none are given: one a processor, eight at most. They are noted, since results depend on them. */
export function defaultThreads(): number {
  return Math.min(8, availableParallelism());
}

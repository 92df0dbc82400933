import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { randomOf } from '../../../src/core/random.ts';
import type { StageConfig, TrainingConfig } from '../../../src/train/config/config.ts';
import { stage } from '../../../src/train/config/defaults.ts';
import type { TrainingEvent } from '../../../src/train/events.ts';
import { type TrainOptions, train } from '../../../src/train/run/train.ts';
import { bertModel } from '../../model/models.ts';
import { scratchFolder, type TinyModel, writeModel } from '../../model/tiny.ts';

export { scratchFolder };

/** What a corpus of made-up sentences is like. */
interface Recipe {
  readonly type: string;
  /** Those of the words `w0` to `w11` that are mentions of the type. */
  readonly mentions: readonly string[];
  readonly sentences?: number;
  readonly seed?: number;
  readonly parts?: readonly string[];
}

/** Writes a corpus whose mentions are a few words, so that even a tiny model learns them. */
export function writeCorpus(folder: string, recipe: Recipe): string {
  const { type, mentions, sentences = 150, seed = 1, parts = ['train', 'devel', 'test'] } = recipe;
  mkdirSync(folder, { recursive: true });
  for (const part of parts) {
    const random = randomOf(seed, part);
    const lines: string[] = [];
    for (let sentence = 0; sentence < sentences; sentence++) {
      const length = 3 + random.below(9);
      for (let word = 0; word < length; word++) {
        const text = `w${random.below(12)}`;
        lines.push(`${text}\t${mentions.includes(text) ? `B-${type}` : 'O'}`);
      }
      lines.push('');
    }
    writeFileSync(path.join(folder, `${part}.tsv`), lines.join('\n'));
  }
  return folder;
}

/**
 * A folder with a tiny base and three corpora: a target, a general one, and one that shares the target's sentences.
 * @param sentences of a part of the target; of the general one two fifths.
 */
export function workshop(sentences = 150) {
  return workshopIn(scratchFolder(), sentences);
}

/** The same in a folder that is there and is kept. */
export function workshopIn(folder: string, sentences = 150) {
  mkdirSync(path.join(folder, 'base'));
  const base = writeModel(trainableModel(), path.join(folder, 'base'));
  const at = (name: string) => path.join(folder, name);
  return {
    folder,
    at,
    base,
    target: writeCorpus(at('target'), { type: 'Disease', mentions: ['w1', 'w2', 'w3'], sentences }),
    twin: writeCorpus(at('twin'), { type: 'Chemical', mentions: ['w4', 'w5'], sentences }),
    general: writeCorpus(at('general'), { type: 'PER', mentions: ['w6', 'w7'], seed: 2, sentences: 0.4 * sentences }),
    text: writeText(at('text.txt')),
  };
}

/** A tiny random BERT whose normalizations are as at the start of training: those of the tests of inference drown signals. */
export function trainableModel(): TinyModel {
  const model = bertModel();
  for (const [name, { data }] of model.tensors) {
    if (name.endsWith('LayerNorm.weight')) data.fill(1);
    else if (name.endsWith('bias')) data.fill(0);
  }
  return model;
}

export type Workshop = ReturnType<typeof workshop>;

function writeText(file: string): string {
  const random = randomOf('text');
  const paragraphs = Array.from({ length: 60 }, (_, index) =>
    index % 3 === 2 ? '' : Array.from({ length: 5 + random.below(20) }, () => `w${random.below(45)}`).join(' '),
  );
  writeFileSync(file, `${paragraphs.join('\n')}\n`);
  return file;
}

/** A configuration for a workshop: two stages in GERBERA's way unless others are given. */
export function configFor(
  { base, target, general, at }: Workshop,
  output: string,
  stages: readonly StageConfig[] = gerberaStages,
  more: Partial<TrainingConfig> = {},
): TrainingConfig {
  const use = { fraction: 1, onlyWithMentions: false };
  return {
    method: 'test',
    base,
    output: at(output),
    seed: 3,
    device: 'cpu',
    threads: 1,
    maxLength: 24,
    weights: 'float32',
    keepHeads: false,
    merge: true,
    test: false,
    checkpoints: { minutes: 1000, keep: false },
    corpora: {
      target: { folder: target, heads: { Disease: 'Disease' }, ...use },
      general: { folder: general, heads: { '*': 'General' }, ...use },
    },
    stages,
    ...more,
  };
}

const rates = { learningRate: 5e-3, batch: { tokens: 48 }, dropout: 0.1 } as const;

export const gerberaStages: readonly StageConfig[] = [
  stage({
    name: 'multi-task',
    from: 'base',
    corpora: ['target', 'general'],
    select: { keep: 'best', corpora: ['target'] },
    epochs: 5,
    patience: 3,
    ...rates,
  }),
  stage({ name: 'target', from: 'previous-best', corpora: ['target'], epochs: 3, accumulate: 2, ...rates }),
];

/** Runs to the end and gives every event. */
export async function runAll(config: TrainingConfig, options: TrainOptions = {}): Promise<TrainingEvent[]> {
  const events: TrainingEvent[] = [];
  for await (const event of train(config, options)) events.push(event);
  return events;
}

/** SHA-256 of the weights of a run that is done. */
export function weightsOf(output: string): string {
  return createHash('sha256')
    .update(readFileSync(path.join(output, 'model.safetensors')))
    .digest('hex');
}

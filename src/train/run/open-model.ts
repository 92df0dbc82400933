import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import path from 'node:path';
import { openCheckpoint } from '../../checkpoint/checkpoint.ts';
import type { StageConfig, TrainingConfig } from '../config/config.ts';
import { orderHeads } from '../config/heads.ts';
import { readWeights } from '../output/checkpoint-folder.ts';
import { outputNames } from '../output/output.ts';
import type { DataFile } from '../sources/stage-data.ts';
import { openBase } from '../start/open-base.ts';
import type { StartOptions } from '../start/start-model.ts';
import type { OpenStepOptions } from '../step/open-step.ts';

/** What every stage of a run starts its model with. */
export function startOptions(config: TrainingConfig, heads: readonly string[], folder: string): StartOptions {
  return {
    folder,
    heads: heads.map((name) => ({ name })),
    objective: config.text ? 'masked-language-model' : 'heads',
    seed: config.seed,
    maxLength: config.maxLength,
  };
}

/** How a stage's model is opened to be trained. */
export function stepOptions(
  config: TrainingConfig,
  stage: StageConfig,
  start: StartOptions,
  frozenLayers: number | undefined,
): OpenStepOptions {
  const { dropout, betas, epsilon, weightDecay, clip, layerDecay, labelSmoothing } = stage;
  return {
    ...start,
    device: config.device,
    threads: config.threads,
    labelSmoothing,
    ...(dropout === undefined ? {} : { dropout: { hidden: dropout, attention: dropout, classifier: dropout } }),
    ...(frozenLayers === undefined ? {} : { frozenLayers }),
    optimizer: {
      beta1: betas[0],
      beta2: betas[1],
      epsilon,
      weightDecay,
      maxGradientNorm: clip,
      layerDecay,
    },
  };
}

/** The heads of a run: those that its corpora train and, if they are to be kept, those of its base. */
export async function runHeads(config: TrainingConfig, trained: readonly string[]): Promise<readonly string[]> {
  if (!config.keepHeads || config.text) return trained;
  const base = await openBase(config.base);
  base.close();
  return orderHeads([...trained, ...(base.config.object('gerbera')?.strings('heads') ?? [])]);
}

/** The folder whose tokenizer, configuration and, at first, weights a stage's model has. */
export function modelFolder({ base, stages }: TrainingConfig, index: number): string {
  const from = stages[index]?.from ?? 'base';
  if (from === 'base') return base;
  if (typeof from === 'string') return modelFolder({ base, stages } as TrainingConfig, index - 1);
  if ('model' in from) return from.model;
  return modelFolder(
    { base, stages } as TrainingConfig,
    stages.findIndex(({ name }) => name === from.stage),
  );
}

/** The weights that a stage starts from, where those of an earlier stage take the place of its folder's. */
export async function initialWeights(
  { output, stages }: TrainingConfig,
  index: number,
): Promise<ReadonlyMap<string, Float32Array> | undefined> {
  const from = stages[index]?.from ?? 'base';
  if (from === 'base' || (typeof from === 'object' && 'model' in from)) return undefined;
  if (from === 'previous-last') return readWeights(path.join(output, outputNames.last));
  const name = from === 'previous-best' ? stages[index - 1]?.name : from.stage;
  return readWeights(path.join(output, outputNames.best, name ?? ''));
}

/** What identifies the models that a run's stages start from: their weights' and configurations' hashes. */
export async function modelHashes({ base, stages }: TrainingConfig): Promise<readonly DataFile[]> {
  const others = stages.flatMap(({ from }) => (typeof from === 'object' && 'model' in from ? [from.model] : []));
  const files: DataFile[] = [];
  for (const folder of new Set([base, ...others])) {
    const { configFile, weightFiles, source } = await openCheckpoint(folder);
    source.close();
    for (const file of [configFile, ...weightFiles]) {
      files.push({ id: folder, part: path.basename(file), file, sha256: await sha256Of(file) });
    }
  }
  return files;
}

/** SHA-256 of a file's bytes, in hexadecimal. */
export async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  return hash.digest('hex');
}

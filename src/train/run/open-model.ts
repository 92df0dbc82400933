import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import path from 'node:path';
import { openCheckpoint } from '../../checkpoint/checkpoint.ts';
import { UserError } from '../../core/errors.ts';
import { tokenizerFiles } from '../../library/files.ts';
import { generalHead } from '../../model/heads-config.ts';
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

/**
 * The heads of a run: those that its corpora train and, if they are to be kept, those of its base.
 * @throws UserError if none of them is shown, so that the model would find nothing.
 */
export async function runHeads(config: TrainingConfig, trained: readonly string[]): Promise<readonly string[]> {
  if (config.text) return trained;
  const heads = orderHeads([...trained, ...(config.keepHeads ? await ownHeads(config.base) : [])]);
  if (heads.some((head) => head !== generalHead)) return heads;
  throw new UserError(
    `${generalHead} would be the only head, and what it finds is never shown; give the types to find another one (--map TYPE=HEAD, or "heads" of a corpus)`,
  );
}

async function ownHeads(base: string): Promise<readonly string[]> {
  const { config, close } = await openBase(base);
  close();
  return config.object('gerbera')?.strings('heads') ?? [];
}

type Stages = Pick<TrainingConfig, 'base' | 'stages'>;

/** The stages that a stage's weights have gone through, from the first to itself, by their indices. */
export function lineage({ base, stages }: Stages, index: number): readonly number[] {
  const from = stages[index]?.from ?? 'base';
  if (from === 'base' || (typeof from === 'object' && 'model' in from)) return [index];
  const before = typeof from === 'string' ? index - 1 : stages.findIndex(({ name }) => name === from.stage);
  return [...lineage({ base, stages }, before), index];
}

/** The folder whose tokenizer, configuration and, at first, weights a stage's model has. */
export function modelFolder({ base, stages }: Stages, index: number): string {
  const [first = index] = lineage({ base, stages }, index);
  const from = stages[first]?.from;
  return typeof from === 'object' && 'model' in from ? from.model : base;
}

/** The weights that a stage starts from, where those of an earlier stage take the place of its folder's. */
export async function initialWeights(
  { base, output, stages }: TrainingConfig,
  index: number,
): Promise<ReadonlyMap<string, Float32Array> | undefined> {
  const before = lineage({ base, stages }, index).at(-2);
  if (before === undefined) return undefined;
  if (stages[index]?.from === 'previous-last') return readWeights(path.join(output, outputNames.last));
  return readWeights(path.join(output, outputNames.best, stages[before]?.name ?? ''));
}

/** What identifies the models that a run's stages start from: the hashes of weights, configuration and tokenizer. */
export async function modelHashes({ base, stages }: Stages): Promise<readonly DataFile[]> {
  const others = stages.flatMap(({ from }) => (typeof from === 'object' && 'model' in from ? [from.model] : []));
  const files: DataFile[] = [];
  for (const folder of new Set([base, ...others])) {
    const { configFile, weightFiles, source } = await openCheckpoint(folder);
    source.close();
    const tokenizer = tokenizerFiles.map((name) => path.join(folder, name)).filter((file) => existsSync(file));
    for (const file of [configFile, ...weightFiles, ...tokenizer]) {
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

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { openTensorFile } from '../../checkpoint/checkpoint.ts';
import { readTextFile } from '../../checkpoint/file.ts';
import { type WritableTensor, type WritableType, writeSafetensors } from '../../checkpoint/write-safetensors.ts';
import { parseJsonObject } from '../../core/json.ts';
import { recoverFolder, replaceFolder, writeDurably, writeTextDurably } from '../../files/durable.ts';
import { tokenizerFiles } from '../../library/files.ts';
import { trainedModelConfig } from '../start/trained-config.ts';
import type { TrainedModel } from '../start/trained-model.ts';
import { formatScored, formatState, parseScored, parseState, type RunState, type ScoredStep } from '../state.ts';
import type { OptimizerState } from '../step/step.ts';

/** Weights by their names. */
export type Weights = ReadonlyMap<string, Float32Array>;

/** The names of what a checkpoint consists of beside configuration and tokenizer. */
export const checkpointNames = {
  weights: 'model.safetensors',
  optimizer: 'optimizer.safetensors',
  updates: 'updates.json',
  state: 'state.json',
  scored: 'scored.json',
} as const;

/**
 * Writes a model in the layout of Hugging Face into a folder that is there: configuration, tokenizer, weights. Each file
 * is written durably.
 * @throws UserError naming the file that cannot be written.
 */
export function writeModel(folder: string, model: TrainedModel, weights: Weights, type: WritableType = 'F32'): void {
  const config = type === 'F32' ? trainedModelConfig(model) : { ...trainedModelConfig(model), dtype: 'float16' };
  writeTextDurably(path.join(folder, 'config.json'), `${JSON.stringify(config, undefined, 2)}\n`);
  for (const name of tokenizerFiles) {
    const source = path.join(model.folder, name);
    if (existsSync(source)) copyDurably(source, path.join(folder, name));
  }
  writeSafetensors(path.join(folder, checkpointNames.weights), tensorsOf(model, weights), { type });
}

/** Writes a checkpoint in the place of the one before: a model, and all that training needs to go on from it. */
export function writeCheckpoint(
  folder: string,
  model: TrainedModel,
  weights: Weights,
  optimizer: OptimizerState,
  state: RunState,
): void {
  const updates = Object.fromEntries(optimizer.updates);
  const moments = [...optimizer.firstMoments].flatMap(([name, first]): WritableTensor[] => {
    const shape = model.shapes.get(name) ?? [first.length];
    const second = optimizer.secondMoments.get(name) ?? new Float32Array(first.length);
    return [
      { name: `first:${name}`, shape, values: first },
      { name: `second:${name}`, shape, values: second },
    ];
  });
  replaceFolder(folder, (partial) => {
    writeModel(partial, model, weights);
    writeSafetensors(path.join(partial, checkpointNames.optimizer), moments);
    writeTextDurably(path.join(partial, checkpointNames.updates), `${JSON.stringify(updates)}\n`);
    writeTextDurably(path.join(partial, checkpointNames.state), formatState(state));
  });
}

/**
 * Writes a model's folder in the place of the one before.
 * @param scored what its weights are worth, where that was measured.
 */
export function writeBest(folder: string, model: TrainedModel, weights: Weights, scored: ScoredStep | undefined): void {
  replaceFolder(folder, (partial) => {
    writeModel(partial, model, weights);
    if (scored) writeTextDurably(path.join(partial, checkpointNames.scored), formatScored(scored));
  });
}

/** What the best weights of a stage are worth, which may be later ones than the last checkpoint knows of. */
export function readBest(folder: string): ScoredStep | undefined {
  recoverFolder(folder);
  const file = path.join(folder, checkpointNames.scored);
  return existsSync(file) ? parseScored(readTextFile(file), file) : undefined;
}

/** The weights of a model that this product wrote, as float32. */
export async function readWeights(folder: string): Promise<Weights> {
  const source = await openTensorFile(path.join(folder, checkpointNames.weights));
  try {
    return new Map([...source.tensors.keys()].map((name) => [name, source.read(name)]));
  } finally {
    source.close();
  }
}

/** Reads where a run stands; undefined where there is no checkpoint. */
export function readState(folder: string): RunState | undefined {
  const file = path.join(folder, checkpointNames.state);
  return existsSync(file) ? parseState(readTextFile(file), file) : undefined;
}

/** Reads the optimizer's state of a checkpoint. */
export async function readOptimizer(folder: string): Promise<OptimizerState> {
  const file = path.join(folder, checkpointNames.optimizer);
  const counts = path.join(folder, checkpointNames.updates);
  const source = await openTensorFile(file);
  try {
    const moments = (prefix: string) =>
      new Map(
        [...source.tensors.keys()]
          .filter((name) => name.startsWith(prefix))
          .map((name) => [name.slice(prefix.length), source.read(name)] as const),
      );
    const updates = parseJsonObject(readTextFile(counts), counts);
    return {
      firstMoments: moments('first:'),
      secondMoments: moments('second:'),
      updates: new Map(Object.entries(updates).map(([name, count]) => [name, Number(count)])),
    };
  } finally {
    source.close();
  }
}

function tensorsOf({ shapes }: TrainedModel, weights: Weights): WritableTensor[] {
  return [...weights].map(([name, values]) => {
    const shape = shapes.get(name);
    if (!shape) throw new Error(`${name} is no weight of the model`);
    return { name, shape, values };
  });
}

function copyDurably(source: string, target: string): void {
  writeDurably(target, (sink) => sink.write(readFileSync(source)));
}

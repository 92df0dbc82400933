import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../core/errors.ts';
import { parseJsonObject } from '../core/json.ts';
import { BinaryFile, readTextFile } from './file.ts';
import { looksLikeSafetensors, openSafetensors } from './safetensors.ts';
import { openShards, readShardIndex } from './shards.ts';
import type { TensorSource } from './tensors.ts';
import { openTorchLegacy } from './torch/legacy.ts';
import { looksLikeZip, openTorchZip } from './torch/zip.ts';

/** Where weights are looked for, in this order. */
const weightNames = [
  'model.safetensors',
  'model.safetensors.index.json',
  'pytorch_model.bin',
  'pytorch_model.bin.index.json',
];

/** A model's folder, opened: its configuration is read, its tensors are not. */
export interface Checkpoint {
  readonly folder: string;
  readonly configFile: string;
  /** The contents of `config.json`. */
  readonly config: Record<string, unknown>;
  /** The files that hold the tensors, as paths; more than one where the weights are sharded. */
  readonly weightFiles: readonly string[];
  /** Owned by the caller, who closes it. */
  readonly source: TensorSource;
}

/** Where a checkpoint's tensors are, for messages: their file, or the folder where there are several. */
export function weightsPlace({ folder, weightFiles: [file, another] }: Checkpoint): string {
  return file === undefined || another !== undefined ? folder : file;
}

/**
 * Opens a model's folder in Hugging Face layout: `config.json` and the first that is there of `model.safetensors`, its
 * index, `pytorch_model.bin`, its index.
 * @throws UserError naming the file, line, tensor or opcode that is missing or wrong.
 */
export async function openCheckpoint(folder: string): Promise<Checkpoint> {
  if (!existsSync(folder)) throw new UserError(`${folder}: no such folder`);
  if (!statSync(folder).isDirectory())
    throw new UserError(`${folder}: not a folder; a model is a folder with config.json in it`);
  const configFile = path.join(folder, 'config.json');
  if (!existsSync(configFile))
    throw new UserError(`${configFile}: no such file; a model is a folder with config.json in it`);
  const config = parseJsonObject(readTextFile(configFile), configFile);

  const weights = weightNames.map((name) => path.join(folder, name)).find((file) => existsSync(file));
  if (weights === undefined) throw new UserError(`${folder}: no weights in it: expected ${listed(weightNames)}`);
  if (!weights.endsWith('.index.json')) {
    return { folder, configFile, config, weightFiles: [weights], source: await openTensorFile(weights) };
  }
  const shards = readShardIndex(weights);
  for (const shard of shards.keys()) {
    if (!existsSync(shard)) throw new UserError(`${shard}: no such file, but ${path.basename(weights)} names it`);
  }
  return {
    folder,
    configFile,
    config,
    weightFiles: [...shards.keys()],
    source: await openShards(weights, shards, openTensorFile),
  };
}

/**
 * Opens one file of tensors, safetensors or PyTorch in either form. Its contents tell which; a name that ends in
 * `.safetensors` is taken at its word.
 * @throws UserError naming the file and what is wrong with it.
 */
export async function openTensorFile(file: string): Promise<TensorSource> {
  const opened = new BinaryFile(file);
  try {
    if (opened.size === 0) throw new UserError(`${file}: the file is empty`);
    refusePointer(opened);
    if (file.endsWith('.safetensors')) return openSafetensors(opened);
    if (looksLikeZip(opened)) return await openTorchZip(opened);
    if (looksLikeSafetensors(opened)) return openSafetensors(opened);
    return openTorchLegacy(opened);
  } catch (thrown) {
    opened.close();
    throw thrown;
  }
}

/** What a repository holds in place of a large file that was not fetched (https://git-lfs.com). */
const pointer = 'version https://git-lfs';

function refusePointer(file: BinaryFile): void {
  if (file.size >= pointer.length && file.read(0, pointer.length).toString('latin1') === pointer) {
    throw new UserError(`${file.path}: a Git LFS pointer, not the file itself; fetch it with git lfs pull`);
  }
}

function listed(names: readonly string[]): string {
  return `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}

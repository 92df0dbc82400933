import path from 'node:path';
import { UserError } from '../core/errors.ts';
import { isJsonObject, parseJsonObject } from '../core/json.ts';
import { quoted } from '../core/quote.ts';
import { readTextFile } from './file.ts';
import type { TensorInfo, TensorSource } from './tensors.ts';

/** More files than any model has, and few enough to hold open. */
const mostShards = 1000;

/**
 * The shards that an index (`model.safetensors.index.json`, `pytorch_model.bin.index.json`) names, as paths beside it,
 * with the tensors that each must hold.
 * @throws UserError naming the index if it is not one or leads out of its folder.
 */
export function readShardIndex(index: string): ReadonlyMap<string, readonly string[]> {
  const { weight_map: map } = parseJsonObject(readTextFile(index), index);
  if (!isJsonObject(map)) throw new UserError(`${index}: there is no "weight_map" object in it`);
  const shards = new Map<string, string[]>();
  for (const [tensor, shard] of Object.entries(map)) {
    if (typeof shard !== 'string' || !isPlainName(shard)) {
      throw new UserError(
        `${index}: tensor ${quoted(tensor)} is said to be in ${typeof shard === 'string' ? quoted(shard) : 'something unnamed'}; it must be in a file of the same folder`,
      );
    }
    const file = path.join(path.dirname(index), shard);
    const tensors = shards.get(file);
    if (tensors) tensors.push(tensor);
    else shards.set(file, [tensor]);
    if (shards.size > mostShards) throw new UserError(`${index}: names more than ${mostShards} files`);
  }
  if (shards.size === 0) throw new UserError(`${index}: names no tensors`);
  return shards;
}

/**
 * Opens every shard of an index as one source. Tensors that a shard holds beyond the index are part of it.
 * @param open opens one shard.
 * @throws UserError naming the shard or tensor that is missing, or that two shards hold.
 */
export async function openShards(
  index: string,
  shards: ReadonlyMap<string, readonly string[]>,
  open: (file: string) => Promise<TensorSource>,
): Promise<TensorSource> {
  const sources: TensorSource[] = [];
  const owners = new Map<string, TensorSource>();
  const tensors = new Map<string, TensorInfo>();
  const close = () => {
    for (const source of sources) source.close();
  };
  try {
    for (const [file, expected] of shards) {
      const source = await open(file);
      sources.push(source);
      for (const name of expected) {
        if (!source.tensors.has(name)) {
          throw new UserError(
            `${file}: there is no tensor ${quoted(name)}, which ${path.basename(index)} places there`,
          );
        }
      }
      for (const [name, info] of source.tensors) {
        if (owners.has(name)) throw new UserError(`${file}: tensor ${quoted(name)} is in another shard, too`);
        owners.set(name, source);
        tensors.set(name, info);
      }
    }
  } catch (thrown) {
    close();
    throw thrown;
  }
  return {
    tensors,
    read(name) {
      const owner = owners.get(name);
      if (!owner) throw new UserError(`${index}: there is no tensor ${quoted(name)}`);
      return owner.read(name);
    },
    locate: (name) => owners.get(name)?.locate(name),
    close,
  };
}

/** Whether a name stays in its folder: no separators of any system, no drive, no parent. */
function isPlainName(name: string): boolean {
  return /^[^/\\:\0]+$/.test(name) && name !== '.' && name !== '..';
}

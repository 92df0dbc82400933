import { createHash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Checkpoint } from '../checkpoint/checkpoint.ts';
import type { InputSpec } from './spec.ts';

/**
 * Identifies what a model computes: SHA-256 over its description, its tensors' names and shapes, and the names, sizes
 * and times of the files in its folder and of its weights. Any rewriting of a file changes it; no weight is read.
 */
export function modelId({ folder, weightFiles, source }: Checkpoint, spec: InputSpec): string {
  const inFolder = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() || entry.isSymbolicLink())
    .map(({ name }) => path.join(folder, name));
  const files = [...new Set([...inFolder, ...weightFiles])].sort().flatMap((file) => {
    const status = statSync(file, { throwIfNoEntry: false });
    return status ? [[path.relative(folder, file), status.size, status.mtimeMs]] : [];
  });
  return createHash('sha256')
    .update(JSON.stringify([spec, [...source.tensors.values()], files]))
    .digest('hex');
}

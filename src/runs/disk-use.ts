import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { bytesIn } from '../files/disk-space.ts';
import { outputNames } from '../train/output/output.ts';

/** What a run's folder takes on the disk, in bytes. */
export interface DiskUse {
  readonly bytes: number;
  readonly checkpointBytes: number;
}

/** Measures a run's folder; links are not followed, and what goes away meanwhile does not count. */
export async function diskUse(output: string): Promise<DiskUse> {
  const { last, best } = outputNames;
  const isCheckpoint = (name: string) => name === best || name === last || name.startsWith(`${last}.`);
  const entries = await readdir(output, { withFileTypes: true }).catch(() => []);
  const checkpoints = entries.filter((entry) => entry.isDirectory() && isCheckpoint(entry.name));
  const folders = [output, ...checkpoints.map(({ name }) => path.join(output, name))];
  const [bytes = 0, ...each] = await Promise.all(folders.map((folder) => bytesIn(folder, { links: false })));
  return { bytes, checkpointBytes: each.reduce((sum, size) => sum + size, 0) };
}

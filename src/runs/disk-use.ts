import { lstat, readdir } from 'node:fs/promises';
import path from 'node:path';
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
  let [bytes, checkpointBytes] = [0, 0];
  for (const name of await readdir(output).catch(() => [])) {
    const size = await sizeOf(path.join(output, name));
    bytes += size;
    if (isCheckpoint(name)) checkpointBytes += size;
  }
  return { bytes, checkpointBytes };
}

/** Of a file or of all in a folder, in bytes; 0 where there is none. */
async function sizeOf(place: string): Promise<number> {
  const stats = await lstat(place).catch(() => undefined);
  if (stats?.isFile()) return stats.size;
  if (!stats?.isDirectory()) return 0;
  let bytes = 0;
  for (const name of await readdir(place).catch(() => [])) bytes += await sizeOf(path.join(place, name));
  return bytes;
}

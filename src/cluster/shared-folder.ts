import { statfsSync } from 'node:fs';
import { hostname } from 'node:os';
import type { PartitionLimits } from './slurm/sinfo.ts';

/** File systems that no other machine sees, by the numbers that Linux gives them (statfs(2)). */
const local: ReadonlyMap<number, string> = new Map([
  [0x01021994, 'tmpfs'],
  [0x858458f6, 'ramfs'],
  [0xef53, 'ext4'],
  [0x58465342, 'XFS'],
  [0x9123683e, 'Btrfs'],
  [0x794c7630, 'overlay'],
  [0x4d44, 'FAT'],
]);

/**
 * Why the nodes of a partition may not see a folder, as far as its file system tells; undefined where they should, or
 * where the only node is this machine.
 * @param folder that is there, absolute.
 */
export function notShared(folder: string, { nodes, nodeNames }: PartitionLimits): string | undefined {
  const type = local.get(statfsSync(folder).type);
  const own = hostname().replace(/\..*/, '');
  if (type === undefined || (nodes === 1 && nodeNames === own)) return undefined;
  return `${folder} is on a file system of this machine alone (${type}), which nodes may not see; it must be on one that all of them share`;
}

import { readFileSync } from 'node:fs';
import os from 'node:os';

/**
 * Bytes that this process may still take: what the system has free, files that it only remembers counted as free, and no
 * more than the limit of its container leaves.
 */
export function availableMemory(): number {
  // macOS counts what it would give back at once as used.
  const free = process.platform === 'darwin' ? Math.max(os.freemem(), os.totalmem() / 2) : os.freemem();
  return Math.max(0, Math.min(free, containerRoom() ?? free));
}

/** What a control group of Linux (version 2, then 1) leaves to its processes; undefined where none sets a limit. */
function containerRoom(): number | undefined {
  const limit = process.constrainedMemory();
  // Version 1 says that there is no limit by a number near 2⁶³.
  if (!limit || limit > os.totalmem()) return undefined;
  const used = readNumber('/sys/fs/cgroup/memory.current') ?? readNumber('/sys/fs/cgroup/memory/memory.usage_in_bytes');
  const remembered = readStatistic('/sys/fs/cgroup/memory.stat', 'inactive_file') ?? 0;
  return limit - Math.max(0, (used ?? process.memoryUsage.rss()) - remembered);
}

function readNumber(file: string): number | undefined {
  const number = Number.parseInt(readText(file), 10);
  return Number.isNaN(number) ? undefined : number;
}

function readStatistic(file: string, name: string): number | undefined {
  const [, number] = new RegExp(`^${name} (\\d+)$`, 'm').exec(readText(file)) ?? [];
  return number === undefined ? undefined : Number(number);
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

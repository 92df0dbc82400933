import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** Whether a process runs. One that has ended but has not been waited for does not. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const status = `/proc/${pid}/status`;
  return !existsSync(status) || !/^State:\s+Z/m.test(readFileSync(status, 'utf8'));
}

/** Whether a process ends within half a minute. */
export async function ends(pid: number): Promise<boolean> {
  for (let tries = 0; tries < 600 && isRunning(pid); tries++) await sleep(50);
  return !isRunning(pid);
}

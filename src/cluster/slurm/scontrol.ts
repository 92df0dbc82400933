import { UserError } from '../../core/errors.ts';
import { runTool } from './tool.ts';

/** How many tasks an array may have: indices are below Slurm's `MaxArraySize`. */
export async function maxArraySize(signal: AbortSignal): Promise<number> {
  return parseMaxArraySize(await runTool('scontrol', ['show', 'config'], signal));
}

/** @throws UserError if the cluster takes no arrays. */
export function parseMaxArraySize(text: string): number {
  // Slurm's own default, where a version does not tell.
  const size = Number(/^MaxArraySize\s*=\s*(\d+)/m.exec(text)?.[1] ?? 1001);
  if (size < 1)
    throw new UserError('Slurm takes no job arrays here (MaxArraySize is 0); ask those who run the cluster');
  return size;
}

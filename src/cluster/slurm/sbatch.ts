import { UserError } from '../../core/errors.ts';
import { quoted } from '../../core/quote.ts';
import type { TaskArray } from '../scheduler.ts';
import type { SlurmOptions } from './options.ts';
import { runTool } from './tool.ts';

/**
 * Submits an array.
 * @param script the file of its script.
 * @returns its job id.
 */
export async function sbatch(
  script: string,
  { needs }: Pick<TaskArray, 'needs'>,
  options: SlurmOptions,
  signal: AbortSignal,
): Promise<string> {
  const given = [...options.all, ...(needs.gpus > 0 ? options.gpus : [])];
  return parseSubmitted(await runTool('sbatch', ['--parsable', ...given, script], signal));
}

/** Reads `123` or `123;cluster`; site plug-ins may print lines before it. */
export function parseSubmitted(text: string): string {
  const last = text.trim().split('\n').at(-1) ?? '';
  const [, job] = /^(\d+)(?:;.*)?$/.exec(last.trim()) ?? [];
  if (job === undefined)
    throw new UserError(`sbatch printed ${quoted(last)}, which is no job id; is it Slurm's own sbatch?`);
  return job;
}

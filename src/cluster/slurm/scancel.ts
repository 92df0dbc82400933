import { UserError } from '../../core/errors.ts';
import { runTool } from './tool.ts';

/** Ends jobs; those that have ended, and are not known any more, are passed over. */
export async function scancel(jobs: readonly string[], signal: AbortSignal): Promise<void> {
  if (jobs.length === 0) return;
  try {
    await runTool('scancel', jobs, signal);
  } catch (thrown) {
    const gone = /invalid job id|already (completing|completed|finished)/i;
    if (!(thrown instanceof UserError && gone.test(thrown.message))) throw thrown;
  }
}

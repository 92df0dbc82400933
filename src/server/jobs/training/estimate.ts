import * as v from 'valibot';
import { UserError } from '../../../core/errors.ts';
import { type TrainingRequest, trainingEstimate } from '../../../protocol/training.ts';
import type { TrainingEstimate } from '../../../runs/run.ts';
import type { Log } from '../../log.ts';
import { runCommand } from '../command-process.ts';
import { trainingArguments } from './arguments.ts';

/**
 * What a run would be and take, as `gerbera train --estimate` finds it out in a process of its own: corpora are read there,
 * and some updates are tried.
 * @param file the command line's program.
 * @throws UserError with the reason if it could not be trained; the signal's reason if it was cancelled.
 */
export async function estimateTraining(
  file: string,
  log: Log,
  request: TrainingRequest,
  signal: AbortSignal,
): Promise<TrainingEstimate> {
  let found: TrainingEstimate | undefined;
  const args = [...trainingArguments(request), '--estimate', '--json'];
  const line = (text: string) => {
    const result = v.safeParse(trainingEstimate, parsed(text));
    if (result.success) found = result.output;
    else log.debug(`estimate: ${text.slice(0, 500)}`);
  };
  await runCommand({ file, args, name: 'estimate', log, line, signal });
  if (!found) throw new UserError('its process ended without an estimate; the output of GERBERA may tell why');
  return found;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

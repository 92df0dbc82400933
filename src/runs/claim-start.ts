import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../core/errors.ts';
import { refusal } from '../files/durable.ts';
import { lock, lockOwner } from '../files/lock.ts';
import { outputFileOf, runId } from './registry.ts';

/** The runs that this process is starting. */
const starting = new Set<string>();

/**
 * Keeps everyone else from starting a trainer for an output folder until it is known what has become of this one's: of two,
 * the one that comes second would take what the other's says for its own.
 * @returns what lets others start again. Idempotent.
 * @throws UserError if one is being started, or it cannot be noted.
 */
export function claimStart(output: string): () => void {
  const id = runId(output);
  const folder = path.dirname(outputFileOf(id));
  const file = path.join(folder, 'starting.lock');
  const taken = () =>
    new UserError(`${output}: a training run is being started in it already, perhaps in another window; wait for it`);
  if (starting.has(id)) throw taken();
  let release = () => {};
  try {
    mkdirSync(folder, { recursive: true });
    release = lock(file);
  } catch (thrown) {
    throw lockOwner(file)?.alive ? taken() : refusal(folder, thrown);
  }
  starting.add(id);
  return () => {
    starting.delete(id);
    release();
  };
}

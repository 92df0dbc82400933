import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { UserError } from '../../core/errors.ts';
import { quoted } from '../../core/quote.ts';
import type { Terminology } from '../concept.ts';
import { isAbsent, readAllTerminologies } from '../store/open-store.ts';
import { storeFile } from '../store/schema.ts';
import { StoreWriter } from '../store/writer.ts';
import { embeddedName, isEmbeddedDue, settleEmbedded } from './embedded.ts';

/**
 * The terminologies of a folder's store by name, and what is left of imports that were interrupted, unless they are under way; none
 * where there is no store.
 * @throws UserError naming the file if it is no store, damaged, or of another version.
 */
export function listTerminologies(folder: string): readonly Terminology[] {
  return isAbsent(path.join(folder, storeFile)) ? [] : readAllTerminologies(folder);
}

/**
 * Removes a terminology from a folder's store, also what is left of an interrupted import of it, and gives its space back. The one
 * that comes with the product will not come back then.
 * @throws UserError if there is none of this name; if the store cannot be written or another process writes.
 */
export async function removeTerminology(folder: string, name: string): Promise<void> {
  if (name !== embeddedName && !listTerminologies(folder).some((terminology) => terminology.name === name)) {
    throw new UserError(missing(folder, name));
  }
  const writer = StoreWriter.open(folder, name);
  try {
    const steps = writer.remove(name);
    let step = steps.next();
    for (; !step.done; step = steps.next()) await setImmediate();
    const due = name === embeddedName && isEmbeddedDue(writer);
    if (due) settleEmbedded(writer);
    if (!step.value && !due) throw new UserError(missing(folder, name));
  } finally {
    writer.close();
  }
}

function missing(folder: string, name: string): string {
  const names = listTerminologies(folder).map((terminology) => terminology.name);
  const there = names.length === 0 ? 'there are none' : `there are ${[...new Set(names)].join(', ')}`;
  return `${path.join(folder, storeFile)}: no terminology is called ${quoted(name)}; ${there}`;
}

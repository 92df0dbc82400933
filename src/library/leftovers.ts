import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';

/** What is left behind, and what is not. */
export interface LeftoverOptions {
  /** Only what nobody has changed for so long, in milliseconds. */
  readonly age?: number;
  /** The name of one that stays all the same. */
  readonly except?: string;
}

/**
 * Removes the folders in the library that work which was cut off has left behind.
 * @param prefix what their names begin with.
 */
export async function removeLeftovers(
  models: string,
  prefix: string,
  { age, except }: LeftoverOptions = {},
): Promise<void> {
  const latest = age === undefined ? Number.POSITIVE_INFINITY : Date.now() - age;
  for (const name of await readdir(models)) {
    if (!name.startsWith(prefix) || name === except) continue;
    const folder = path.join(models, name);
    // One that is at work may take its name, or be gone, meanwhile.
    const found = await stat(folder).catch(() => undefined);
    if (found && found.mtimeMs <= latest) await rm(folder, { recursive: true, force: true });
  }
}

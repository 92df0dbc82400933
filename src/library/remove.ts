import { randomUUID } from 'node:crypto';
import { lstat, rename, rm, unlink } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../core/errors.ts';
import { quoted } from '../core/quote.ts';
import { bytesIn } from '../files/disk-space.ts';
import { refusal } from '../files/durable.ts';
import { modelsFolder } from './folders.ts';
import { removeLeftovers } from './leftovers.ts';
import { embeddedNames } from './resolve.ts';
import { isUnfinishedRun } from './run-record.ts';

/** Begins the name of a model that is being removed; the list of models passes over what begins with a dot. */
const removalPrefix = '.removing-';

/**
 * Removes a model from the library, at once: whatever happens then, it is not half there. Of a link, only the link goes.
 * @returns the bytes that are free now.
 * @throws UserError if it came with the product, there is no such model, a run is at work in it, or the system refuses.
 */
export async function removeModel(name: string, models: string = modelsFolder()): Promise<{ readonly bytes: number }> {
  if (embeddedNames.includes(name.toLowerCase())) {
    throw new UserError(`"${name}" came with the product and cannot be removed`);
  }
  const folder = path.join(models, name);
  const found = isName(name) ? await lstat(folder).catch(() => undefined) : undefined;
  if (!found || found.isFile()) {
    throw new UserError(`no model in the library is called ${quoted(name)}; "gerbera models" lists those there are`);
  }
  await removeLeftovers(models, removalPrefix);
  try {
    if (found.isSymbolicLink()) {
      await unlink(folder);
      return { bytes: 0 };
    }
    if (isUnfinishedRun(folder)) {
      throw new UserError(`${folder}: a training run that is not done, not a model; "gerbera runs" removes runs`);
    }
    const bytes = await bytesIn(folder, { links: false });
    const away = path.join(models, `${removalPrefix}${randomUUID()}`);
    await rename(folder, away);
    await rm(away, { recursive: true, force: true });
    return { bytes };
  } catch (thrown) {
    throw refusal(folder, thrown);
  }
}

/** A name that is no path, and not one of what is under way. */
function isName(name: string): boolean {
  return name !== '' && !name.startsWith('.') && !/[\\/\0]/.test(name);
}

import { mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { recoverFolder, refusal, stations, syncFolder } from './durable.ts';

/**
 * Replaces a folder, or makes it, as `replaceFolder` does, with contents that take their time: they are written to a
 * folder beside it, which takes its name when all of it is there.
 * @throws UserError naming the folder and what the system refuses; else what `fill` throws. The old one is as it was.
 */
export async function writeFolderDurably(folder: string, fill: (folder: string) => Promise<void>): Promise<void> {
  const { partial, next } = stations(folder);
  recoverFolder(folder);
  try {
    mkdirSync(partial, { recursive: true });
    await fill(partial);
    syncFolder(partial);
    renameSync(partial, next);
    syncFolder(path.dirname(folder));
  } catch (thrown) {
    rmSync(partial, { recursive: true, force: true });
    throw refusal(folder, thrown);
  }
  recoverFolder(folder);
}

import { homedir } from 'node:os';
import path from 'node:path';
import { conceptsFolder } from '../../library/folders.ts';
import { documentPath } from '../exclusion.ts';

/**
 * The folder of the user's terminologies, absolute: the setting's, in which `~` is the user's own folder and a relative path
 * begins in the workspace's first folder; else the one that the command line uses too.
 */
export function storeFolder(setting: string, [first]: readonly string[]): string {
  if (setting === '') return conceptsFolder();
  const own = setting.replace(/^~(?=$|[\\/])/, homedir());
  return first === undefined ? path.resolve(own) : path.resolve(documentPath(first), own);
}

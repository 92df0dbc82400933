import { realpathSync } from 'node:fs';
import path from 'node:path';
import { resolveModel } from '../library/resolve.ts';
import { documentPath } from './exclusion.ts';

/** The setting `model` as a workspace means it: a path relative to its first folder, not to where the server was started. */
export function inWorkspace(model: string, [first]: readonly string[]): string {
  return first !== undefined && /^\.\.?([\\/]|$)/.test(model) ? path.resolve(documentPath(first), model) : model;
}

/**
 * Whether the setting `model` names the model in a folder.
 * @param folders the workspace's.
 */
export function isChosen(folder: string, model: string, folders: readonly string[]): boolean {
  try {
    return realpathSync.native(resolveModel(inWorkspace(model, folders))) === realpathSync.native(folder);
  } catch {
    // One of them is not there.
    return false;
  }
}

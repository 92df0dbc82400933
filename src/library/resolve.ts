import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { UserError } from '../core/errors.ts';
import { embeddedBase, embeddedModel, modelsFolder } from './folders.ts';

/** The name of the embedded model. */
export const defaultModel = 'default';

/** The name of the embedded encoder, which training starts from where no other base is given; it has no heads. */
export const baseModel = 'base';

/** Names that no imported model can take. */
export const embeddedNames: readonly string[] = [defaultModel, baseModel];

/**
 * The folder of a model, from its name in the library or its path. `''` and `default` are the embedded model, `base` the
 * encoder that it was made from. What holds a path separator, or begins with `.` or `~`, is a path; a bare word is a name
 * in the library, or else a folder here.
 * @throws UserError if there is no such model.
 */
export function resolveModel(nameOrPath: string, models: string = modelsFolder()): string {
  if (nameOrPath === '' || nameOrPath === defaultModel) return embeddedModel();
  if (nameOrPath === baseModel) return embeddedBase();
  if (/^[.~]|[\\/]/.test(nameOrPath)) {
    const folder = path.resolve(nameOrPath.replace(/^~(?=$|[\\/])/, homedir()));
    if (!existsSync(folder)) throw new UserError(`${folder}: no such folder; a model is a folder with a config.json`);
    return folder;
  }
  const installed = path.join(models, nameOrPath);
  if (existsSync(path.join(installed, 'config.json'))) return installed;
  const local = path.resolve(nameOrPath);
  if (existsSync(path.join(local, 'config.json'))) return local;
  throw new UserError(
    `no model is called "${nameOrPath}"; "gerbera models" lists those there are, and a path may be given`,
  );
}

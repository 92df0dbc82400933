import { constants, existsSync } from 'node:fs';
import { chmod, copyFile, link, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../core/errors.ts';
import { isJsonObject, parseJsonObject } from '../core/json.ts';
import { type ModelFile, modelFiles } from './files.ts';
import { modelsFolder } from './folders.ts';
import { removeLeftovers } from './leftovers.ts';
import { checkModelName, taken } from './new-name.ts';
import { tryModel } from './try-model.ts';

/** Begins the name of a copy that is not a model yet; the list of models passes over what begins with a dot. */
const stagingPrefix = '.importing-';

/** A copy that is younger, in milliseconds, may still be at work; an older one was left behind by an import that was killed. */
const longestImport = 24 * 60 * 60 * 1000;

/** How a model is taken in. */
export interface ImportOptions {
  /** The name in the library; the folder's own name if not given. */
  readonly name?: string;
  /** The entity type of a model whose labels are bare `B`, `I` and `O`, as GERBERA's published ones are. */
  readonly type?: string;
  /** Stops between files; nothing is left behind. */
  readonly signal?: AbortSignal;
  /** The library; the user's own if not given. */
  readonly models?: string;
  /** Whether the folder is removed afterwards, so that large files need not be copied where both are on one disk. */
  readonly temporary?: boolean;
}

/** A model that is in the library now. */
export interface ImportedModel {
  readonly name: string;
  readonly folder: string;
  readonly types: readonly string[];
}

/**
 * Copies a model into the user's library: only the files that belong to it, into a folder beside the others that takes
 * its name once the copy has been loaded and run on the CPU. The given folder is not changed.
 * @throws UserError if it is not a model that loads, the name is taken or unfit, or `type` is given for labels with types.
 */
export async function importModel(folder: string, options: ImportOptions = {}): Promise<ImportedModel> {
  const { type, signal, models = modelsFolder() } = options;
  const name = options.name ?? path.basename(path.resolve(folder));
  const files = await modelFiles(folder);
  await mkdir(models, { recursive: true });
  await checkModelName(name, models);

  await removeLeftovers(models, stagingPrefix, { age: longestImport });
  const staging = await mkdtemp(path.join(models, `${stagingPrefix}${name}-`));
  try {
    for (const file of files) {
      signal?.throwIfAborted();
      await take(file, staging, options.temporary ?? false);
    }
    if (type !== undefined) await writeType(path.join(staging, 'config.json'), type);
    signal?.throwIfAborted();
    const types = await tryModel(staging);
    if (type !== undefined && !types.includes(type)) {
      throw new UserError(`${folder}: its labels name their types (${types.join(', ')}); leave out the type "${type}"`);
    }
    const target = path.join(models, name);
    // `mkdtemp` lets nobody else in; a library may be shared.
    await chmod(staging, 0o777 & ~process.umask());
    await rename(staging, target).catch((error: unknown) => {
      // Another import took the name while this one copied.
      throw existsSync(target) ? taken(name) : error;
    });
    return { name, folder: target, types };
  } catch (error) {
    await rm(staging, { recursive: true, force: true });
    // The user knows the folder that was given, not the copy.
    if (error instanceof UserError) throw new UserError(error.message.replaceAll(staging, folder));
    throw error;
  }
}

async function take({ name, source }: ModelFile, folder: string, temporary: boolean): Promise<void> {
  const target = path.join(folder, name);
  const copy = () => copyFile(source, target, constants.COPYFILE_FICLONE);
  // The configuration may be written to.
  if (!temporary || name === 'config.json') await copy();
  // Some file systems have no second names for a file.
  else await link(source, target).catch(copy);
}

/** Writes the type of bare labels where `config.json` keeps what is GERBERA's own. */
async function writeType(file: string, type: string): Promise<void> {
  if (!/^[\p{L}\p{N}][\p{L}\p{N} _-]{0,63}$/u.test(type))
    throw new UserError(`"${type}" is not fit for an entity type; use letters and digits`);
  const config = parseJsonObject(await readFile(file, 'utf8'), file);
  const own = isJsonObject(config.gerbera) ? config.gerbera : {};
  await writeFile(file, `${JSON.stringify({ ...config, gerbera: { ...own, type } }, undefined, 2)}\n`);
}

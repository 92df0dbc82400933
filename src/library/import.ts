import { constants, existsSync } from 'node:fs';
import {
  chmod,
  copyFile,
  link,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../core/errors.ts';
import { isJsonObject, parseJsonObject } from '../core/json.ts';
import { entityTypes } from '../core/labels.ts';
import { isModelName } from '../core/model-name.ts';
import { loadClassifier } from '../model/load.ts';
import { type ModelFile, modelFiles } from './files.ts';
import { modelsFolder } from './folders.ts';
import { embeddedNames } from './resolve.ts';

/** Begins the name of a copy that is not a model yet; the list of models passes over what begins with a dot. */
const stagingPrefix = '.importing-';

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

  await clearAbandoned(models);
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

/** Copies that a killed import left behind; one that is younger than a day may still be at work. */
async function clearAbandoned(models: string): Promise<void> {
  const yesterday = Date.now() - 24 * 60 * 60 * 1000;
  for (const name of await readdir(models)) {
    const folder = path.join(models, name);
    if (!name.startsWith(stagingPrefix)) continue;
    // One that is at work may take its name, or be gone, meanwhile.
    const found = await stat(folder).catch(() => undefined);
    if (found === undefined || found.mtimeMs > yesterday) continue;
    await rm(folder, { recursive: true, force: true });
  }
}

/** Loads every tensor, reads a word on the CPU, and gives the types that the model finds. */
async function tryModel(folder: string): Promise<readonly string[]> {
  const classifier = await loadClassifier(folder, { device: 'cpu', heads: 'all' });
  try {
    const { opening, closing } = classifier.tokenizer;
    const [word = []] = await classifier.tokenizer.encodeWords(['BRCA1']);
    const ids = BigInt64Array.from([...opening, ...word, ...closing], BigInt);
    const positions = ids.map((_, index) => BigInt(index));
    const mask = new BigInt64Array(ids.length).fill(1n);
    const heads = await classifier.classify({ rows: 1, length: ids.length, ids, mask, positions });
    const wrong = heads.find(({ values }) => !values.every(Number.isFinite));
    if (wrong)
      throw new UserError(
        `${folder}: the head ${wrong.head} gives values that are not numbers; its weights are damaged`,
      );
    return entityTypes(classifier.spec.heads);
  } finally {
    await classifier.dispose();
  }
}

/** Writes the type of bare labels where `config.json` keeps what is GERBERA's own. */
async function writeType(file: string, type: string): Promise<void> {
  if (!/^[\p{L}\p{N}][\p{L}\p{N} _-]{0,63}$/u.test(type))
    throw new UserError(`"${type}" is not fit for an entity type; use letters and digits`);
  const config = parseJsonObject(await readFile(file, 'utf8'), file);
  const own = isJsonObject(config.gerbera) ? config.gerbera : {};
  await writeFile(file, `${JSON.stringify({ ...config, gerbera: { ...own, type } }, undefined, 2)}\n`);
}

/**
 * Checks that a new model of the library may have a name.
 * @throws UserError if it is taken or unfit.
 */
export async function checkModelName(name: string, models: string): Promise<void> {
  if (!isModelName(name)) {
    throw new UserError(`"${name}" is not fit for a model's name; choose another of letters, digits, ".", "_" and "-"`);
  }
  const names = [...embeddedNames, ...(await readdir(models).catch(() => []))];
  if (names.some((other) => other.toLowerCase() === name.toLowerCase())) {
    throw taken(name);
  }
}

function taken(name: string): UserError {
  return new UserError(`a model called "${name}" is there already; choose another name`);
}

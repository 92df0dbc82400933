import { existsSync, mkdirSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../core/errors.ts';
import { parseJsonObject } from '../../core/json.ts';
import { checkSpace, discardFile, type FetchOptions, fetchFile, partialOf } from '../../files/download/fetch-file.ts';
import { sizeOf } from '../../files/download/remote-file.ts';
import { RefusedError } from '../../files/download/transfer.ts';
import { refusal } from '../../files/durable.ts';
import { modelsFolder } from '../folders.ts';
import { type ImportedModel, importModel } from '../import.ts';
import { removeLeftovers } from '../leftovers.ts';
import { checkModelName } from '../new-name.ts';
import { differenceOf } from './check-file.ts';
import { fileAddress, type Hub, hubOf } from './endpoint.ts';
import type { HubDownloadOptions, HubFile, HubModel, HubSource } from './hub-model.ts';
import { lookUpModel, refusedText, refuseOthers } from './look-up.ts';
import { HubProgress, withoutSignatures } from './progress.ts';

/** Begins the name of a folder of what has come; the list of models passes over what begins with a dot. */
const stagingPrefix = '.downloading-';

/** After so long, in milliseconds, what came of a download that nobody went on with is removed. */
const keptFor = 7 * 24 * 60 * 60 * 1000;

/**
 * Downloads a model from the Hub, checks every file by what the Hub says of it, and takes it into the library. It asks
 * nobody: whoever calls it has asked. What has come of an interrupted download is gone on with the next time.
 * @throws UserError naming the repository, the address or the file and what is wrong; errors of `importModel`; the signal's
 *   reason.
 */
export async function downloadModel(source: HubSource, options: HubDownloadOptions = {}): Promise<ImportedModel> {
  const { progress = () => {}, models = modelsFolder(), signal = new AbortController().signal } = options;
  const hub = hubOf(source);
  const name = options.name ?? source.repository.replace(/\/+$/, '').split('/').at(-1) ?? '';
  await checkModelName(name, models);
  const model = await lookUpModel(source, signal);
  progress({ kind: 'found', model });
  if (model.gated && !hub.credentials) {
    throw new UserError(
      `${model.repository}: its owner wants you to agree to terms; do so on its page, then set HF_TOKEN to your token`,
    );
  }
  const folder = await stagingFolder(models, model);
  await fetchAll(hub, model, folder, new HubProgress(model, progress), signal);
  progress({ kind: 'checked', files: model.files.length });
  return takeIn(folder, name, model, { ...options, models, signal });
}

async function fetchAll(
  hub: Hub,
  model: HubModel,
  folder: string,
  progress: HubProgress,
  signal: AbortSignal,
): Promise<void> {
  const options = {
    signal,
    fetch: globalThis.fetch,
    credentials: hub.credentials,
    onNote: (message: string) => progress.note(message),
  };
  await checkSpace(path.join(folder, 'config.json'), model.bytes, await presentBytes(folder, model));
  for (const file of model.files) {
    progress.begin(file);
    await fetchOne(hub, model, file, folder, { ...options, onBytes: (bytes) => progress.bytes(bytes) });
    progress.end(file);
    if (file.name === 'config.json') await checkConfig(model, path.join(folder, file.name));
  }
}

async function fetchOne(
  hub: Hub,
  { repository, commit }: HubModel,
  wanted: HubFile,
  folder: string,
  options: FetchOptions,
): Promise<void> {
  const file = path.join(folder, wanted.name);
  if (existsSync(file) && (await differenceOf(file, wanted, options.signal)) === undefined) return;
  const address = fileAddress(hub, repository, commit, wanted.name);
  await fetchFile(address, file, options).catch((thrown: unknown) => {
    if (!(thrown instanceof UserError)) throw thrown;
    const refused = thrown instanceof RefusedError && [401, 403, 404].includes(thrown.status);
    throw new UserError(refused ? refusedText(repository, thrown, hub) : withoutSignatures(thrown.message));
  });
  const difference = await differenceOf(file, wanted, options.signal);
  if (difference === undefined) return;
  await discardFile(file);
  throw new UserError(`${address}: ${difference}: it was damaged or changed on the way; try again`);
}

/** Before the weights come, which may be large. */
async function checkConfig({ repository }: HubModel, file: string): Promise<void> {
  refuseOthers(repository, parseJsonObject(await readFile(file, 'utf8'), `${repository}: config.json`));
}

async function takeIn(
  folder: string,
  name: string,
  { repository }: HubModel,
  { type, models, signal }: HubDownloadOptions,
): Promise<ImportedModel> {
  try {
    const given = { ...(type === undefined ? {} : { type }), ...(models === undefined ? {} : { models }) };
    const imported = await importModel(folder, { name, temporary: true, ...given, ...(signal ? { signal } : {}) });
    await rm(folder, { recursive: true, force: true });
    return imported;
  } catch (thrown) {
    if (!(thrown instanceof UserError)) throw thrown;
    // With another type it may do; what is no model will not become one.
    if (type === undefined) await rm(folder, { recursive: true, force: true });
    throw new UserError(thrown.message.replaceAll(folder, repository));
  }
}

/** Where the files come to: one folder for each commit. Those of downloads long ago are removed. */
async function stagingFolder(models: string, { repository, commit }: HubModel): Promise<string> {
  const name = `${stagingPrefix}${repository.replace('/', '--')}-${commit.slice(0, 12)}`;
  const folder = path.join(models, name);
  try {
    mkdirSync(folder, { recursive: true });
  } catch (thrown) {
    throw refusal(folder, thrown);
  }
  await removeLeftovers(models, stagingPrefix, { age: keptFor, except: name });
  return folder;
}

async function presentBytes(folder: string, { files }: HubModel): Promise<number> {
  const sizes = files.flatMap(({ name }) => [name, partialOf(name)].map((each) => sizeOf(path.join(folder, each))));
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { describeModel, type ModelDescription } from './describe.ts';
import { embeddedModel, modelsFolder } from './folders.ts';
import { defaultModel } from './resolve.ts';
import { isUnfinishedRun } from './run-record.ts';

/** Where a model of the user's is. */
export interface ModelPlace {
  readonly name: string;
  readonly folder: string;
  readonly embedded: boolean;
}

/** A model that a user has. */
export interface InstalledModel extends ModelPlace, Omit<ModelDescription, 'spec'> {}

/**
 * The embedded model, then those of the library by name. Configurations and the lists of tensors are read, not the tensors;
 * a model that is broken is listed with what is wrong. A run that is not done is no model.
 */
export async function listModels(models: string = modelsFolder()): Promise<InstalledModel[]> {
  const places = await modelPlaces(models);
  return Promise.all(
    places.map(async (place) => {
      const { description, types, broken } = await describeModel(place.folder);
      return { ...place, description, types, broken };
    }),
  );
}

/** Where the models are that {@link listModels} lists. */
export async function modelPlaces(models: string): Promise<ModelPlace[]> {
  const entries = await readdir(models, { withFileTypes: true }).catch(() => []);
  // What begins with a dot is an import or a removal under way.
  const names = entries.filter((entry) => !entry.isFile() && !entry.name.startsWith('.')).map(({ name }) => name);
  const installed = names
    .sort()
    .map((name) => ({ name, folder: path.join(models, name), embedded: false }))
    .filter(({ folder }) => !isUnfinishedRun(folder));
  return [{ name: defaultModel, folder: embeddedModel(), embedded: true }, ...installed];
}

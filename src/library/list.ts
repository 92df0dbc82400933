import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { openCheckpoint } from '../checkpoint/checkpoint.ts';
import { errorMessage } from '../core/errors.ts';
import { entityTypes } from '../core/labels.ts';
import { parseSpec } from '../model/parse-spec.ts';
import { embeddedModel, modelsFolder } from './folders.ts';
import { defaultModel } from './resolve.ts';

/** A model that a user has. */
export interface InstalledModel {
  readonly name: string;
  readonly folder: string;
  readonly embedded: boolean;
  /** One line for people: family and types, or why the model cannot be loaded. */
  readonly description: string;
  /** The entity types that it finds; none if it is broken. */
  readonly types: readonly string[];
  readonly broken: boolean;
}

/**
 * The embedded model, then the imported ones by name. Configurations and the lists of tensors are read, not the tensors;
 * a model that is broken is listed with what is wrong.
 */
export async function listModels(models: string = modelsFolder()): Promise<InstalledModel[]> {
  const entries = await readdir(models, { withFileTypes: true }).catch(() => []);
  // What begins with a dot is an import under way.
  const names = entries.filter((entry) => !entry.isFile() && !entry.name.startsWith('.')).map(({ name }) => name);
  const imported = names.sort().map((name) => ({ name, folder: path.join(models, name), embedded: false }));
  const all = [{ name: defaultModel, folder: embeddedModel(), embedded: true }, ...imported];
  return Promise.all(all.map(async (model) => ({ ...model, ...(await describeModel(model.folder)) })));
}

async function describeModel(folder: string): Promise<Pick<InstalledModel, 'description' | 'types' | 'broken'>> {
  try {
    const { config, configFile, source } = await openCheckpoint(folder);
    try {
      const { encoder, heads } = parseSpec(config, {
        configFile,
        tensors: new Set(source.tensors.keys()),
        tokenizerLimit: undefined,
        typeName: undefined,
      });
      const types = entityTypes(heads);
      return { description: `${encoder.family}: ${types.join(', ')}`, types, broken: false };
    } finally {
      source.close();
    }
  } catch (error) {
    return { description: errorMessage(error), types: [], broken: true };
  }
}

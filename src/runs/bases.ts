import { embeddedBase, modelsFolder } from '../library/folders.ts';
import { type InstalledModel, listModels } from '../library/list.ts';
import { baseModel } from '../library/resolve.ts';
import { defaultMaxLength, type SizeDefaults, sizeDefaults } from '../train/config/defaults.ts';
import { openBase } from '../train/start/open-base.ts';

/** A model that training can start from. */
export interface BaseModel {
  /** Its name in the library. */
  readonly name: string;
  /** `bert`, `roberta`, … */
  readonly family: string;
  readonly layers: number;
  readonly hidden: number;
  /** Whether it comes with the product. */
  readonly embedded: boolean;
  /** The entity types of its heads; none of an encoder alone. */
  readonly types: readonly string[];
  /** What holds where nothing else is set. */
  readonly defaults: SizeDefaults & { readonly maxLength: number };
}

/**
 * The encoder and the model that come with the product, then those of the library that have an encoder to start from, also
 * where they are no recognizers. Configurations and the lists of tensors are read, not the tensors.
 */
export async function listBases(models: string = modelsFolder()): Promise<readonly BaseModel[]> {
  const encoder = { name: baseModel, folder: embeddedBase(), embedded: true, types: [] };
  const found = await Promise.all([encoder, ...(await listModels(models))].map(described));
  return found.filter((base) => base !== undefined);
}

async function described({
  name,
  folder,
  embedded,
  types,
}: Pick<InstalledModel, 'name' | 'folder' | 'embedded' | 'types'>): Promise<BaseModel | undefined> {
  try {
    const base = await openBase(folder);
    base.close();
    const { family, layers, hidden } = base.encoder;
    return {
      name,
      family,
      layers,
      hidden,
      embedded,
      types,
      defaults: { ...sizeDefaults(hidden), maxLength: defaultMaxLength },
    };
  } catch {
    // The list of models tells what is wrong with it.
    return undefined;
  }
}

import { openCheckpoint } from '../checkpoint/checkpoint.ts';
import { errorMessage } from '../core/errors.ts';
import { entityTypes } from '../core/labels.ts';
import { parseSpec } from '../model/parse-spec.ts';
import type { ModelSpec } from '../model/spec.ts';

/** What a model's configuration and the list of its tensors tell. */
export interface ModelDescription {
  /** One line for people: family and types, or why the model cannot be loaded. */
  readonly description: string;
  /** The entity types that it finds; none if it is broken. */
  readonly types: readonly string[];
  readonly broken: boolean;
  /** Absent of a model that is broken. */
  readonly spec?: ModelSpec;
}

/** Describes the model in a folder; no tensor is read. */
export async function describeModel(folder: string): Promise<ModelDescription> {
  try {
    const { config, configFile, source } = await openCheckpoint(folder);
    try {
      const spec = parseSpec(config, {
        configFile,
        tensors: new Set(source.tensors.keys()),
        tokenizerLimit: undefined,
        typeName: undefined,
      });
      const types = entityTypes(spec.heads);
      return { description: `${spec.encoder.family}: ${types.join(', ')}`, types, broken: false, spec };
    } finally {
      source.close();
    }
  } catch (error) {
    return { description: errorMessage(error), types: [], broken: true };
  }
}

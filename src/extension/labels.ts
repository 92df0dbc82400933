import { isJsonObject } from '../core/json.ts';

/** Entity types as our own models name them. */
export const ownTypes = ['Gene', 'Disease', 'Chemical', 'Species', 'CellLine', 'CellType', 'DNA', 'RNA'] as const;

/**
 * Whether a model's configuration (`config.json`) has labels that are marks alone (`B`, `I`, `O`), so that the type of its
 * entities must be asked for. GERBERA's published checkpoints are such, with or without a list of labels.
 */
export function hasBareLabels(config: unknown): boolean {
  if (!isJsonObject(config)) return false;
  const { architectures, gerbera, id2label } = config;
  if (isJsonObject(gerbera) && (typeof gerbera.type === 'string' || Array.isArray(gerbera.heads))) return false;
  if (isJsonObject(id2label)) return Object.values(id2label).every((label) => /^[BIOESLU]$/i.test(String(label)));
  return Array.isArray(architectures) && architectures.some((name) => /MultiNER2$/.test(String(name)));
}

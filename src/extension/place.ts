import { isJsonObject } from '../core/json.ts';

/** Where an entity stands, in UTF-16 offsets: what the Entities view and code actions give to commands. */
export interface Place {
  readonly uri: string;
  readonly start: number;
  readonly end: number;
}

/** Whether the argument of a command is a place: anything can call a command. */
export function isPlace(value: unknown): value is Place {
  if (!isJsonObject(value)) return false;
  return typeof value.uri === 'string' && isOffset(value.start) && isOffset(value.end);
}

function isOffset(value: unknown): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}

import { readdir } from 'node:fs/promises';
import { UserError } from '../core/errors.ts';
import { isModelName } from '../core/model-name.ts';
import { embeddedNames } from './resolve.ts';

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

/** What is said of a name that another model has. */
export function taken(name: string): UserError {
  return new UserError(`a model called "${name}" is there already; choose another name`);
}

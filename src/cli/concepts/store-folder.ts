import path from 'node:path';
import { conceptsFolder } from '../../library/folders.ts';
import { type Arguments, UsageError } from '../arguments.ts';

/** The folder of the store that a command line names, absolute; the user's own if it names none. */
export function givenConceptsFolder(given: Arguments): string {
  const place = given.value('concepts');
  if (place === '') throw new UsageError('--concepts names no folder');
  return place === undefined ? conceptsFolder() : path.resolve(place);
}

import { accessSync, constants, existsSync, mkdirSync, readdirSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { errorMessage, UserError } from '../../core/errors.ts';
import type { TrainingConfig } from '../config/config.ts';

/**
 * What a run reads must not be what it writes or removes, whatever is forced: neither the output folder, by whatever name
 * it goes, nor anything in it. Nor may the output lie in a folder whose every text is read: its own would be read too.
 * @throws UserError naming both.
 */
export function refuseSources({ output, base, corpora, text, stages }: TrainingConfig): void {
  const models = stages.flatMap(({ from }) => (typeof from === 'object' && 'model' in from ? [from.model] : []));
  const texts = text?.paths ?? [];
  const target = realPlace(output);
  for (const source of [base, ...models, ...Object.values(corpora).map(({ folder }) => folder), ...texts]) {
    const place = realPlace(source);
    const what = place === target ? 'the run reads from it' : `the run reads from ${source}, which lies in it`;
    if (isWithin(place, target)) throw new UserError(`${output}: ${what}; choose another folder to write`);
  }
  const around = texts.find((folder) => isWithin(target, realPlace(folder)));
  if (around === undefined) return;
  throw new UserError(`${output}: it lies in ${around}, where every text is read; choose another folder to write`);
}

/**
 * Makes a folder and those that it lies in, one after the other: Node's way of making them all at once hides why the system
 * refuses one, and in some folders never ends.
 * @throws UserError naming the folder and what the system refuses.
 */
export function makeFolder(folder: string): void {
  try {
    makeEach(path.resolve(folder));
  } catch (thrown) {
    throw new UserError(`${folder}: cannot be made: ${errorMessage(thrown)}`);
  }
}

/** @throws UserError if a folder, or the one that it would be made in, cannot be written. */
export function refuseUnwritable(folder: string): void {
  const place = path.resolve(folder);
  const parent = path.dirname(place);
  if (!existsSync(place) && parent !== place) {
    refuseUnwritable(parent);
    return;
  }
  try {
    if (!statSync(place).isDirectory()) throw new UserError(`${place}: not a folder; choose another name`);
    accessSync(place, constants.W_OK);
  } catch (thrown) {
    if (thrown instanceof UserError) throw thrown;
    throw new UserError(`${place}: cannot be written: ${errorMessage(thrown)}`);
  }
}

/** @throws UserError if it is no folder. */
export function namesIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  if (!statSync(folder).isDirectory()) throw new UserError(`${folder}: not a folder; choose another name`);
  return readdirSync(folder);
}

function makeEach(folder: string): void {
  if (existsSync(folder)) return;
  makeEach(path.dirname(folder));
  mkdirSync(folder);
}

/** A place with every link on its way followed, as far as it exists. */
export function realPlace(place: string): string {
  const absolute = path.resolve(place);
  if (existsSync(absolute)) return realpathSync.native(absolute);
  const parent = path.dirname(absolute);
  return parent === absolute ? absolute : path.join(realPlace(parent), path.basename(absolute));
}

/** Whether a real place is a folder or lies in it. */
function isWithin(place: string, folder: string): boolean {
  const relative = path.relative(folder, place);
  return relative === '' || (relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative));
}

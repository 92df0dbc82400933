import { lstatSync, readdirSync, rmdirSync, unlinkSync } from 'node:fs';
import path from 'node:path';
import { errorMessage, UserError } from '../core/errors.ts';
import { stations } from '../files/durable.ts';
import { tokenizerFiles } from '../library/files.ts';
import { checkpointNames } from '../train/output/checkpoint-folder.ts';
import { outputNames } from '../train/output/output.ts';

/** What a folder that a run writes may hold. */
interface Shape {
  readonly file: (name: string) => boolean;
  /** What a folder in it may hold; undefined for one that no run writes. */
  readonly folder: (name: string) => Shape | undefined;
}

/** Places that are to be removed, each before the folder that it lies in. */
export interface Removal {
  readonly files: readonly string[];
  readonly folders: readonly string[];
  /** What they take. */
  readonly bytes: number;
}

/** What systems put into folders that people look at. */
const litter: ReadonlySet<string> = new Set(['.DS_Store', 'Thumbs.db', 'desktop.ini']);
const modelNames = ['config.json', checkpointNames.weights, ...tokenizerFiles];
const checkpoint = shapeOf([...modelNames, ...Object.values(checkpointNames)]);
const finished = shapeOf([...modelNames, outputNames.card, outputNames.run]);
const best = shapeOf([], () => shapeOf([...modelNames, ...Object.values(checkpointNames)]));
/** A run is one as long as these are there: they go last, so that one that was removed in part can be removed again. */
const lastOfAll: readonly string[] = [outputNames.log, outputNames.run, outputNames.start, outputNames.lock];

/**
 * All that a run has written into its folder, and the folder.
 * @param saves the folders in it that get a stage's model.
 * @throws UserError naming the first file that no run writes.
 */
export function wholeRun(output: string, saves: readonly string[]): Removal {
  const files = [
    ...modelNames,
    outputNames.log,
    outputNames.run,
    outputNames.start,
    outputNames.card,
    outputNames.stop,
  ];
  const known = shapeOf(files, (name) => (saves.includes(name) ? finished : checkpointShape(name)));
  const file = (name: string) => known.file(name) || name === outputNames.lock || /^\.lock\.\d+$/.test(name);
  const { files: found, folders, bytes } = gather(output, { ...known, file });
  const rank = (place: string) => (path.dirname(place) === output ? lastOfAll.indexOf(path.basename(place)) : -1);
  return { files: found.toSorted((a, b) => rank(a) - rank(b)), folders: [...folders, output], bytes };
}

/**
 * The checkpoints in a run's folder.
 * @throws UserError naming the first file in them that no run writes.
 */
export function checkpointsOf(output: string): Removal {
  const names = readdirSync(output).filter((name) => checkpointShape(name));
  const all = { file: () => false, folder: checkpointShape };
  return gather(output, all, names);
}

/**
 * Removes what was gathered, and nothing that came since.
 * @throws UserError naming what cannot be removed.
 */
export function remove({ files, folders }: Removal): void {
  for (const file of files) attempt(file, () => unlinkSync(file));
  for (const folder of folders) attempt(folder, () => rmdirSync(folder));
}

function checkpointShape(name: string): Shape | undefined {
  const { partial, next, former } = stations(outputNames.last);
  if (name === outputNames.best) return best;
  return [outputNames.last, partial, next, former].includes(name) ? checkpoint : undefined;
}

/** A file of a known name may lie there half written. */
function shapeOf(names: readonly string[], folder: Shape['folder'] = () => undefined): Shape {
  const known = new Set(names.flatMap((name) => [name, stations(name).partial]));
  return { file: (name) => known.has(name) || litter.has(name), folder };
}

function gather(folder: string, shape: Shape, names: readonly string[] = readdirSync(folder)): Removal {
  const files: string[] = [];
  const folders: string[] = [];
  let bytes = 0;
  for (const name of names) {
    const place = path.join(folder, name);
    const stats = lstatSync(place);
    const inside = stats.isDirectory() ? shape.folder(name) : undefined;
    if (inside) {
      const found = gather(place, inside);
      files.push(...found.files);
      folders.push(...found.folders, place);
      bytes += found.bytes;
    } else if (stats.isFile() && shape.file(name)) {
      files.push(place);
      // A file with another name elsewhere stays on the disk; the lock is there only for the removal.
      bytes += stats.nlink > 1 || name === outputNames.lock ? 0 : stats.size;
    } else {
      const what = stats.isSymbolicLink() ? 'a link' : 'not of the run';
      throw new UserError(`${place}: ${what}; move it away or remove it yourself, then remove the run`);
    }
  }
  return { files, folders, bytes };
}

function attempt(place: string, action: () => void): void {
  try {
    action();
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return;
    throw new UserError(`${place}: cannot be removed: ${errorMessage(thrown)}`);
  }
}

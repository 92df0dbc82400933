import { existsSync, realpathSync } from 'node:fs';
import { copyFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../core/errors.ts';
import { bytesIn } from '../../files/disk-space.ts';
import { refusal } from '../../files/durable.ts';
import { writeFolderDurably } from '../../files/write-folder.ts';
import { modelFiles } from '../files.ts';
import { modelsFolder } from '../folders.ts';
import { resolveModel } from '../resolve.ts';
import type { ModelForm } from './form.ts';
import { writeHead } from './head.ts';
import { writeOnnx } from './onnx.ts';

/** What is exported, as what and whereto. */
export interface ExportOptions {
  /** A name in the library, or a path. */
  readonly model: string;
  readonly form: ModelForm;
  /** For `head`, needed where a model has several; for `onnx`, all if not given. */
  readonly head?: string;
  /** The folder to write; it must be empty or absent. */
  readonly out: string;
  /** Nothing is left of what was begun. */
  readonly signal?: AbortSignal;
  /** The library; the user's own if not given. */
  readonly models?: string;
}

/** What was written. */
export interface ExportedModel {
  /** Absolute. */
  readonly folder: string;
  /** The names of its files, sorted. */
  readonly files: readonly string[];
  readonly bytes: number;
}

/** Writes a model's files into a folder that is there. */
type Writer = (source: string, target: string, options: ExportOptions) => Promise<void>;

const writers: Readonly<Record<ModelForm, Writer>> = {
  transformers: writeWhole,
  head: writeHead,
  onnx: writeOnnx,
};

/**
 * Exports a model. The folder appears when all of it is written.
 * @throws UserError if the folder is not empty, there is no such model or head, it cannot be read, or the system refuses;
 *   the signal's reason.
 */
export async function exportModel(options: ExportOptions): Promise<ExportedModel> {
  const { model, form, models = modelsFolder() } = options;
  const folder = path.resolve(options.out);
  const source = resolveModel(model, models);
  await refuseFull(folder);
  refuseWithin(folder, source);
  await writeFolderDurably(folder, (target) => writers[form](source, target, options));
  const files = (await readdir(folder)).sort();
  return { folder, files, bytes: await bytesIn(folder, { links: false }) };
}

async function refuseFull(folder: string): Promise<void> {
  const names = await readdir(folder).catch((thrown: NodeJS.ErrnoException) => {
    if (thrown.code === 'ENOENT') return [];
    if (thrown.code === 'ENOTDIR') throw new UserError(`${folder}: a file, not a folder; choose another name`);
    throw refusal(folder, thrown);
  });
  if (names.length > 0) throw new UserError(`${folder}: is not empty; choose another folder`);
}

/** Whoever removes the model would remove the export with it. */
function refuseWithin(folder: string, source: string): void {
  let place = folder;
  while (!existsSync(place) && path.dirname(place) !== place) place = path.dirname(place);
  const way = path.relative(realpathSync(source), realpathSync(place));
  if (way === '..' || way.startsWith(`..${path.sep}`) || path.isAbsolute(way)) return;
  throw new UserError(`${folder}: lies in the model itself; choose another folder`);
}

/** The model's own files, as they are. */
async function writeWhole(source: string, target: string, { signal }: ExportOptions): Promise<void> {
  for (const file of await modelFiles(source)) {
    signal?.throwIfAborted();
    await copyFile(file.source, path.join(target, file.name));
  }
}

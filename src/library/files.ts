import { existsSync } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { openCheckpoint } from '../checkpoint/checkpoint.ts';
import { UserError } from '../core/errors.ts';
import { runFiles } from './run-record.ts';

/** A file of a model: its name in the folder and where its bytes are. */
export interface ModelFile {
  readonly name: string;
  readonly source: string;
}

/** Every file that a tokenizer may be made of. */
export const tokenizerFiles = [
  'tokenizer.json',
  'tokenizer_config.json',
  'special_tokens_map.json',
  'added_tokens.json',
  'vocab.txt',
  'vocab.json',
  'merges.txt',
];

/** What a model may have beside what it is made of. */
export const documentFiles = [
  'README.md',
  'LICENSE',
  'LICENSE.md',
  'LICENSE.txt',
  'LICENCE',
  'LICENCE.md',
  'NOTICE',
  'NOTICE.txt',
  // Of the run that made one of our own.
  runFiles.record,
];

const wholeFiles = ['model.safetensors', 'pytorch_model.bin'];
const indexFiles = ['model.safetensors.index.json', 'pytorch_model.bin.index.json'];

/**
 * The files in a folder that make up a model, in Hugging Face's layout: configuration, tokenizer, the one form of the
 * weights that is read, README and licence; nothing else that lies there.
 * @throws UserError if it is not a model's folder, or a file is not plain or leads out of the folder.
 */
export async function modelFiles(folder: string): Promise<readonly ModelFile[]> {
  const { configFile, weightFiles, source } = await openCheckpoint(folder);
  source.close();
  const allowed = await allowedRoot(folder);
  const whole = weightFiles.some((file) => wholeFiles.includes(path.basename(file)));
  const index = whole ? undefined : indexFiles.map((name) => path.join(folder, name)).find((file) => existsSync(file));
  const others = [...tokenizerFiles, ...documentFiles].map((name) => path.join(folder, name));
  const wanted = [configFile, ...weightFiles, ...(index ? [index] : []), ...others.filter((file) => existsSync(file))];
  return Promise.all(wanted.map((file) => plainFile(file, allowed)));
}

/**
 * The folder that a model's files may lie in: its own, or the whole repository where it is a snapshot in Hugging Face's
 * cache, whose files are links into `blobs` beside `snapshots`.
 */
async function allowedRoot(folder: string): Promise<string> {
  const real = await realpath(folder);
  const parent = path.dirname(real);
  return path.basename(parent) === 'snapshots' ? path.dirname(parent) : real;
}

async function plainFile(file: string, allowed: string): Promise<ModelFile> {
  const source = await realpath(file);
  if (!source.startsWith(allowed + path.sep))
    throw new UserError(`${file}: a link to ${source}, outside the model's folder`);
  if (!(await stat(source)).isFile()) throw new UserError(`${file}: not a plain file`);
  return { name: path.basename(file), source };
}

import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { errorMessage, UserError } from '../core/errors.ts';
import { readLines } from '../files/lines.ts';
import { ConllParser } from './conll.ts';
import { type Corpus, type CorpusPart, type Split, splits } from './corpus.ts';

export interface ReadCorpusOptions {
  /** The entity type of labels that carry none (`B`, `I`); `Entity` if not given. */
  readonly defaultType?: string;
  /** Stops between stretches of a file, by rejecting with the signal's reason. */
  readonly signal?: AbortSignal;
}

const splitNames: ReadonlyMap<string, Split> = new Map<string, Split>([
  ['train', 'train'],
  ['devel', 'devel'],
  ['dev', 'devel'],
  ['valid', 'devel'],
  ['validation', 'devel'],
  ['test', 'test'],
]);

const extensions = ['tsv', 'conll', 'txt', 'iob', 'iob2', 'bio'];
const partName = new RegExp(`^(${[...splitNames.keys()].join('|')})\\.(${extensions.join('|')})(\\.gz)?$`, 'i');

/**
 * Reads one file of a corpus in CoNLL form, whole (`ConllParser`): one string for each distinct word, an array of words
 * and its mentions for each sentence; 500,000 words take some 20 MB.
 * @throws UserError naming file and line of what is wrong, or the file if it is absent or has no sentence.
 */
export async function readCorpusFile(file: string, options: ReadCorpusOptions = {}): Promise<CorpusPart> {
  const parser = new ConllParser(file, options.defaultType ?? 'Entity');
  let sha256 = '';
  const lines = readLines(file, (digest) => {
    sha256 = digest;
  });
  for await (const { texts } of lines) {
    options.signal?.throwIfAborted();
    for (const text of texts) parser.add(text);
  }
  return { file, sha256, ...parser.end() };
}

/**
 * Reads a folder with a file for each part that there is: `train`, `devel` (or `dev`, `valid`, `validation`) and `test`,
 * with the ending .tsv, .conll, .txt, .iob, .iob2 or .bio, and .gz after it if compressed. Other files are passed over.
 * @throws UserError if it is no folder, has none of these files or two for one part, or one of them is wrong
 *   (`readCorpusFile`).
 */
export async function readCorpus(folder: string, options: ReadCorpusOptions = {}): Promise<Corpus> {
  const files = partFiles(folder, await namesIn(folder));
  const parts: Partial<Record<Split, CorpusPart>> = {};
  for (const split of splits) {
    const file = files.get(split);
    if (file !== undefined) parts[split] = await readCorpusFile(file, options);
  }
  const types = new Set(Object.values(parts).flatMap((part) => part.types));
  return { name: path.basename(path.resolve(folder)), folder, parts, types: [...types].sort() };
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
    if (code === 'ENOENT') throw new UserError(`${folder}: no such folder`);
    if (code === 'ENOTDIR')
      throw new UserError(`${folder}: not a folder; a corpus is one with train, devel and test files`);
    throw new UserError(`${folder}: cannot be read: ${errorMessage(thrown)}`);
  }
}

function partFiles(folder: string, names: readonly string[]): ReadonlyMap<Split, string> {
  const files = new Map<Split, string>();
  for (const name of names) {
    const split = splitNames.get(partName.exec(name)?.[1]?.toLowerCase() ?? '');
    if (!split) continue;
    const other = files.get(split);
    if (other !== undefined) {
      throw new UserError(`${folder}: ${path.basename(other)} and ${name} are both its ${split} part; leave one there`);
    }
    files.set(split, path.join(folder, name));
  }
  if (files.size > 0) return files;
  throw new UserError(
    `${folder}: no corpus in it: expected files named train, devel (dev, valid, validation) or test with the ending ${extensions.map((extension) => `.${extension}`).join(', ')}, or .gz after it`,
  );
}

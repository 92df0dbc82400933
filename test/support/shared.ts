import { existsSync, statSync } from 'node:fs';
import path from 'node:path';

/** What is not part of this repository, and is beside it where there is anything. */
export const sharedFolder = path.resolve(import.meta.dirname, '../../../shared');

/** Numbers from PyTorch, transformers and seqeval to agree with; `GERBERA_GOLDEN` points at other data of the same form. */
export const goldenFolder = process.env.GERBERA_GOLDEN ?? path.join(sharedFolder, 'golden');

/** Corpora, papers and terminologies that are not part of this repository. */
export const corporaFolder = process.env.GERBERA_CORPORA ?? path.join(sharedFolder, 'corpora');

/** A model in our own form, with one head per entity type, and in its `expected.json` the logits that PyTorch computed. */
export const starterModel = path.join(sharedFolder, 'models', 'starter');

/** Of files in folders of corpora the smallest of each folder; all of them where `GERBERA_FUZZ` asks for more than usual. */
export function sampleOf(files: readonly string[]): readonly string[] {
  if (process.env.GERBERA_FUZZ) return files;
  const bySize = files.toSorted((a, b) => statSync(a).size - statSync(b).size);
  const smallest = new Map(bySize.toReversed().map((file) => [path.dirname(file), file]));
  return files.filter((file) => smallest.get(path.dirname(file)) === file);
}

/** Why tests that read `folder` are skipped, for the name of a skipped suite; undefined where the folder exists. */
export function missing(folder: string): string | undefined {
  return existsSync(folder) ? undefined : `skipped: ${folder} is absent`;
}

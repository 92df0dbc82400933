import { existsSync } from 'node:fs';
import path from 'node:path';

const shared = path.resolve(import.meta.dirname, '../../../shared');

/** Numbers from PyTorch, transformers and seqeval to agree with; `GERBERA_GOLDEN` points at other data of the same form. */
export const goldenFolder = process.env.GERBERA_GOLDEN ?? path.join(shared, 'golden');

/** Corpora, papers and terminologies that are not part of this repository. */
export const corporaFolder = process.env.GERBERA_CORPORA ?? path.join(shared, 'corpora');

/** A model in our own form, with one head per entity type, and in its `expected.json` the logits that PyTorch computed. */
export const starterModel = path.join(shared, 'models', 'starter');

/** Why tests that read `folder` are skipped, for the name of a skipped suite; undefined where the folder exists. */
export function missing(folder: string): string | undefined {
  return existsSync(folder) ? undefined : `skipped: ${folder} is absent`;
}

import path from 'node:path';
import { UserError } from '../core/errors.ts';
import { readJsonIfPresent } from '../tokenizer/files.ts';
import { loadTokenizer } from '../tokenizer/load.ts';
import type { LoadedTokenizer } from '../tokenizer/native.ts';
import type { InputSpec } from './spec.ts';

/**
 * Loads the tokenizer of a model's folder.
 * @throws UserError if it cannot be read or has tokens that the model does not know.
 */
export async function loadModelTokenizer(folder: string, { encoder, bareWords }: InputSpec): Promise<LoadedTokenizer> {
  const tokenizer = await loadTokenizer(folder, { bareWords });
  if (tokenizer.vocabularySize <= encoder.vocabulary) return tokenizer;
  throw new UserError(
    `${folder}: the tokenizer has ${tokenizer.vocabularySize} tokens but config.json's "vocab_size" is ${encoder.vocabulary}; they are not of one model`,
  );
}

/** The longest input that `tokenizer_config.json` allows; 1e30 in it, or nothing, means that it sets no limit. */
export function tokenizerLimit(folder: string): number | undefined {
  const { model_max_length: limit } = readJsonIfPresent(path.join(folder, 'tokenizer_config.json'));
  return typeof limit === 'number' && limit >= 3 ? Math.floor(limit) : undefined;
}

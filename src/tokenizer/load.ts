import { existsSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../core/errors.ts';
import { byteLevelDefinition } from './byte-level.ts';
import { applySettings, asDefinition, type TokenizerDefinition } from './definition.ts';
import { readJson } from './files.ts';
import { createTokenizer, type LoadedTokenizer } from './native.ts';
import { readSettings, type TokenizerSettings } from './settings.ts';
import { wordPieceDefinition } from './wordpiece.ts';

export interface TokenizerOptions {
  /** No word gets a prefix space, whatever the files say, as in the published GERBERA code. */
  readonly bareWords: boolean;
}

/**
 * Loads the tokenizer of a model's folder: from `tokenizer.json`, else `vocab.txt` (WordPiece), else `vocab.json` with
 * `merges.txt` (byte-level BPE); settings from `tokenizer_config.json` and `special_tokens_map.json`.
 * @throws UserError naming the file, and the line or token, that is missing or wrong.
 */
export async function loadTokenizer(folder: string, { bareWords }: TokenizerOptions): Promise<LoadedTokenizer> {
  const settings = readSettings(folder);
  const { file, definition } = readDefinition(folder, settings);
  return createTokenizer(file, applySettings(definition, settings, bareWords), settings.special);
}

function readDefinition(
  folder: string,
  settings: TokenizerSettings,
): { readonly file: string; readonly definition: TokenizerDefinition } {
  const [whole, pieces, vocabulary, merges] = ['tokenizer.json', 'vocab.txt', 'vocab.json', 'merges.txt'].map((name) =>
    path.join(folder, name),
  ) as [string, string, string, string];
  if (existsSync(whole)) return { file: whole, definition: asDefinition(readJson(whole), whole) };
  if (existsSync(pieces)) return { file: pieces, definition: wordPieceDefinition(pieces, settings) };
  const found = [vocabulary, merges].filter((file) => existsSync(file));
  if (found.length === 2) return { file: vocabulary, definition: byteLevelDefinition(vocabulary, merges, settings) };
  const alone = found[0] === undefined ? '' : `; ${path.basename(found[0])} alone is not enough`;
  throw new UserError(
    `${folder}: no tokenizer in it: expected tokenizer.json, or vocab.txt, or vocab.json with merges.txt${alone}`,
  );
}

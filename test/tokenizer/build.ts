import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';
import { loadTokenizer } from '../../src/tokenizer/load.ts';
import type { LoadedTokenizer } from '../../src/tokenizer/native.ts';

export const defaultModel = path.resolve(import.meta.dirname, '../../models/default');
export const scratch = mkdtempSync(path.join(tmpdir(), 'gerbera-tokenizer-'));
afterAll(() => rmSync(scratch, { recursive: true }));

let folders = 0;
/** A new folder with these files; what is not text is written as JSON. */
export function folderOf(files: Readonly<Record<string, unknown>>): string {
  const folder = path.join(scratch, String(folders++));
  mkdirSync(folder);
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(path.join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return folder;
}

export const load = (files: Readonly<Record<string, unknown>>, bareWords = false) =>
  loadTokenizer(folderOf(files), { bareWords });

export async function tokensOf(tokenizer: LoadedTokenizer, ...words: readonly string[]): Promise<string[][]> {
  return (await tokenizer.encodeWords(words)).map((ids) => Array.from(ids, (id) => tokenizer.token(id)));
}

export const specials = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'];
export const cased = [...specials, 'BR', '##CA', '##1', 'gene', 'é', 'e', '[', ']', 'SEP', '中', '##s'];
export const lines = (tokens: readonly string[]) => `${tokens.join('\n')}\n`;

/** The 256 symbols that byte-level BPE writes bytes as: a printable byte is itself, another one U+0100 and up. */
const symbols = (() => {
  const printable = (byte: number) => (byte > 32 && byte < 127) || (byte > 160 && byte !== 173);
  let next = 256;
  return Array.from({ length: 256 }, (_, byte) => String.fromCharCode(printable(byte) ? byte : next++));
})();
const roberta = ['<s>', '<pad>', '</s>', '<unk>', ...symbols, 'in', 'Ġin', '<mask>'];
export const robertaFiles = {
  'vocab.json': Object.fromEntries(roberta.map((token, id) => [token, id])),
  'merges.txt': '#version: 0.2\ni n\nĠ in\n',
};

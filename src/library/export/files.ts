import { existsSync, readFileSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import path from 'node:path';
import { writeTextDurably } from '../../files/durable.ts';
import { modelFiles } from '../files.ts';

const card = 'README.md';

/** Copies all files of a model that are neither its configuration, its weights nor its card: its tokenizer, licence, …. */
export async function copyOthers(
  source: string,
  target: string,
  weightFiles: readonly string[],
  signal: AbortSignal | undefined,
): Promise<void> {
  const weights = new Set(weightFiles.map((file) => path.basename(file)));
  const kept = (await modelFiles(source)).filter(
    ({ name }) => name !== 'config.json' && name !== card && !name.endsWith('.index.json') && !weights.has(name),
  );
  for (const file of kept) {
    signal?.throwIfAborted();
    await copyFile(file.source, path.join(target, file.name));
  }
}

/** Writes a value as JSON that a person can read. */
export function writeJson(file: string, value: unknown): void {
  writeTextDurably(file, `${JSON.stringify(value, undefined, 2)}\n`);
}

/** Writes the model's card, or a new one where it has none, with a section on what the export is put below its title. */
export function writeCard(source: string, target: string, section: string): void {
  const original = path.join(source, card);
  const text = existsSync(original)
    ? readFileSync(original, 'utf8')
    : `---\npipeline_tag: token-classification\ntags:\n- gerbera\n---\n# ${path.basename(source)}\n`;
  const [matter = ''] = /^---\r?\n[\s\S]*?\r?\n---\r?\n/.exec(text) ?? [];
  const [title = ''] = /^\s*# .*\r?\n/.exec(text.slice(matter.length)) ?? [];
  const rest = text.slice(matter.length + title.length).trimStart();
  writeTextDurably(path.join(target, card), `${matter}${title}\n${section.trim()}\n\n${rest}`);
}

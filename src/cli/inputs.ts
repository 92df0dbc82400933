import { opendir, stat } from 'node:fs/promises';
import path from 'node:path';
import { errorMessage } from '../core/errors.ts';
import type { Language } from '../core/words.ts';

/** A text to read, or why it cannot be. */
export type Input =
  /** A file, or standard input where none is given. */
  | { readonly kind: 'text'; readonly document: string; readonly language: Language; readonly file?: string }
  | { readonly kind: 'problem'; readonly document: string; readonly problem: string }
  /** A folder without a paper in it. */
  | { readonly kind: 'empty'; readonly document: string };

const languages: ReadonlyMap<string, Language> = new Map([
  ['.md', 'markdown'],
  ['.markdown', 'markdown'],
  ['.txt', 'plaintext'],
]);

/** The language of a file by its name: Markdown for `.md` and `.markdown`, plain text for all others. */
function languageOf(file: string): Language {
  return languages.get(path.extname(file).toLowerCase()) ?? 'plaintext';
}

/**
 * The texts that arguments of a command line stand for, one at a time: files as they are named, `-` for standard input,
 * and of a folder every `.md`, `.markdown` and `.txt` file in it and below, in the order of their names. Hidden entries,
 * `node_modules` and links to folders inside it are passed over.
 */
export async function* listInputs(named: readonly string[]): AsyncGenerator<Input> {
  for (const document of named) {
    if (document === '-') {
      yield { kind: 'text', document, language: 'plaintext' };
      continue;
    }
    try {
      if (!(await stat(document)).isDirectory()) {
        yield { kind: 'text', document, language: languageOf(document), file: document };
        continue;
      }
    } catch (error) {
      yield { kind: 'problem', document, problem: reasonOf(error) };
      continue;
    }
    let empty = true;
    for await (const input of walk(document)) {
      empty = false;
      yield input;
    }
    if (empty) yield { kind: 'empty', document };
  }
}

async function* walk(folder: string): AsyncGenerator<Input> {
  const entries: { name: string; isFolder: boolean }[] = [];
  try {
    for await (const entry of await opendir(folder)) {
      if (entry.name.startsWith('.') || entry.name === 'node_modules') continue;
      const isFolder = entry.isDirectory();
      if (isFolder || languages.has(path.extname(entry.name).toLowerCase()))
        entries.push({ name: entry.name, isFolder });
    }
  } catch (error) {
    yield { kind: 'problem', document: folder, problem: reasonOf(error) };
    return;
  }
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const { name, isFolder } of entries) {
    const document = path.join(folder, name);
    if (isFolder) yield* walk(document);
    else if (await isPlainFile(document))
      yield { kind: 'text', document, language: languageOf(document), file: document };
  }
}

/** Whether it is a file or a link to one; what cannot be looked at is tried, so that reading it says why. */
async function isPlainFile(document: string): Promise<boolean> {
  return stat(document).then(
    (found) => found.isFile(),
    () => true,
  );
}

const reasons: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'no such file or folder'],
  ['EACCES', 'permission denied'],
  ['EPERM', 'permission denied'],
  ['EISDIR', 'is a folder'],
  ['ELOOP', 'its links go in a circle'],
]);

/** Why a file cannot be read, in words. */
export function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return reasons.get(code) ?? errorMessage(error);
}

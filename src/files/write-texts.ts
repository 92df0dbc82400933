import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { writeTextDurably } from './durable.ts';

/**
 * Writes texts into a folder, which is made if need be: each file is either whole or what it was before.
 * @param texts by the names of their files, in the order in which they are written.
 * @returns the files that were written.
 * @throws UserError naming the file, or the system's error naming the folder, and what is refused.
 */
export function writeTexts(folder: string, texts: readonly (readonly [name: string, text: string])[]): string[] {
  makeFolder(path.resolve(folder));
  return texts.map(([name, text]) => {
    const file = path.join(folder, name);
    writeTextDurably(file, text);
    return file;
  });
}

/** As `mkdir -p`; Node's own way to do so never ends where the system says that a folder in a folder cannot be (/proc). */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(path.dirname(folder));
  mkdirSync(folder);
}

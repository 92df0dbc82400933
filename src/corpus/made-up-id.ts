import path from 'node:path';
import type { AnnotatedDocument } from './document.ts';

/** The id of a document whose form gives it none: its file's name and its line, or another number that stays the same. */
export function madeUpId(file: string, line: number): string {
  return `${path.basename(file)}:${line}`;
}

/**
 * Whether a document's id is one that was made up where it was read, so that nothing is lost with it: the file's name,
 * with or without its endings, and a number.
 */
export function hasMadeUpId({ id, file }: Pick<AnnotatedDocument, 'id' | 'file'>): boolean {
  const [, name] = /^(.+)[:#]\d+$/s.exec(id) ?? [];
  return name !== undefined && path.basename(file).startsWith(name);
}

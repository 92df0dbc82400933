import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { errorMessage, UserError } from '../../../core/errors.ts';
import { notUtf8, refuseBareReturns } from '../../../files/encoding.ts';
import type { AnnotatedDocument } from '../../document.ts';
import type { FolderForm, ReadOptions } from '../form.ts';
import { type BratLine, parseBrat } from './brat-parser.ts';
import { bratFiles, idOfFile } from './brat-write.ts';

/** Endings of annotation files: brat's own, and those of the BioNLP shared tasks. */
const annotationEndings = ['ann', 'a1', 'a2', 'rel'];
const annotationFile = new RegExp(`^(.+)\\.(?:${annotationEndings.join('|')})$`, 'i');
/** In bytes; a document is held whole. */
const largestFile = 64 * 2 ** 20;
const textFile = /^(.+)\.txt$/i;

/** The form of brat: for each document a text and one or more files of annotations (`parseBrat`). */
export const brat: FolderForm = {
  kind: 'folder',
  name: 'brat',
  title: 'brat standoff',
  matches: (names) => names.some((name) => annotationFile.test(name)),
  read,
  files: bratFiles,
};

async function* read(
  folder: string,
  { onProblem, onHash, onBytes, signal }: ReadOptions = {},
): AsyncGenerator<AnnotatedDocument, void, undefined> {
  const { texts, annotations, inner } = await filesIn(folder);
  const hash = createHash('sha256');
  let bytes = 0;
  for (const [name, text] of texts) {
    signal?.throwIfAborted();
    const files = annotations.get(name) ?? [];
    const file = path.join(folder, text);
    if (files.length === 0) {
      onProblem?.({ kind: 'other', file, line: 1, message: `no annotations beside it (${name}.ann); passed over` });
      continue;
    }
    const content = await contentOf(text);
    const lines: BratLine[] = [];
    for (const annotated of files) lines.push(...linesIn(path.join(folder, annotated), await contentOf(annotated)));
    yield parseBrat({ id: idOfFile(name), file, content }, lines, onProblem);
  }
  for (const [name, [first]] of annotations) {
    if (texts.has(name) || first === undefined) continue;
    const message = `no text beside it (${name}.txt); passed over`;
    onProblem?.({ kind: 'other', file: path.join(folder, first), line: 1, message });
  }
  for (const each of inner) {
    const message = 'a folder of annotations in this one; passed over, read it by itself';
    onProblem?.({ kind: 'other', file: path.join(folder, each), line: 1, message });
  }
  onHash?.(hash.digest('hex'));

  async function contentOf(name: string): Promise<string> {
    const file = path.join(folder, name);
    const content = await readFile(file).catch((thrown: unknown) => {
      throw new UserError(`${file}: cannot be read: ${errorMessage(thrown)}`);
    });
    if (content.length > largestFile) {
      throw new UserError(`${file}: larger than ${largestFile / 2 ** 20} MB; divide the document`);
    }
    hash.update(`${name}\0${content.length}\0`).update(content);
    bytes += content.length;
    onBytes?.(bytes);
    return decoded(file, content);
  }
}

/** The files of a folder by the names of their documents, in order, and the folders in it that have such files too. */
async function filesIn(folder: string) {
  const texts = new Map<string, string>();
  const annotations = new Map<string, string[]>();
  const inner: string[] = [];
  const entries = await readdir(folder, { withFileTypes: true }).catch((thrown: unknown) => {
    throw new UserError(`${folder}: cannot be read: ${errorMessage(thrown)}`);
  });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const { name } = entry;
    if (entry.isDirectory()) {
      const names = await readdir(path.join(folder, name)).catch(() => []);
      if (brat.matches(names)) inner.push(name);
      continue;
    }
    const [, annotated] = annotationFile.exec(name) ?? [];
    const [, text] = textFile.exec(name) ?? [];
    if (annotated !== undefined) annotations.set(annotated, [...(annotations.get(annotated) ?? []), name]);
    else if (text !== undefined) texts.set(text, name);
  }
  if (annotations.size === 0) throw new UserError(`${folder}: there is no annotation file (.ann, .a1, .a2) in it`);
  if ([...annotations.keys()].every((name) => !texts.has(name))) {
    throw new UserError(
      `${folder}: none of its annotation files has its text beside it; expected .txt files of the same names`,
    );
  }
  return { texts, annotations, inner };
}

/** @throws UserError naming file and line of what is no text in UTF-8. */
function decoded(file: string, content: Buffer): string {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  try {
    return decoder.decode(content);
  } catch {
    throw new UserError(`${file}: line ${badLine(content)}: ${notUtf8(content)}`);
  }
}

/** The first line, from 1, that is not UTF-8; line ends are never inside a character. */
function badLine(content: Buffer): number {
  for (let line = 1, start = 0; ; line++) {
    const end = content.indexOf(0x0a, start);
    const bytes = content.subarray(start, end < 0 ? undefined : end);
    if (end < 0 || !isUtf8(bytes)) return line;
    start = end + 1;
  }
}

/** @throws UserError if the lines end in CR alone. */
function linesIn(file: string, content: string): BratLine[] {
  refuseBareReturns(file, content);
  return content
    .replace(/^\ufeff/, '')
    .split('\n')
    .map((line, index) => ({ file, line: index + 1, text: line.replace(/\r$/, '') }));
}

import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { errorMessage, UserError } from '../core/errors.ts';
import type { Sentence } from '../core/words.ts';
import { readLines } from '../files/lines.ts';
import { streamSentences } from '../text/stream.ts';

/** A document without labels. */
export interface TextDocument {
  readonly file: string;
  /** In order; none is empty. */
  readonly paragraphs: readonly string[];
}

/** A file that has been read. */
export interface ReadTextFile {
  readonly file: string;
  /** SHA-256 of its bytes, in hexadecimal. */
  readonly sha256: string;
  readonly documents: number;
}

export interface ReadTextOptions {
  readonly signal?: AbortSignal;
  /** Told of each file once it has been read to its end. */
  readonly onFile?: (file: ReadTextFile) => void;
}

const textFile = /\.(txt|md|markdown)(\.gz)?$/i;
const markdownFile = /\.(md|markdown)(\.gz)?$/i;

/** In UTF-16 units: a document longer than that is given in parts, so that no file fills the memory. */
const longestDocument = 2 ** 24;

/** In UTF-16 units; Markdown is read as a whole, since links are defined anywhere in it. */
const longestMarkdown = 2 ** 26;

/**
 * The files of text that paths stand for, each once, in the order of the paths: a file as it is named, of a folder every
 * .txt, .md and .markdown file in it and below, compressed (.gz) or not, by name. Hidden entries and `node_modules` are
 * passed over.
 * @throws UserError naming a path that does not exist, is no text file, or a folder without one.
 */
export async function listTextFiles(paths: readonly string[]): Promise<readonly string[]> {
  const files = new Set<string>();
  for (const named of paths) {
    const status = await stat(named).catch((thrown: unknown) => {
      throw unreadable(named, thrown);
    });
    if (status.isDirectory()) {
      const found = await walk(named);
      if (found.length === 0) throw new UserError(`${named}: there is no .txt or .md file in it, compressed or not`);
      for (const file of found) files.add(file);
    } else if (textFile.test(named)) files.add(named);
    else throw new UserError(`${named}: not a text: expected a folder, or a .txt or .md file, or .gz after it`);
  }
  return [...files];
}

async function walk(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((thrown: unknown) => {
    throw unreadable(folder, thrown);
  });
  const files: string[] = [];
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.name.startsWith('.') || entry.name === 'node_modules') continue;
    const place = path.join(folder, entry.name);
    if (entry.isDirectory()) files.push(...(await walk(place)));
    else if (textFile.test(entry.name) && (entry.isFile() || entry.isSymbolicLink())) files.push(place);
  }
  return files;
}

function unreadable(place: string, thrown: unknown): UserError {
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
  return new UserError(
    code === 'ENOENT' ? `${place}: no such file or folder` : `${place}: cannot be read: ${errorMessage(thrown)}`,
  );
}

/**
 * The documents of text files, one at a time. In a .txt file each line is a paragraph and an empty line ends a document;
 * a document of more than 16 million characters comes in parts. A Markdown file is one document: its prose, as it is read
 * for recognition, without code, tables' rules, links' targets and the like.
 * @throws UserError naming file and line of what cannot be read (`readLines`).
 */
export async function* readTexts(
  files: readonly string[],
  { signal, onFile }: ReadTextOptions = {},
): AsyncGenerator<TextDocument> {
  for (const file of files) {
    let sha256 = '';
    let documents = 0;
    const lines = readLines(file, (digest) => {
      sha256 = digest;
    });
    for await (const document of markdownFile.test(file) ? markdown(file, lines) : plain(file, lines)) {
      signal?.throwIfAborted();
      documents++;
      yield document;
    }
    onFile?.({ file, sha256, documents });
  }
}

type LineSource = ReturnType<typeof readLines>;

async function* plain(file: string, lines: LineSource): AsyncGenerator<TextDocument> {
  let paragraphs: string[] = [];
  let length = 0;
  for await (const { texts } of lines) {
    for (const text of texts) {
      const paragraph = text.trim();
      const ends = paragraph === '' || length + paragraph.length > longestDocument;
      if (ends && paragraphs.length > 0) {
        yield { file, paragraphs };
        paragraphs = [];
        length = 0;
      }
      if (paragraph === '') continue;
      paragraphs.push(paragraph);
      length += paragraph.length;
    }
  }
  if (paragraphs.length > 0) yield { file, paragraphs };
}

async function* markdown(file: string, lines: LineSource): AsyncGenerator<TextDocument> {
  const parts: string[] = [];
  let length = 0;
  for await (const { texts } of lines) {
    const part = texts.join('\n');
    parts.push(part);
    length += part.length;
    if (length > longestMarkdown) {
      throw new UserError(
        `${file}: more than ${longestMarkdown / 2 ** 20} million characters; divide it, or make it .txt`,
      );
    }
  }
  const paragraphs = [];
  for (const sentences of streamSentences(parts.join('\n'), 'markdown')) {
    const paragraph = sentences.map(proseOf).join(' ');
    if (paragraph !== '') paragraphs.push(paragraph);
  }
  if (paragraphs.length > 0) yield { file, paragraphs };
}

function proseOf({ words }: Sentence): string {
  return words.map(({ text, spaced }, index) => (spaced && index > 0 ? ` ${text}` : text)).join('');
}

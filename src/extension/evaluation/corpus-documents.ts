import { open, stat } from 'node:fs/promises';
import path from 'node:path';
import { languages, type TextDocument, type TextDocumentContentProvider, Uri, workspace } from 'vscode';
import { UserError } from '../../core/errors.ts';
import { isJsonObject } from '../../core/json.ts';
import type { EvaluationError } from '../../evaluate/report/report.ts';
import { t } from '../texts.ts';
import { type Excerpt, readExcerpt } from './excerpt.ts';

/** The scheme of read-only documents: what is in compressed files, and parts of long ones. */
export const corpusScheme = 'gerbera-corpus';

/** The language of labelled texts, which the manifest declares. */
const corpusLanguage = 'gerbera-corpus';

/** Files that are opened as they are, in bytes: VS Code gives extensions no more than 50 MB of a document. */
const largestFile = 16 * 2 ** 20;

/** Errors that are near each other in a long file are shown in the same excerpt. */
const stride = 500;

/** A document that shows a place of a corpus. */
export interface CorpusDocument {
  readonly document: TextDocument;
  /** Line of the file that the document begins with, from 1; undefined where it shows the words of one error alone. */
  readonly first: number | undefined;
}

/** Opens files of corpora, whatever their size, compressed or not. */
export class CorpusDocuments implements TextDocumentContentProvider {
  /** What was read last: it is asked for again as soon as its document is opened. */
  #last: { readonly key: string; readonly excerpt: Promise<Excerpt> } | undefined;

  /**
   * Opens the file of an error at its line; where it is no text, a document with the words around the error.
   * @throws UserError if the file cannot be read.
   */
  async open(file: string, line: number, error: EvaluationError): Promise<CorpusDocument> {
    if (!(await isPacked(file)) && (await stat(file)).size <= largestFile) {
      const document = await openText(Uri.file(file));
      if (document) return { document, first: 1 };
    }
    const near = Math.max(1, Math.floor(line / stride) * stride);
    try {
      const { whole, first, text } = await this.#read(file, near);
      const last = first + text.split('\n').length - 1;
      const name = file.replace(/\.gz$/i, '');
      const part = whole ? name : `${name} (lines ${first} to ${last})`;
      const document = await openText(uriOf(part, { file, line: near }));
      if (document) return { document, first };
    } catch (thrown) {
      if (!(thrown instanceof UserError)) throw thrown;
    }
    const shown = uriOf(`${file} (${error.document}).txt`, { text: error.context.text });
    const document = await openText(shown);
    if (!document) throw new UserError(t('{0}: cannot be shown', file));
    return { document, first: undefined };
  }

  async provideTextDocumentContent(uri: Uri): Promise<string> {
    const asked: unknown = JSON.parse(uri.query);
    if (!isJsonObject(asked)) throw new UserError(`${uri}: no place of a corpus`);
    if (typeof asked.text === 'string') return asked.text;
    const { file, line } = asked;
    if (typeof file !== 'string' || typeof line !== 'number') throw new UserError(`${uri}: no place of a corpus`);
    return (await this.#read(file, line)).text;
  }

  async #read(file: string, line: number): Promise<Excerpt> {
    const { mtimeMs } = await stat(file);
    const key = JSON.stringify([file, line, mtimeMs]);
    if (this.#last?.key !== key) this.#last = { key, excerpt: readExcerpt(file, line) };
    return this.#last.excerpt;
  }
}

function uriOf(name: string, query: Readonly<Record<string, unknown>>): Uri {
  return Uri.file(path.resolve(name)).with({ scheme: corpusScheme, query: JSON.stringify(query) });
}

/** Undefined for what VS Code does not take for text. */
async function openText(uri: Uri): Promise<TextDocument | undefined> {
  try {
    const document = await workspace.openTextDocument(uri);
    // A labelled text is no paper: its entities are the labels.
    const isPlain = document.languageId === 'plaintext' || document.languageId === 'markdown';
    return isPlain ? await languages.setTextDocumentLanguage(document, corpusLanguage) : document;
  } catch {
    return undefined;
  }
}

/** @throws UserError if there is no such file. */
async function isPacked(file: string): Promise<boolean> {
  const handle = await open(file).catch(() => {
    throw new UserError(t("{0}: the corpus's file cannot be read; was it moved?", file));
  });
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await handle.close();
  }
}

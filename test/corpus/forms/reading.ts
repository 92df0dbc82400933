import type { AnnotatedDocument } from '../../../src/corpus/document.ts';
import type { EncodeOptions, FileForm, ReadOptions } from '../../../src/corpus/forms/form.ts';
import { type CorpusProblem, LossTally } from '../../../src/corpus/problems.ts';
import type { DetectedScheme } from '../../../src/corpus/scheme.ts';

/** All that a form's reader tells of a file. */
export interface Reading {
  readonly documents: readonly AnnotatedDocument[];
  readonly problems: readonly CorpusProblem[];
  readonly scheme?: DetectedScheme;
  readonly sha256?: string;
}

/** Reads a file whole. */
export async function readAll(form: FileForm, file: string, options: ReadOptions = {}): Promise<Reading> {
  const problems: CorpusProblem[] = [];
  const told: { scheme?: DetectedScheme; sha256?: string } = {};
  const documents: AnnotatedDocument[] = [];
  const listening: ReadOptions = {
    onProblem: (problem) => problems.push(problem),
    onScheme: (scheme) => {
      told.scheme = scheme;
    },
    onHash: (sha256) => {
      told.sha256 = sha256;
    },
    ...options,
  };
  for await (const document of form.read(file, listening)) documents.push(document);
  return { documents, problems, ...told };
}

/** What a form writes of documents, and what it could not hold. */
export async function encodeAll(
  form: FileForm,
  documents: readonly AnnotatedDocument[],
  options: Omit<EncodeOptions, 'losses'> = {},
): Promise<{ readonly bytes: Buffer; readonly losses: Readonly<Record<string, number>> }> {
  const losses = new LossTally();
  const chunks: Uint8Array[] = [];
  for await (const chunk of form.encode(documents, { ...options, losses })) chunks.push(Buffer.from(chunk));
  return { bytes: Buffer.concat(chunks), losses: Object.fromEntries(losses.counts()) };
}

/** Sentences as words, and mentions as `start-end type` in indices of words, by document. */
export function wordsAndMentions(documents: readonly AnnotatedDocument[]) {
  return documents.map(({ id, text, sentences = [], mentions }) => ({
    id,
    sentences: sentences.map(({ words, columns }) => ({
      words: words.map(({ start, end }) => text.slice(start, end)),
      ...(columns ? { columns } : {}),
    })),
    mentions: mentions.map(({ spans: [{ start, end }], type }) => `${start}-${end} ${type}`),
  }));
}

/** A document of running text, for what forms of words cannot hold. */
export function textDocument(text: string, more: Partial<AnnotatedDocument> = {}): AnnotatedDocument {
  return {
    id: '17',
    text,
    passages: [{ start: 0, end: text.length, kind: 'paragraph', notes: {}, line: 1 }],
    mentions: [],
    relations: [],
    notes: {},
    file: 'x.txt',
    line: 1,
    ...more,
  };
}

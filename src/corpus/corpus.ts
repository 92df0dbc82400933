import type { LabelledSpan } from '../core/labels.ts';
import type { DetectedScheme } from './scheme.ts';

/** The parts of a corpus, by their names in BioNER; files named dev, valid or validation are `devel`. */
export const splits = ['train', 'devel', 'test'] as const;
export type Split = (typeof splits)[number];

/** A sentence of words and the mentions in it. */
export interface LabelledSentence {
  readonly words: readonly string[];
  /** Half open in word indices, in order of start, then end; a corpus with one label a word has no overlaps. */
  readonly mentions: readonly LabelledSpan[];
  /** Line of its first word in the file, from 1. */
  readonly line: number;
  /** The id of its document, in forms of documents. */
  readonly document?: string;
}

/** One file of a corpus, read whole; the scheme is IOB2 where its form has no labels. */
export interface CorpusPart extends DetectedScheme {
  readonly file: string;
  /** SHA-256 of the file's bytes, in hexadecimal. */
  readonly sha256: string;
  readonly sentences: readonly LabelledSentence[];
  /** Entity types in it, sorted. */
  readonly types: readonly string[];
}

/** A folder with a file for each part. */
export interface Corpus {
  /** The folder's name. */
  readonly name: string;
  readonly folder: string;
  readonly parts: Readonly<Partial<Record<Split, CorpusPart>>>;
  /** Entity types of all parts, sorted. */
  readonly types: readonly string[];
}

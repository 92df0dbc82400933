import type { AnnotatedDocument } from '../document.ts';
import type { CorpusProblem, LossTally } from '../problems.ts';
import type { DetectedScheme, Scheme } from '../scheme.ts';

/** The forms of corpora by the names that the command line knows. */
export type FormName =
  | 'conll'
  | 'pubtator'
  | 'bioc-xml'
  | 'bioc-json'
  | 'brat'
  | 'jsonl'
  | 'spacy'
  | 'doccano'
  | 'hf-jsonl'
  | 'parquet';

/** What reading may need to know, and whom it tells. */
export interface ReadOptions {
  /** The entity type where the form gives none; `Entity` if not given. */
  readonly defaultType?: string;
  /** Told of everything that is wrong but readable. */
  readonly onProblem?: (problem: CorpusProblem) => void;
  /** Told the SHA-256 of the file's bytes, in hexadecimal, once they are all read. */
  readonly onHash?: (sha256: string) => void;
  /** Told how many bytes of the file have been read so far, now and then. */
  readonly onBytes?: (bytes: number) => void;
  /** Told the tagging scheme of forms with labels, once they are all read. */
  readonly onScheme?: (scheme: DetectedScheme) => void;
  /** The labels that numbers stand for, from 0, where the form has numbers and does not name them (Hugging Face's). */
  readonly labels?: readonly string[];
  /** Stops reading, by rejecting with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** What writing may be told, and whom it tells. */
export interface EncodeOptions {
  /** Counts what the form cannot hold. */
  readonly losses: LossTally;
  /** The tagging scheme of forms with labels; IOB2 if not given. */
  readonly scheme?: Scheme;
  /** The entity types that are to come, where they are known: forms that number labels (Parquet) number these first, so that all files of a corpus agree. */
  readonly types?: readonly string[];
}

interface FormBase {
  readonly name: FormName;
  /** What people call it. */
  readonly title: string;
  /**
   * Documents one at a time, however large the file: only a stretch of it is in memory. Of a `folder` form, `place` is the folder.
   * @throws UserError naming file and line of what cannot be read.
   */
  read(place: string, options?: ReadOptions): AsyncGenerator<AnnotatedDocument, void, undefined>;
}

/** A form that holds many documents in one file. */
export interface FileForm extends FormBase {
  readonly kind: 'file';
  /** Endings of names, without a dot before and in lower case, the one that is written first; `.gz` may follow each. */
  readonly endings: readonly [string, ...string[]];
  /**
   * Whether a file that begins so may be of this form; the table of forms asks the stricter forms first.
   * @param head the first 64 KB or fewer, decompressed and as text (U+FFFD for what is not UTF-8), of a file that may be cut anywhere.
   */
  matches(head: string): boolean;
  /** The file's bytes in order. What the form cannot hold is counted in `losses`, never dropped in silence. */
  encode(
    documents: AsyncIterable<AnnotatedDocument> | Iterable<AnnotatedDocument>,
    options: EncodeOptions,
  ): AsyncGenerator<string | Uint8Array, void, undefined>;
}

/** A form of a folder with some files for each document (brat). */
export interface FolderForm extends FormBase {
  readonly kind: 'folder';
  /** Whether a folder with these files in it is one of this form. */
  matches(names: readonly string[]): boolean;
  /** The files of one document, by their names relative to the folder. */
  files(document: AnnotatedDocument, options: EncodeOptions): ReadonlyMap<string, string>;
}

export type CorpusForm = FileForm | FolderForm;

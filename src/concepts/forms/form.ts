import type { ConceptRecord } from '../concept.ts';

/** What a file says of the terminology in it. */
export interface TerminologyFacts {
  readonly title?: string;
  readonly version?: string;
  readonly licence?: string;
}

/** What a reader tells while it reads. */
export interface TerminologyWatch {
  /** Facts that stand in the file; later ones replace earlier ones. */
  facts(facts: TerminologyFacts): void;
  /** Bytes of the file, as they lie on the disk, that have been read. */
  progress(bytes: number): void;
  /** Something that is left out, and why, by line; the import goes on. */
  problem(line: number, message: string): void;
  readonly signal: AbortSignal;
}

export interface ReadTerminologyOptions {
  /** The name that the terminology will have in the store: what has no identifier gets one from it and its name. */
  readonly name: string;
  /** Entity type of concepts of which the form does not say it. */
  readonly type?: string;
}

/** A form that terminologies are given in: a row of the table in `forms.ts`. */
export interface TerminologyForm {
  /** On the command line: `obo`. */
  readonly name: string;
  /** For people: `OBO 1.4`. */
  readonly title: string;
  /** Facts of terminologies that come in this form alone (NCBI Gene's licence). */
  readonly facts?: TerminologyFacts;
  /**
   * Whether a file, or a folder, is of this form.
   * @param head how the file begins (`headOf`), '' for a folder or a zip or tar archive.
   * @param entries names of the files in a folder or an archive; none for a plain file.
   */
  matches(place: string, head: string, entries: readonly string[]): boolean;
  /**
   * The concepts in the order of the file, some at a time; only a stretch of the file is in memory. Reading the same file
   * twice gives the same concepts in the same order.
   * @throws UserError naming file and line of what is malformed; the signal's reason once it is aborted.
   */
  read(
    place: string,
    options: ReadTerminologyOptions,
    watch: TerminologyWatch,
  ): AsyncGenerator<readonly ConceptRecord[], void, undefined>;
}

import type { Terminology } from '../concept.ts';
import type { TerminologyFacts } from '../forms/form.ts';

export interface ImportOptions {
  /** The folder of the store; made if it is absent. */
  readonly folder: string;
  /** The file or folder to read. */
  readonly place: string;
  /** Its name in the store; made of the place's name if not given. One of the same name is replaced, once this one is whole. */
  readonly name?: string;
  /** A form's name; told from the file if not given. */
  readonly form?: string;
  /** Entity type of concepts of which the form does not say it. */
  readonly type?: string;
  /** Instead of what the file or its form say. */
  readonly facts?: TerminologyFacts;
  readonly signal?: AbortSignal;
}

/** What an import tells. */
export type ImportEvent =
  | {
      readonly kind: 'begin';
      readonly name: string;
      /** The form's name. */
      readonly form: string;
      /** Concepts that an interrupted import of the same file has stored already. */
      readonly resumed: number;
    }
  | {
      readonly kind: 'progress';
      /** How much has been read, in [0, 1]. */
      readonly share: number;
      readonly concepts: number;
      readonly names: number;
      /** In milliseconds; undefined before it can be told. */
      readonly left?: number;
    }
  | { readonly kind: 'problem'; readonly line: number; readonly message: string }
  | { readonly kind: 'done'; readonly terminology: Terminology; readonly problems: number };

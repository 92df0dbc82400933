import type { Language } from '../../../core/words.ts';
import type { AnnotatedDocument } from '../../../corpus/document.ts';

/**
 * A line of the file of documents: a paper as it stands, the beginning of a part of a corpus, or one of its documents, with
 * the id that it has in the output.
 */
export type DocumentLine =
  | {
      readonly kind: 'paper';
      readonly document: string;
      readonly id: string;
      readonly file: string;
      readonly language: Language;
      readonly text: string;
    }
  | { readonly kind: 'part'; readonly document: string }
  | { readonly kind: 'document'; readonly document: AnnotatedDocument };

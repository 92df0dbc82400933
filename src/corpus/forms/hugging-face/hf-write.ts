import type { AnnotatedDocument } from '../../document.ts';
import type { LossTally } from '../../problems.ts';
import type { EncodeOptions } from '../form.ts';
import { labelsOf } from '../labels.ts';
import { wordedSentences } from '../worded.ts';
import { rowId } from './hf-rows.ts';

/** A row as it is written. */
export interface HfRow {
  readonly id: string;
  /** Where a document has more rows than one, or is no sentence by its own form. */
  readonly document_id?: string;
  readonly tokens: readonly string[];
  readonly ner_tags: readonly string[];
}

/** The rows of a document: one for each sentence, or an empty one where there is none, so that its id is held. */
export function hfRows(document: AnnotatedDocument, { losses, scheme = 'IOB2' }: EncodeOptions): readonly HfRow[] {
  const sentences = wordedSentences(document, losses);
  countColumns(document, losses);
  if (sentences.length === 0) return [{ id: document.id, tokens: [], ner_tags: [] }];
  const alone = sentences.length === 1 && document.sentences !== undefined;
  return sentences.map(({ words, mentions }, index) => ({
    ...(alone ? { id: document.id } : { id: rowId(document.id, index + 1), document_id: document.id }),
    tokens: words,
    ner_tags: labelsOf(words.length, mentions, scheme),
  }));
}

function countColumns({ sentences = [] }: AnnotatedDocument, losses: LossTally): void {
  for (const { words, columns } of sentences) if (columns) losses.add('columns of words', words.length);
}

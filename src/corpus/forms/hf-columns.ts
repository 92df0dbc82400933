import { UserError } from '../../core/errors.ts';
import { quoted } from '../../core/quote.ts';

/** The columns of a data set that are read. */
export interface HfColumns {
  readonly tokens: string;
  readonly tags: string;
  readonly id: string | undefined;
  /** Tells which rows that follow one another are one document. */
  readonly document: string | undefined;
  /** Columns that are not read. */
  readonly others: readonly string[];
}

/** What the columns are called in published data sets, the usual name first. */
export const columnNames = {
  tokens: ['tokens', 'words', 'token', 'sentence_tokens'],
  tags: ['ner_tags', 'tags', 'labels', 'ner', 'ner_labels', 'entity_labels', 'bio_tags', 'label'],
  id: ['id', 'sent_id', 'sentence_id', 'guid'],
  document: ['document_id', 'doc_id', 'docid'],
} as const;

/**
 * The columns of a row or a schema, by their names.
 * @throws UserError naming the file if there are no words or no labels.
 */
export function hfColumns(names: readonly string[], place: string): HfColumns {
  const find = (wanted: readonly string[]) => wanted.find((name) => names.includes(name));
  const tokens = find(columnNames.tokens);
  const tags = find(columnNames.tags);
  if (tokens === undefined || tags === undefined) {
    const [what, wanted] = tokens === undefined ? ['words', columnNames.tokens] : ['labels', columnNames.tags];
    const found = names.slice(0, 10).map(quoted).join(', ') || 'none';
    throw new UserError(`${place}: no column of ${what}: expected one named ${wanted.join(', ')}; there are ${found}`);
  }
  const id = find(columnNames.id);
  const document = find(columnNames.document);
  const read: readonly (string | undefined)[] = [tokens, tags, id, document];
  return { tokens, tags, id, document, others: names.filter((name) => !read.includes(name)) };
}

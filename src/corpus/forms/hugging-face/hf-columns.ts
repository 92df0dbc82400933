import { UserError } from '../../../core/errors.ts';
import { quoted } from '../../../core/quote.ts';

/** The columns of a data set that are read. */
export interface HfColumns {
  readonly tokens: string;
  readonly tags: string;
  /** Those of ids, which rows may lack. */
  readonly ids: readonly string[];
  /** Columns that are not read. */
  readonly others: readonly string[];
}

/** What the columns are called in published data sets, the usual name first. */
export const columnNames = {
  tokens: ['tokens', 'words', 'token', 'sentence_tokens'],
  tags: ['ner_tags', 'tags', 'labels', 'ner', 'ner_labels', 'entity_labels', 'bio_tags', 'label'],
  id: ['id', 'sent_id', 'sentence_id', 'guid'],
  /** Rows that follow one another with the same value are one document. */
  document: ['document_id', 'doc_id', 'docid'],
} as const;
const idNames: readonly string[] = [...columnNames.id, ...columnNames.document];

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
  const ids = names.filter((name) => idNames.includes(name));
  const others = names.filter((name) => name !== tokens && name !== tags && !idNames.includes(name));
  return { tokens, tags, ids, others };
}

/** The first of some columns that a row has, and its value as a text; a number is taken as it would be written. */
export function textIn(row: Readonly<Record<string, unknown>>, names: readonly string[]): string | undefined {
  const value = names.map((name) => row[name]).find((each) => each !== undefined && each !== null && each !== '');
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint'
    ? String(value)
    : undefined;
}

import type { AnnotatedDocument } from '../../document.ts';
import { withOwnIds } from '../assemble.ts';
import type { FileForm, ReadOptions } from '../form.ts';
import { readJsonLines } from '../json-lines/json-lines.ts';
import { firstMembers } from '../json-values.ts';
import { columnNames } from './hf-columns.ts';
import { HfRows } from './hf-rows.ts';
import { hfRows } from './hf-write.ts';

/**
 * Hugging Face's JSONL of token classification: `{"id": "0", "tokens": ["a", …], "ner_tags": ["O", …]}`. Columns of several
 * names are read (`hfColumns`); labels are texts, or numbers with names that the options give or a file beside it
 * (`labelNamesBeside`). Written are texts, and `document_id` in rows that are a sentence of a document.
 */
export const hfJsonl: FileForm = {
  kind: 'file',
  name: 'hf-jsonl',
  title: "Hugging Face's JSONL",
  endings: ['hf.jsonl', 'hf.json'],
  matches(head) {
    if (!/^\s*\{/.test(head)) return false;
    const found = firstMembers(head);
    const begins = (names: readonly string[], value: RegExp) => names.some((name) => value.test(found.get(name) ?? ''));
    return begins(columnNames.tokens, /^\[\s*["\]]/) && begins(columnNames.tags, /^\[\s*["\d\]]/);
  },
  read: (file, options = {}) => withOwnIds(file, read(file, options), options.onProblem),
  async *encode(documents, options) {
    for await (const document of documents) {
      yield hfRows(document, options)
        .map((row) => `${JSON.stringify(row)}\n`)
        .join('');
    }
  },
};

async function* read(file: string, options: ReadOptions): AsyncGenerator<AnnotatedDocument, void, undefined> {
  const rows = new HfRows(file, options);
  for await (const { value, place } of readJsonLines(file, options)) {
    yield* rows.add(place.object(value, 'a row'), place.line);
  }
  yield* rows.end();
  rows.finish();
}

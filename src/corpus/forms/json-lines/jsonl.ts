import type { AnnotatedDocument } from '../../document.ts';
import { withOwnIds } from '../assemble.ts';
import type { EncodeOptions, FileForm, ReadOptions } from '../form.ts';
import { firstMembers } from '../json-values.ts';
import { readJsonLines } from './json-lines.ts';
import { readOwnDocument } from './jsonl-read.ts';
import { ownDocument } from './jsonl-write.ts';

/**
 * Our own JSON Lines: a document on each line, with everything that a document can hold. Offsets count code points of
 * `text`, half open. All but `text` may be left out:
 *
 * ```json
 * {"id": "1", "text": "BRCA1 and tumours.", "mentions": [{"start": 0, "end": 5, "type": "Gene"}]}
 * ```
 *
 * - `passages`: `{start, end, kind, notes}`; one over the whole text if not given.
 * - `mentions` (or `entities`): `{start, end, type, id, concepts, notes, score}`, or `spans: [[start, end], …]` in place of
 *   `start` and `end` for a discontinuous one; `label` is read as `type`, and `[start, end, type]` as a mention, with its
 *   concept behind it where there is one. A `text` that is not what stands there is told.
 * - `relations`: `{id, type, arguments: [{role, mention: ID} or {role, concept: ID}], notes}`.
 * - `sentences`: `{start, end, words: [[start, end], …], labels: ["B-Gene", …], columns: [["NN"], …]}`.
 * - `notes`: names and texts; other members of a document, passage, mention or relation are read as notes too.
 */
export const jsonl: FileForm = {
  name: 'jsonl',
  title: 'JSON Lines',
  kind: 'file',
  endings: ['jsonl', 'ndjson', 'jl'],
  matches(head) {
    const members = firstMembers(head);
    return members.get('text')?.startsWith('"') === true && /^\s*\{/.test(head);
  },
  read: (file, options = {}) => withOwnIds(file, read(file, options), options.onProblem),
  encode,
};

async function* read(file: string, options: ReadOptions): AsyncGenerator<AnnotatedDocument, void, undefined> {
  for await (const line of readJsonLines(file, options)) yield readOwnDocument(line, options);
}

async function* encode(
  documents: AsyncIterable<AnnotatedDocument> | Iterable<AnnotatedDocument>,
  _options: EncodeOptions,
): AsyncGenerator<string, void, undefined> {
  for await (const document of documents) yield `${JSON.stringify(ownDocument(document))}\n`;
}

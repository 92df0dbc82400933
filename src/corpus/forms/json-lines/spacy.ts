import type { AnnotatedDocument } from '../../document.ts';
import { withOwnIds } from '../assemble.ts';
import type { FileForm, ReadOptions } from '../form.ts';
import { firstMembers } from '../json-values.ts';
import { readJsonLines } from './json-lines.ts';
import { readExample } from './spacy-read.ts';
import { prodigyExample } from './spacy-write.ts';

/**
 * spaCy's and Prodigy's JSONL. Prodigy's examples: `{"text", "spans": [{start, end, label, token_start, token_end}],
 * "tokens": [{text, start, end, id, ws}], "relations": [{head, child, label}], "meta": {…}, "answer"}`; those whose answer is
 * not `accept` are told of and passed over. spaCy's training data: `["text", {"entities": [[start, end, label], …]}]`. Offsets
 * count code points; spans may overlap. Of a span `kb_id` (and `kb_ids`) are its concepts, `id` and `score` what they say,
 * other members its notes. `meta` and other members of an example are its notes. Tokens are words; their sentences end at
 * the text's line ends.
 */
export const spacy: FileForm = {
  name: 'spacy',
  title: 'spaCy/Prodigy JSONL',
  kind: 'file',
  endings: ['spacy.jsonl', 'prodigy.jsonl'],
  matches(head) {
    if (/^\s*\[\s*"(?:[^"\\]|\\.)*"\s*,\s*\{/.test(head)) return true;
    if (!/^\s*\{/.test(head)) return false;
    const found = firstMembers(head);
    if (!found.has('text') || found.has('mentions') || found.has('label')) return false;
    return (
      ['spans', '_input_hash', 'answer'].some((name) => found.has(name)) || /^\[\s*\{/.test(found.get('tokens') ?? '')
    );
  },
  read: (file, options = {}) => withOwnIds(file, read(file, options), options.onProblem),
  async *encode(documents, { losses }) {
    for await (const document of documents) yield `${JSON.stringify(prodigyExample(document, losses))}\n`;
  },
};

async function* read(file: string, options: ReadOptions): AsyncGenerator<AnnotatedDocument, void, undefined> {
  for await (const line of readJsonLines(file, options)) {
    const document = readExample(line, options);
    if (document) yield document;
  }
}

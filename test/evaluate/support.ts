import type { Label } from '../../src/core/labels.ts';
import type { AnnotatedDocument, AnnotatedMention } from '../../src/corpus/document.ts';
import { WordDocumentBuilder } from '../../src/corpus/forms/word-document.ts';
import type { CorpusInfo, SystemInfo } from '../../src/evaluate/report/report.ts';

/** A mention by its type and its bounds: one pair, or one for each of its parts. */
export function mention(type: string, ...bounds: readonly number[]): AnnotatedMention {
  const spans = Array.from({ length: bounds.length / 2 }, (_, part) => ({
    start: bounds[part * 2] ?? 0,
    end: bounds[part * 2 + 1] ?? 0,
  }));
  return { id: '', spans: spans as unknown as AnnotatedMention['spans'], type, concepts: [], notes: {}, line: 1 };
}

/** A document of one passage on its file's first line. */
export function textDocument(
  text: string,
  mentions: readonly AnnotatedMention[] = [],
  more: Partial<AnnotatedDocument> = {},
): AnnotatedDocument {
  const passages = [{ start: 0, end: text.length, kind: 'abstract', notes: {}, line: 1, column: 0 }];
  return { id: 'd', text, passages, mentions, relations: [], notes: {}, file: 'gold.txt', line: 1, ...more };
}

/** `B-Gene` as a label. */
export function labelsOf(names: readonly string[]): Label[] {
  return names.map((name) => ({ mark: name.charAt(0) as Label['mark'], type: name.slice(2) }));
}

/** A document as it is read from labels: words `w0 w1 …`, one a line. */
export function labelledDocument(sentences: readonly (readonly string[])[], id = 'd'): AnnotatedDocument {
  const builder = new WordDocumentBuilder({ id, file: 'gold.conll', line: 1 });
  let line = 1;
  for (const names of sentences) {
    builder.add({ words: names.map((_, index) => `w${index}`), labels: labelsOf(names), line, wordPerLine: true });
    line += names.length + 1;
  }
  return builder.document();
}

const system: SystemInfo = { kind: 'file', name: 'found.txt' };
const corpus: CorpusInfo = {
  name: 'gold',
  place: 'gold.txt',
  form: 'pubtator',
  files: [],
  documents: 0,
  sentences: 0,
  words: 0,
  mentions: {},
  mapping: {},
  problems: { counts: {}, examples: [] },
};

/** What a report needs to be told besides its documents. */
export const about = { system, corpus, version: '0.0.0', date: '2026-01-01T00:00:00.000Z' };

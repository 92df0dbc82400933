import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Label, LabelledSpan } from '../../src/core/labels.ts';
import { corporaFolder } from './shared.ts';

/** A sentence of a corpus: its words and their labels. */
export interface LabelledSentence {
  readonly words: readonly string[];
  readonly labels: readonly Label[];
}

/** Where a part of a single-type corpus is kept. */
export function corpusFile(corpus: string, part = 'test'): string {
  return path.join(corporaFolder, 'bioner', corpus, `${part}.tsv.gz`);
}

/** Reads a corpus in CoNLL form: a word and its BIO label on a line, an empty line after each sentence. */
export function readCorpus(file: string): LabelledSentence[] {
  const blocks = gunzipSync(readFileSync(file)).toString().trimEnd().split('\n\n');
  return blocks.map((block) => {
    const rows = block.split('\n').map((line) => line.split('\t'));
    return { words: rows.map(([word = '']) => word), labels: rows.map((row) => labelOf(row.at(-1) ?? 'O')) };
  });
}

function labelOf(name: string): Label {
  return name === 'O' ? { mark: 'O', type: '' } : { mark: name.startsWith('B') ? 'B' : 'I', type: name.slice(2) };
}

/** Exact entity-level F1 in percent: spans that are equal in both, as conlleval counts them. */
export function f1(gold: readonly (readonly LabelledSpan[])[], found: readonly (readonly LabelledSpan[])[]): number {
  const keys = (sentences: readonly (readonly LabelledSpan[])[]) =>
    sentences.flatMap((spans, row) => spans.map(({ start, end }) => `${row} ${start} ${end}`));
  const right = new Set(keys(gold));
  const given = keys(found);
  return (200 * given.filter((key) => right.has(key)).length) / (right.size + given.length);
}

import type { LabelledSpan } from '../../../src/core/labels.ts';
import type { LabelledSentence } from '../../../src/corpus/corpus.ts';
import type { HeadSpec } from '../../../src/model/spec.ts';
import type { ModelTokenizer } from '../../../src/tokenizer/encoding.ts';
import { type ExampleSet, makeExamples } from '../../../src/train/data/examples.ts';

export const heads: readonly HeadSpec[] = ['Gene', 'Disease', 'DNA', 'General'].map((name) => ({
  name,
  labels: ['O', 'B', 'I'],
  type: name,
  shown: name !== 'General',
}));

/** Ids that frame and fill rows. */
export const special = { opening: [1], closing: [2], padding: 0 };

/** Words written as numbers have so many sub-tokens, each with the id `100 + number`. */
export const numbers: Pick<ModelTokenizer, 'opening' | 'closing' | 'encodeWords'> = {
  ...special,
  encodeWords: async (words) => words.map((word) => new Uint32Array(Number(word)).fill(100 + Number(word))),
};

/** A sentence of words with so many sub-tokens each. */
export function sentenceOf(lengths: readonly number[], mentions: readonly LabelledSpan[] = []): LabelledSentence {
  return { words: lengths.map(String), mentions, line: 1 };
}

/** Examples of sentences of one word each, of so many sub-tokens, that teach one head. */
export function setOf(name: string, lengths: readonly number[], head = 'Gene', maxLength = 128): Promise<ExampleSet> {
  return makeExamples(
    lengths.map((length) => sentenceOf(Array(length).fill(1))),
    numbers,
    { name, heads, mapping: { '*': head }, maxLength },
  );
}

import { createHash } from 'node:crypto';
import type { LabelledSentence } from '../../../src/corpus/corpus.ts';
import type { CorpusProfile } from '../../../src/transfer/profile.ts';

/** A sentence whose mentions stand in brackets: `the [breast cancer] gene`. */
export function sentence(text: string): LabelledSentence {
  const words: string[] = [];
  const mentions: { start: number; end: number; type: string }[] = [];
  let start = 0;
  for (const piece of text.split(' ').filter((each) => each !== '')) {
    if (piece.startsWith('[')) start = words.length;
    words.push(piece.replace(/^\[/, '').replace(/\]$/, ''));
    if (piece.endsWith(']')) mentions.push({ start, end: words.length, type: 'Entity' });
  }
  return { words, mentions, line: 1 };
}

/** A corpus of sentences whose mentions stand in brackets. */
export function corpus(...texts: readonly string[]): CorpusProfile {
  return corpusOf(texts.map(sentence));
}

export function corpusOf(sentences: readonly LabelledSentence[]): CorpusProfile {
  const sha256 = createHash('sha256').update(JSON.stringify(sentences)).digest('hex');
  return { name: 'made up', place: '/made-up', sha256, sentences };
}

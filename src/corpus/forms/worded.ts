import type { LabelledSpan } from '../../core/labels.ts';
import { alignToWords } from '../align.ts';
import type { AnnotatedDocument, AnnotatedSentence } from '../document.ts';
import { type LossTally, type ProblemKind, passageLoss } from '../problems.ts';
import { arePlainPassages } from './assemble.ts';
import { disjoint } from './labels.ts';

/** A sentence as a form of words can hold it: every word is in at most one mention. */
export interface WordedSentence {
  readonly sentence: AnnotatedSentence;
  readonly words: readonly string[];
  /** Half open in indices of words, in order, disjoint. */
  readonly mentions: readonly LabelledSpan[];
}

const lossOf: Readonly<Partial<Record<ProblemKind, string>>> = {
  discontinuous: 'discontinuous mentions (held from start to end)',
  'cuts a word': 'bounds inside a word (the whole word is held)',
  other: 'mentions without a word',
};

/**
 * The sentences of a document for forms that hold nothing but words and a label for each (CoNLL, Hugging Face's tokens).
 * What they cannot hold is counted: mentions that overlap, are in pieces or cut a word, and all that is said of mentions
 * and the document besides.
 */
export function wordedSentences(document: AnnotatedDocument, losses: LossTally): readonly WordedSentence[] {
  const { text, mentions, relations, passages, notes, sentences } = document;
  const aligned = alignToWords(document, ({ kind }) => losses.add(lossOf[kind] ?? 'mentions without a word'));
  for (const mention of mentions) {
    if (mention.id !== '') losses.add('ids of mentions');
    losses.add('concepts of mentions', mention.concepts.length);
    if (mention.score !== undefined) losses.add('scores');
    losses.add('notes of mentions', Object.keys(mention.notes).length);
  }
  losses.add('relations', relations.length);
  losses.add('notes of documents', Object.keys(notes).length);
  if (!arePlainPassages(document)) losses.add(passageLoss, passages.length);
  if (sentences) losses.add('ends of sentences inside mentions', sentences.length - aligned.length);
  const worded = aligned.map(({ sentence, mentions: found }) => {
    const words = sentence.words.map(({ start, end }) => text.slice(start, end));
    return { sentence, words, mentions: disjoint(found, losses) };
  });
  if (text !== worded.map(({ words }) => words.join(' ')).join('\n'))
    losses.add('white space between words (documents)');
  return worded;
}

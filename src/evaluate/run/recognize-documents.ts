import type { WordEntity } from '../../core/entity.ts';
import type { AnnotatedDocument, AnnotatedMention, AnnotatedSentence } from '../../corpus/document.ts';
import { sentencesOf } from '../../corpus/words.ts';
import { StretchMeter, wordCount } from './stretch-meter.ts';
import type { EvaluatedSystem } from './system.ts';

/** A document that has been read to its end. */
export interface RecognizedDocument {
  readonly document: AnnotatedDocument;
  readonly sentences: readonly AnnotatedSentence[];
  /** What each system found, under its own names of types, in order. */
  readonly found: readonly (readonly AnnotatedMention[])[];
}

/** What was read together. */
export interface Stretch {
  /** Documents whose last sentence was among it. */
  readonly documents: readonly RecognizedDocument[];
  readonly words: number;
  /** UTF-16 units from the start of the corpus's text to the end of what has been read. */
  readonly position: number;
}

/**
 * Finds the mentions of documents: sentence by sentence as the model reads running text, in stretches so that sentences
 * of like length are batched, whatever documents they are of. Only a stretch is in memory, or one document that is longer.
 * Every word is read, long sentences in windows.
 * @throws the errors of `documents` and of the systems, or the signal's reason.
 */
export async function* recognizeDocuments(
  documents: AsyncIterable<AnnotatedDocument>,
  systems: readonly Pick<EvaluatedSystem, 'recognize'>[],
  signal?: AbortSignal,
): AsyncGenerator<Stretch, void, undefined> {
  const open: Reading[] = [];
  let placed: PlacedSentence[] = [];
  let words = 0;
  let before = 0;
  const meter = new StretchMeter();
  const finish = async (position: number): Promise<Stretch> => {
    await recognize(placed, systems, signal);
    const read = { documents: takeFinished(open), words, position };
    placed = [];
    words = 0;
    return read;
  };

  for await (const document of documents) {
    signal?.throwIfAborted();
    const sentences = sentencesOf(document);
    if (meter.endsBefore(wordCount(sentences))) yield await finish(before);
    const reading: Reading = { document, sentences, found: systems.map(() => []), left: sentences.length };
    open.push(reading);
    for (const sentence of sentences) {
      placed.push({ reading, sentence });
      words += sentence.words.length;
      if (meter.endsWith(sentence.words.length)) yield await finish(before + sentence.end);
    }
    before += document.text.length;
  }
  if (open.length > 0) yield await finish(before);
}

interface Reading {
  readonly document: AnnotatedDocument;
  readonly sentences: readonly AnnotatedSentence[];
  readonly found: AnnotatedMention[][];
  /** Sentences that are still to be recognized. */
  left: number;
}

interface PlacedSentence {
  readonly reading: Reading;
  readonly sentence: AnnotatedSentence;
}

async function recognize(
  placed: readonly PlacedSentence[],
  systems: readonly Pick<EvaluatedSystem, 'recognize'>[],
  signal: AbortSignal | undefined,
): Promise<void> {
  const texts = placed.map(({ reading: { document }, sentence: { words } }) =>
    words.map(({ start, end }) => document.text.slice(start, end)),
  );
  for (const [index, system] of systems.entries()) {
    const found = await system.recognize(texts, signal);
    for (const [at, { reading, sentence }] of placed.entries()) {
      for (const entity of found[at] ?? []) reading.found[index]?.push(mentionOf(entity, sentence, reading.document));
    }
  }
  for (const { reading } of placed) reading.left--;
}

/** From words to the text: from the first word's start to the last one's end. */
function mentionOf(
  { start, end, type, score }: WordEntity,
  { words }: AnnotatedSentence,
  { line }: AnnotatedDocument,
): AnnotatedMention {
  const [first, last] = [words[start], words[end - 1]];
  if (!first || !last) throw new RangeError(`mention [${start}, ${end}) is not in a sentence of ${words.length} words`);
  return { id: '', spans: [{ start: first.start, end: last.end }], type, concepts: [], notes: {}, score, line };
}

/** Takes the documents at the head of the queue that have been read to their end. */
function takeFinished(open: Reading[]): RecognizedDocument[] {
  const count = open.findIndex(({ left }) => left > 0);
  return open.splice(0, count < 0 ? open.length : count);
}

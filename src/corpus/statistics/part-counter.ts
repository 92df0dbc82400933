import type { Span } from '../../core/span.ts';
import { alignToWords } from '../align.ts';
import { type AnnotatedDocument, type AnnotatedMention, type AnnotatedSentence, textOf } from '../document.ts';
import { hasMadeUpId } from '../made-up-id.ts';
import type { CorpusFile } from '../parts.ts';
import type { CorpusProblem } from '../problems.ts';
import { keptName, type TypeMapping } from '../types/mapping.ts';
import { sentencesOf } from '../words.ts';
import { fingerprint, normalized, surfaceOf } from './fingerprint.ts';
import { MentionCounter } from './mention-counts.ts';
import type { WordIndex } from './noise.ts';
import { TextTable } from './sentence-table.ts';
import type { PartStatistics } from './statistics.ts';
import { Surfaces } from './surfaces.ts';

/** Mentions under the names of a mapping; types that it says nothing of keep theirs, those that it leaves out are none. */
export function namedMentions({ mentions }: AnnotatedDocument, mapping: TypeMapping): readonly AnnotatedMention[] {
  if (Object.keys(mapping).length === 0) return mentions;
  return mentions.flatMap((mention) => {
    const type = keptName(mapping, mention.type);
    return type === undefined ? [] : [{ ...mention, type }];
  });
}

/** Counts what a part of a corpus holds, one document after the other. */
export class PartCounter {
  readonly surfaces = new Surfaces();
  readonly texts = new TextTable();
  readonly #mentions = new MentionCounter();
  readonly #part: CorpusFile;
  readonly #mapping: TypeMapping;
  readonly #index: WordIndex;
  readonly #onProblem: (problem: CorpusProblem) => void;
  #words = 0;
  #sentencesWithMentions = 0;
  #namedDocuments = false;

  /** @param index told of the words that mentions begin with. */
  constructor(part: CorpusFile, mapping: TypeMapping, index: WordIndex, onProblem: (problem: CorpusProblem) => void) {
    this.#part = part;
    this.#mapping = mapping;
    this.#index = index;
    this.#onProblem = onProblem;
  }

  add(document: AnnotatedDocument): void {
    const sentences = sentencesOf(document);
    const mentions = namedMentions(document, this.#mapping);
    alignToWords({ ...document, mentions, sentences }, this.#onProblem);
    this.#addMentions(document, mentions, sentences);
    this.#addSentences(document, mentions, sentences);
    // A sentence that is a document only because the form has none leaks as a sentence.
    const madeUp = hasMadeUpId(document);
    if (!madeUp) this.#namedDocuments = true;
    if (!madeUp || sentences.length > 1) {
      this.texts.addDocument(fingerprint(normalized(document.text)), madeUp ? undefined : document.id);
    }
  }

  result(): PartStatistics {
    const { split, place, form } = this.#part;
    return {
      ...(split ? { split } : {}),
      file: place,
      form: form.name,
      ...(this.#namedDocuments || this.texts.documents > 0 ? { documents: this.texts.documents } : {}),
      sentences: this.texts.sentenceCount,
      words: this.#words,
      sentencesWithMentions: this.#sentencesWithMentions,
      all: this.#mentions.all(this.surfaces),
      types: this.#mentions.types(this.surfaces),
    };
  }

  #addMentions(
    document: AnnotatedDocument,
    mentions: readonly AnnotatedMention[],
    sentences: readonly AnnotatedSentence[],
  ): void {
    const words = sentences.flatMap((sentence) => sentence.words);
    const lengths = mentions.map((mention) => {
      const ranges = mention.spans.map((span) => wordsIn(words, span));
      const [range] = ranges;
      const [first, last] = [words[range?.start ?? -1], words[(range?.end ?? 0) - 1]];
      const whole = first?.start === mention.spans[0].start && last?.end === mention.spans[0].end;
      if (first && range && whole && mention.spans.length === 1) {
        this.#index.add(document.text.slice(first.start, first.end), range.end - range.start);
      }
      return ranges.reduce((sum, { start, end }) => sum + end - start, 0);
    });
    this.#mentions.add(mentions, lengths);
    for (const mention of mentions) {
      const place = { file: document.file, line: mention.line };
      this.surfaces.add(surfaceOf(textOf(document, mention)), mention.type, mention.concepts, place);
    }
  }

  #addSentences(
    { text, file }: AnnotatedDocument,
    mentions: readonly AnnotatedMention[],
    sentences: readonly AnnotatedSentence[],
  ): void {
    let next = 0;
    for (const { start, end, words, line } of sentences) {
      const labels: string[] = [];
      for (let mention = mentions[next]; mention && mention.spans[0].start < end; mention = mentions[++next]) {
        // In characters that are not white space, which texts that are alike may differ in.
        const places = mention.spans.map((span) => [
          normalized(text.slice(start, span.start)).length,
          normalized(text.slice(start, span.end)).length,
        ]);
        labels.push(`${places.flat().join(' ')} ${mention.type}`);
      }
      this.#words += words.length;
      if (labels.length > 0) this.#sentencesWithMentions++;
      const sentence = text.slice(start, end);
      const writing = { exact: fingerprint(sentence), labels: fingerprint(labels.sort().join('\n')) };
      this.texts.addSentence(fingerprint(normalized(sentence)), writing, words.length, { file, line });
    }
  }
}

/** The words that share a character with a span, by their indices. */
function wordsIn(words: readonly Span[], span: Span): Span {
  const start = firstIndex(words, (word) => word.end > span.start);
  return {
    start,
    end: Math.max(
      start,
      firstIndex(words, (word) => word.start >= span.end),
    ),
  };
}

function firstIndex(words: readonly Span[], holds: (word: Span) => boolean): number {
  let low = 0;
  let high = words.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(words[middle]!)) high = middle;
    else low = middle + 1;
  }
  return low;
}

import { UserError } from '../../core/errors.ts';
import { type Label, labelledSpans } from '../../core/labels.ts';
import type { AnnotatedDocument, AnnotatedMention, AnnotatedSentence } from '../document.ts';
import { plainPassages } from './assemble.ts';

/** A sentence as a form of words gives it. */
export interface LabelledWords {
  readonly words: readonly string[];
  readonly labels: readonly Label[];
  readonly columns?: readonly (readonly string[])[];
  /** Line of its first word, from 1. */
  readonly line: number;
  readonly wordPerLine: boolean;
}

/** A document of a form of words before its text is put together. */
export interface WordDocument {
  readonly id: string;
  readonly file: string;
  readonly line: number;
}

/** In UTF-16 units. A book has some millions. */
const longestText = 2 ** 26;

/**
 * Puts a document together from its sentences. Its text is made up: words are divided by spaces, sentences by line ends.
 * Mentions are read from the labels as conlleval reads them (`labelledSpans`).
 */
export class WordDocumentBuilder {
  readonly #about: WordDocument;
  readonly #sentences: AnnotatedSentence[] = [];
  readonly #mentions: AnnotatedMention[] = [];
  readonly #texts: string[] = [];
  #length = 0;

  constructor(about: WordDocument) {
    this.#about = about;
  }

  get id(): string {
    return this.#about.id;
  }

  /** @throws UserError if the text becomes longer than a document's can be. */
  add({ words, labels, columns, line, wordPerLine }: LabelledWords): void {
    const start = this.#texts.length === 0 ? 0 : this.#length + 1;
    let at = start;
    const spans = words.map((word) => {
      const span = { start: at, end: at + word.length };
      at = span.end + 1;
      return span;
    });
    const end = at - 1;
    if (end > longestText) {
      const { file, line: from } = this.#about;
      const size = `${longestText / 2 ** 20} MB`;
      throw new UserError(`${file}: line ${from}: the document that begins here has more than ${size}; divide it`);
    }
    for (const mention of labelledSpans(labels)) {
      const span = { start: spans[mention.start]?.start ?? start, end: spans[mention.end - 1]?.end ?? end };
      const from = wordPerLine ? line + mention.start : line;
      this.#mentions.push({ id: '', spans: [span], type: mention.type, concepts: [], notes: {}, line: from });
    }
    this.#texts.push(words.join(' '));
    this.#sentences.push({ start, end, words: spans, labels, ...(columns ? { columns } : {}), line, wordPerLine });
    this.#length = end;
  }

  document(): AnnotatedDocument {
    const { id, file, line } = this.#about;
    const [first] = this.#sentences;
    const text = this.#texts.join('\n');
    return {
      id,
      text,
      passages: plainPassages(text, first?.line ?? line),
      mentions: this.#mentions,
      relations: [],
      sentences: this.#sentences,
      notes: {},
      file,
      line,
    };
  }
}

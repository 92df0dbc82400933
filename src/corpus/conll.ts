import { UserError } from '../core/errors.ts';
import { labelledSpans } from '../core/labels.ts';
import { ConllLines, type ConllSentence } from './conll-lines.ts';
import type { LabelledSentence } from './corpus.ts';
import { type DetectedScheme, SchemeDetector } from './scheme.ts';

/** What a file in CoNLL form holds. */
export interface ConllContents extends DetectedScheme {
  readonly sentences: readonly LabelledSentence[];
  /** Entity types in it, sorted. */
  readonly types: readonly string[];
}

/** Reads a corpus in CoNLL form whole, from its lines (`ConllLines`). */
export class ConllParser {
  readonly #file: string;
  readonly #lines: ConllLines;
  readonly #sentences: LabelledSentence[] = [];
  readonly #types = new Set<string>();
  readonly #scheme = new SchemeDetector();
  /** Each word once: parts of a line would keep the stretch of the file that it came from in memory. */
  readonly #words = new Map<string, string>();

  /** @param defaultType the type of labels that carry none. */
  constructor(file: string, defaultType: string) {
    this.#file = file;
    this.#lines = new ConllLines(file, defaultType, { onSentence: (sentence) => this.#keep(sentence) });
  }

  /**
   * Takes the next line, without its line end.
   * @throws UserError naming file and line if it has another number of columns than those before, or no label.
   */
  add(line: string): void {
    this.#lines.add(line);
  }

  /** @throws UserError if there was no sentence. */
  end(): ConllContents {
    this.#lines.end();
    if (this.#sentences.length === 0) throw new UserError(`${this.#file}: there is no sentence in it`);
    return { sentences: this.#sentences, types: [...this.#types].sort(), ...this.#scheme.result() };
  }

  #keep({ rows, labels, letters, line }: ConllSentence): void {
    const mentions = labelledSpans(labels);
    for (const { type } of mentions) this.#types.add(type);
    this.#scheme.add(labels, letters, line);
    this.#sentences.push({ words: rows.map(([word = '']) => this.#once(word)), mentions, line });
  }

  #once(text: string): string {
    const known = this.#words.get(text);
    if (known !== undefined) return known;
    // Through bytes, as only that surely gives a string of its own.
    const own = Buffer.from(text).toString();
    this.#words.set(own, own);
    return own;
  }
}

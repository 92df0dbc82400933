import { setImmediate } from 'node:timers/promises';
import type { LabelledSentence } from '../../corpus/corpus.ts';
import { mapMentions, type TypeMapping } from '../../corpus/types/mapping.ts';
import type { HeadSpec } from '../../model/spec.ts';
import type { PlacedWindow } from '../../recognize/batches.ts';
import { layWindows, type Window } from '../../recognize/windows.ts';
import type { ModelTokenizer } from '../../tokenizer/encoding.ts';
import { roomForWords } from './frame.ts';
import { headLabels, labelledHeads, notLearnt } from './targets.ts';

/** What is learnt from one window of a sentence; `sentence` counts in the corpus part that it comes from. */
export interface Example extends PlacedWindow {
  /** Names of the heads that learn from it. */
  readonly heads: readonly string[];
  /**
   * The index of each word's label, row-major `[heads, end - start]`; `notLearnt` for a word that is learnt from another
   * window of the sentence and stands here for context.
   */
  readonly labels: Int8Array;
}

/** The examples of one corpus. */
export interface ExampleSet {
  /** The corpus's name. */
  readonly name: string;
  /** Names of the heads that it labels, in the model's order. */
  readonly heads: readonly string[];
  readonly examples: readonly Example[];
  readonly statistics: ExampleStatistics;
}

/** What is known of a corpus before it is learnt. */
export interface ExampleStatistics {
  readonly sentences: number;
  /** Sentences that are read in several windows. */
  readonly windowed: number;
  /** Words, each counted once; every one of them is learnt by each head. */
  readonly words: number;
  /** Sub-tokens of all windows, special tokens not counted. */
  readonly tokens: number;
  /** Sub-tokens of the longest window, special tokens not counted. */
  readonly longest: number;
  /** Mentions by the name of their head. */
  readonly mentions: ReadonlyMap<string, number>;
  /** Mentions that no head is told of, because they overlap another one of the same head. */
  readonly overlapping: number;
}

export interface ExampleOptions {
  readonly name: string;
  readonly heads: readonly HeadSpec[];
  /** The head for each of the corpus's types. */
  readonly mapping: TypeMapping;
  /** Tokens of the longest row, special ones included. */
  readonly maxLength: number;
  readonly signal?: AbortSignal;
}

/** Sentences that are tokenized together. */
const stretch = 1000;

/**
 * Makes the sentences of a corpus into examples. A sentence that fits into `maxLength` tokens is one example; a longer
 * one is cut into overlapping windows (`layWindows`), each an example. No word is dropped, and each is learnt once: from
 * the window in which the nearer edge is farther away, as it has the most context there, and from the first one of those.
 * (The edges of the sentence itself cut no context off.)
 *
 * A head that the mapping names learns `O` for every word outside its mentions. All other heads learn nothing: that a
 * corpus does not label a type never teaches a head that it is not there.
 * @throws UserError if the model lacks a head that the mapping names, or `maxLength` has no room for a word.
 */
export async function makeExamples(
  sentences: readonly LabelledSentence[],
  tokenizer: Pick<ModelTokenizer, 'opening' | 'closing' | 'encodeWords'>,
  { name, heads, mapping, maxLength, signal }: ExampleOptions,
): Promise<ExampleSet> {
  const labelled = labelledHeads(heads, mapping);
  const names = labelled.map((head) => head.name);
  const capacity = roomForWords(maxLength, tokenizer);
  const examples: Example[] = [];
  const mentions = new Map(names.map((head) => [head, 0]));
  const statistics = { sentences: sentences.length, windowed: 0, words: 0, tokens: 0, longest: 0, overlapping: 0 };

  for (let first = 0; first < sentences.length; first += stretch) {
    // Whoever asks to stop is heard: words that the tokenizer knows already leave no turn to anybody.
    await setImmediate();
    signal?.throwIfAborted();
    const part = sentences.slice(first, first + stretch);
    const pieces = await tokenizer.encodeWords(part.flatMap(({ words }) => words));
    let at = 0;
    for (const [index, { words, mentions: all }] of part.entries()) {
      const laid = layWindows(pieces.slice(at, at + words.length), capacity);
      at += words.length;
      const mapped = mapMentions(all, mapping);
      const rows = labelled.map(({ name: head, marks }) => {
        const own = mapped.filter(({ type }) => type === head);
        const { labels, overlapping } = headLabels(words.length, own, marks);
        statistics.overlapping += overlapping;
        mentions.set(head, (mentions.get(head) ?? 0) + own.length - overlapping);
        return labels;
      });
      const owners = windowOwners(laid.windows, words.length);
      for (const [number, window] of laid.windows.entries()) {
        const labels = windowLabels(window, rows, (word) => owners[word] === number);
        examples.push({ ...window, sentence: first + index, pieces: laid.pieces, heads: names, labels });
        statistics.tokens += window.tokens;
        statistics.longest = Math.max(statistics.longest, window.tokens);
      }
      statistics.words += words.length;
      if (laid.windows.length > 1) statistics.windowed++;
    }
  }
  return { name, heads: names, examples, statistics: { ...statistics, mentions } };
}

/** For each word of a sentence the number of the window that it is learnt from. */
function windowOwners(windows: readonly Window[], words: number): Int32Array {
  const owners = new Int32Array(words);
  const margins = new Float64Array(words).fill(-1);
  for (const [number, { start, end }] of windows.entries()) {
    for (let word = start; word < end; word++) {
      const before = start === 0 ? Number.POSITIVE_INFINITY : word - start;
      const after = end === words ? Number.POSITIVE_INFINITY : end - 1 - word;
      const margin = Math.min(before, after);
      if (margin <= (margins[word] ?? 0)) continue;
      margins[word] = margin;
      owners[word] = number;
    }
  }
  return owners;
}

function windowLabels(
  { start, end }: Window,
  rows: readonly Int8Array[],
  isLearnt: (word: number) => boolean,
): Int8Array {
  const width = end - start;
  const labels = new Int8Array(rows.length * width);
  for (const [row, sentence] of rows.entries()) {
    for (let word = start; word < end; word++) {
      labels[row * width + word - start] = isLearnt(word) ? (sentence[word] ?? notLearnt) : notLearnt;
    }
  }
  return labels;
}

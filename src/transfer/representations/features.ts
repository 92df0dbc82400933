import { setImmediate } from 'node:timers/promises';
import { UserError } from '../../core/errors.ts';
import type { FrozenEncoder } from '../../model/load-encoder.ts';
import { fillBatch, type PlacedWindow, planBatches } from '../../recognize/batches.ts';
import { batchTokens, frameOf, placeWindows } from '../../recognize/frame.ts';
import type { CorpusFeatures, CorpusProfile, FeatureMatrix } from '../profile.ts';
import { type CorpusSample, drawSample, type SampleSizes } from './sample.ts';

/** Sizes by which the measures differ less from seed to seed than from corpus to corpus (docs/transfer.md). */
export const defaultSampleSizes: SampleSizes = { sentences: 1000, words: 4000 };

export interface FeatureOptions extends Partial<SampleSizes> {
  /** What is drawn depends on it and on the sentences alone. */
  readonly seed: number;
  /** Stops between batches, by rejecting with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Told after each batch how much is done, from 0 to 1. */
  readonly onProgress?: (share: number) => void;
}

/**
 * A sample of a corpus (`drawSample`) as a frozen encoder sees it. A sentence longer than the encoder's window is read in
 * overlapping windows, so no word is dropped; a word in two of them is read in the one where it is farther from the end.
 * @throws UserError if the encoder's window has no room for a word, or it gives what are no numbers.
 */
export async function extractFeatures(
  profile: Pick<CorpusProfile, 'sentences'>,
  encoder: FrozenEncoder,
  { seed, signal, onProgress, ...sizes }: FeatureOptions,
): Promise<CorpusFeatures> {
  signal?.throwIfAborted();
  const sample = drawSample(profile.sentences, { ...defaultSampleSizes, ...sizes }, seed);
  const { special, framing, capacity } = frameOf(encoder);
  const bySentence = await placeWindows(
    sample.sentences.map(({ words }) => words),
    encoder.tokenizer,
    capacity,
  );
  const windows = bySentence.flatMap(ownWords);
  const collector = new Collector(sample, encoder.hidden);
  let done = 0;
  for (const batch of planBatches(windows, framing, batchTokens)) {
    // The model blocks its thread: a turn of the event loop lets an abort arrive.
    await setImmediate();
    signal?.throwIfAborted();
    const states = await encoder.encode(fillBatch(batch, special));
    checkNumbers(states, encoder.folder);
    let row = 0;
    for (const window of batch) {
      for (let word = window.start; word < window.end; word++, row++) {
        if (word < window.ownStart || word >= window.ownEnd) continue;
        collector.add(window.sentence, word, states.subarray(row * encoder.hidden, (row + 1) * encoder.hidden));
      }
    }
    done += batch.length;
    onProgress?.(done / windows.length);
  }
  return collector.features();
}

/** A window and those of its words that are read in it. */
interface OwningWindow extends PlacedWindow {
  readonly ownStart: number;
  readonly ownEnd: number;
}

/** Gives each word of a sentence to one of its windows: neighbours part in the middle of what they share. */
function ownWords(windows: readonly PlacedWindow[]): OwningWindow[] {
  const middle = (left: PlacedWindow | undefined, right: PlacedWindow | undefined) =>
    left && right ? Math.ceil((right.start + left.end) / 2) : undefined;
  return windows.map((window, index) => ({
    ...window,
    ownStart: middle(windows[index - 1], window) ?? window.start,
    ownEnd: middle(window, windows[index + 1]) ?? window.end,
  }));
}

/** @throws UserError naming the model whose weights gave what is no number. */
function checkNumbers(states: Float32Array, folder: string): void {
  let sum = 0;
  for (const value of states) sum += value;
  if (Number.isFinite(sum)) return;
  throw new UserError(
    `${folder}: the encoder gave values that are not numbers; its weights, or the device, may be at fault`,
  );
}

/** Sums up the hidden states of words into those of sentences and mentions. */
class Collector {
  private readonly sample: CorpusSample;
  private readonly sentences: FeatureMatrix;
  private readonly mentions: FeatureMatrix;
  private readonly words: FeatureMatrix;
  /** Rows of `mentions` by sentence, and rows of `words` by sentence and word. */
  private readonly mentionRows = new Map<number, number[]>();
  private readonly wordRows = new Map<string, number>();

  constructor(sample: CorpusSample, hidden: number) {
    const matrix = (rows: number) => ({ rows, columns: hidden, values: new Float32Array(rows * hidden) });
    this.sample = sample;
    this.sentences = matrix(sample.drawn);
    this.mentions = matrix(sample.mentions.length);
    this.words = matrix(sample.words.length);
    for (const [row, { sentence }] of sample.mentions.entries()) {
      const rows = this.mentionRows.get(sentence);
      if (rows) rows.push(row);
      else this.mentionRows.set(sentence, [row]);
    }
    for (const [row, { sentence, word }] of sample.words.entries()) this.wordRows.set(`${sentence}:${word}`, row);
  }

  /** @param state of a word, [hidden]; each word comes once. */
  add(sentence: number, word: number, state: Float32Array): void {
    const length = this.sample.sentences[sentence]?.words.length ?? 0;
    if (sentence < this.sample.drawn) addTo(this.sentences, sentence, state, 1 / length);
    for (const row of this.mentionRows.get(sentence) ?? []) {
      const { start, end } = this.sample.mentions[row] as CorpusSample['mentions'][number];
      if (word >= start && word < end) addTo(this.mentions, row, state, 1 / (end - start));
    }
    const row = this.wordRows.get(`${sentence}:${word}`);
    if (row !== undefined) addTo(this.words, row, state, 1);
  }

  features(): CorpusFeatures {
    const { sample, sentences, mentions, words } = this;
    const wordLabels = Int32Array.from(sample.words, ({ label }) => label);
    return { sentences, mentions, words, wordLabels, labels: sample.labels };
  }
}

/** Adds a share of a state to a row. */
function addTo({ columns, values }: FeatureMatrix, row: number, state: Float32Array, share: number): void {
  const from = row * columns;
  for (let column = 0; column < columns; column++) {
    values[from + column] = (values[from + column] as number) + share * (state[column] as number);
  }
}

import { setImmediate } from 'node:timers/promises';
import type { WordEntity } from '../core/entity.ts';
import { UserError } from '../core/errors.ts';
import { type Label, parseLabels } from '../core/labels.ts';
import { quoted } from '../core/quote.ts';
import type { HeadLogits, TokenClassifier } from '../model/classifier.ts';
import { fillBatch, type PlacedWindow, planBatches } from './batches.ts';
import { decode } from './decode.ts';
import { batchTokens, frameOf, placeWindows } from './frame.ts';
import { mergeWindows } from './merge.ts';
import type { Window } from './windows.ts';

/** A sentence as the model reads it. */
export type Words = readonly string[];

/** Finds mentions in sentences of words. */
export interface Recognizer {
  /**
   * The mentions of every type that is looked for in each sentence, ordered by start. Sentences are batched by length; one longer
   * than the model's window is read in overlapping windows, so no word is dropped.
   * @param signal stops between batches, by rejecting with the signal's reason.
   */
  recognize(sentences: readonly Words[], signal?: AbortSignal): Promise<WordEntity[][]>;
}

/** What a recognizer looks for. */
export interface RecognizerOptions {
  /**
   * Names of the heads whose mentions are found, hidden ones too (`General`), which the classifier must have been built
   * with; the shown ones if not given.
   */
  readonly heads?: readonly string[];
}

/**
 * A recognizer over a classifier, which stays the caller's to dispose.
 * @throws UserError if the classifier's window has no room for a word, it has no head of a name that is asked for, or its
 *   labels are of no known scheme.
 */
export function createRecognizer(classifier: TokenClassifier, options: RecognizerOptions = {}): Recognizer {
  const { spec, tokenizer } = classifier;
  const { folder } = classifier;
  const { maxLength } = spec;
  const { special, framing, capacity } = frameOf({ folder, tokenizer, maxLength, padId: spec.encoder.padId });
  const unknown = options.heads?.find((name) => spec.heads.every((head) => head.name !== name));
  if (unknown !== undefined) {
    const known = spec.heads.map(({ name }) => name).join(', ');
    throw new UserError(`${folder}: it has no head ${quoted(unknown)}; it has ${known}`);
  }
  const heads = spec.heads
    .filter(({ name, shown }) => options.heads?.includes(name) ?? shown)
    .map(({ name, labels, type }) => ({ name, labels: parseLabels(labels, type) }));

  async function recognize(sentences: readonly Words[], signal?: AbortSignal): Promise<WordEntity[][]> {
    signal?.throwIfAborted();
    const { distinct, at } = distinctSentences(sentences);
    const placed = await placeWindows(distinct, tokenizer, capacity);
    const readings = placed.map((windows): Reading => ({ windows, parts: [] }));
    const windows = readings.flatMap((reading) => reading.windows);
    const found: WordEntity[][] = distinct.map(() => []);

    for (const batch of planBatches(windows, framing, batchTokens)) {
      // The model blocks its thread: a turn of the event loop lets an abort arrive.
      await setImmediate();
      signal?.throwIfAborted();
      const logits = await classifier.classify(fillBatch(batch, special));
      let row = 0;
      for (const window of batch) {
        const reading = readings[window.sentence];
        reading?.parts.push({ window, logits, row });
        row += window.end - window.start;
        if (reading && reading.parts.length === reading.windows.length) {
          found[window.sentence] = mentions(reading.parts, heads);
          reading.parts.length = 0;
        }
      }
    }
    return at.map((index) => [...(found[index] ?? [])]);
  }
  return { recognize };
}

interface LabelledHead {
  readonly name: string;
  readonly labels: readonly Label[];
}

/** A window's place in a batch's logits: its first word is row `row`. */
interface Part {
  readonly window: Window;
  readonly logits: readonly HeadLogits[];
  readonly row: number;
}

/** A sentence whose windows are read one by one. */
interface Reading {
  readonly windows: readonly PlacedWindow[];
  readonly parts: Part[];
}

/** Sentences without repetitions, and the place of each given sentence among them. */
function distinctSentences(sentences: readonly Words[]): { distinct: Words[]; at: number[] } {
  const distinct: Words[] = [];
  const places = new Map<string, number>();
  const at = sentences.map((words) => {
    const key = JSON.stringify(words);
    const place = places.get(key) ?? distinct.push(words) - 1;
    places.set(key, place);
    return place;
  });
  return { distinct, at };
}

/** The mentions of all heads in a sentence, from all its windows. */
function mentions(parts: readonly Part[], heads: readonly LabelledHead[]): WordEntity[] {
  const ordered = parts.toSorted((a, b) => a.window.start - b.window.start);
  const found = heads.flatMap(({ name, labels }) => {
    const readings = ordered.map(({ window, logits, row }) => {
      const head = logits.find((candidate) => candidate.head === name);
      if (!head) throw new Error(`the classifier gave no logits for its head ${name}`);
      const end = row + window.end - window.start;
      return { window, logits: head.values.subarray(row * labels.length, end * labels.length) };
    });
    return decode(mergeWindows(readings, labels.length), labels);
  });
  return found.sort((a, b) => a.start - b.start || a.end - b.end);
}

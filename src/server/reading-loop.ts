import type { Analysis } from './analysis.ts';
import { ChunkSize } from './chunk-size.ts';
import type { Log } from './log.ts';
import type { ModelHost } from './model-host.ts';
import type { Reading } from './sentence-memory.ts';

/** Words in one message to the model host; `aim` is how long (ms) an edit may have to wait. A sentence is never cut. */
const chunkWords = { first: 256, least: 32, most: 8192, aim: 40 } as const;

/** Unread sentences among which a message is chosen: few, so that a document is read from top to bottom. */
const lookAhead = 64;

/** A sentence that ends the host, or is refused, so often while it is read alone is given up. */
const mostFailures = 3;

/** The documents to read, most wanted first. */
export type WantedAnalyses = () => readonly Analysis[];

/**
 * Sends unread sentences to the model host, one chunk at a time: sentences that an edit made come first, then documents in
 * the order in which they are wanted. It keeps no queue: what no document holds any more is never sent.
 */
export class ReadingLoop {
  readonly #host: ModelHost;
  readonly #log: Log;
  readonly #wanted: WantedAnalyses;
  readonly #read: (readings: readonly Reading[]) => void;
  readonly #givenUp = new Set<Reading>();
  readonly #size = new ChunkSize(chunkWords);
  #underWay: { readonly readings: readonly Reading[]; readonly controller: AbortController } | undefined;

  /** @param read hears of sentences that have been read; their `found` is set. */
  constructor(host: ModelHost, log: Log, wanted: WantedAnalyses, read: (readings: readonly Reading[]) => void) {
    this.#host = host;
    this.#log = log;
    this.#wanted = wanted;
    this.#read = read;
  }

  /** Whether sentences are with the model host. */
  get busy(): boolean {
    return this.#underWay !== undefined;
  }

  /** Looks for work; to be called when there may be some, or when some may have become stale. */
  wake(): void {
    if (this.#underWay) {
      const { readings, controller } = this.#underWay;
      const wanted = this.#wanted();
      if (!readings.some((reading) => wanted.some((analysis) => analysis.holds(reading)))) controller.abort();
    } else if (this.#host.model) {
      const readings = nextChunk(this.#wanted(), this.#size.words);
      if (readings.length > 0) void this.#send(readings);
    }
  }

  /** Makes sentences unread that were given up; analyses are to be updated then. */
  forgive(): void {
    for (const reading of this.#givenUp) {
      delete reading.found;
      reading.failures = 0;
    }
    this.#givenUp.clear();
  }

  async #send(readings: readonly Reading[]): Promise<void> {
    const controller = new AbortController();
    this.#underWay = { readings, controller };
    const began = performance.now();
    const outcome = await this.#host.recognize(
      readings.map(({ words }) => words),
      controller.signal,
    );
    this.#underWay = undefined;
    if (outcome.kind === 'read') {
      readings.forEach((reading, index) => {
        reading.found = outcome.entities[index] ?? [];
      });
      const words = readings.reduce((sum, reading) => sum + reading.words.length, 0);
      this.#size.note(words, performance.now() - began);
    } else if (!controller.signal.aborted) {
      this.#blame(readings, outcome.kind === 'refused' ? outcome.message : 'the model host ended');
    }
    // The host reads on while this process tells what was found.
    this.wake();
    const settled = readings.filter(({ found }) => found);
    if (settled.length > 0) this.#read(settled);
  }

  /** Sentences that failed together are sent one by one next time, so that only the guilty one fails again. */
  #blame(readings: readonly Reading[], why: string): void {
    const [first] = readings;
    if (!first) return;
    if (readings.length > 1) {
      for (const reading of readings) reading.failures = Math.max(reading.failures, 1);
      return;
    }
    first.failures++;
    if (first.failures <= mostFailures) return;
    this.#log.error(`a sentence of ${first.words.length} words is left out: ${why}`);
    first.found = [];
    this.#givenUp.add(first);
  }
}

/** The next sentences to send, of one document, with so many words if there are more; one under suspicion goes alone. */
function nextChunk(wanted: readonly Analysis[], words: number): readonly Reading[] {
  for (const part of ['edited', 'others'] as const) {
    for (const analysis of wanted) {
      const readings = fill(analysis.unread[part], words);
      if (readings.length > 0) return readings;
    }
  }
  return [];
}

/**
 * The first unread sentence and, of those that follow, the ones nearest to it in length: a batch is as long as its longest
 * sentence, for each of its rows.
 */
function fill(unread: ReadonlySet<Reading>, most: number): Reading[] {
  const [first, ...following] = upcoming(unread);
  if (!first || first.failures > 0) return first ? [first] : [];
  const length = first.words.length;
  const distance = ({ words }: Reading) => Math.abs(words.length - length);
  const taken = [first];
  let words = length;
  for (const reading of following.filter(({ failures }) => failures === 0).sort((a, b) => distance(a) - distance(b))) {
    words += reading.words.length;
    if (words > most) break;
    taken.push(reading);
  }
  return taken;
}

function upcoming(unread: ReadonlySet<Reading>): Reading[] {
  const found: Reading[] = [];
  for (const reading of unread) {
    if (found.length === lookAhead) break;
    if (!reading.found) found.push(reading);
  }
  return found;
}

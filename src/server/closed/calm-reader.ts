import { setTimeout as sleep } from 'node:timers/promises';
import type { WordEntity } from '../../core/entity.ts';
import type { Steps } from '../../core/steps.ts';
import type { HostSentence } from '../../protocol.ts';
import { ChunkSize } from '../chunk-size.ts';
import type { ModelHost } from '../model-host.ts';

/** Times in milliseconds. */
const times = {
  /** After an edit, or whatever else is to be read, nothing is done in the background for so long. */
  quiet: 1000,
  /** How often it is looked whether there is something better to do. */
  look: 100,
  /** Work of this process goes on for so long before it answers requests and pauses for as long. */
  slice: 4,
} as const;

/** Words in one message to the model host; `aim` (ms) is how long an edit may have to wait, once, for what is under way. */
const chunkWords = { first: 64, least: 16, most: 4096, aim: 25 } as const;

/** What a model found in sentences; or that it was wanted no longer, or the host refused it or ended. */
export type CalmReading =
  | { readonly kind: 'read'; readonly found: readonly (readonly WordEntity[])[] }
  | { readonly kind: 'stale' }
  | { readonly kind: 'failed'; readonly message: string };

/**
 * Works when nobody waits for anything, and takes about half of one processor core then: after each stretch of work it pauses
 * until the processor time that was used is at most half of the time that has gone by.
 */
export class CalmReader {
  readonly #host: Pick<ModelHost, 'recognize'>;
  readonly #idle: () => boolean;
  readonly #size = new ChunkSize(chunkWords);
  #disturbed = Number.NEGATIVE_INFINITY;
  #underWay: AbortController | undefined;

  /** @param idle whether nothing else is being read. */
  constructor(host: Pick<ModelHost, 'recognize'>, idle: () => boolean) {
    this.#host = host;
    this.#idle = idle;
  }

  /** There is something better to do: what is under way is given up, and it is quiet for a while. */
  disturb(): void {
    this.#disturbed = performance.now();
    this.#underWay?.abort();
  }

  /** Resolves when there is nothing better to do, or the work is stale. */
  async calm(stale: () => boolean): Promise<void> {
    for (;;) {
      const quiet = performance.now() - this.#disturbed;
      if (stale() || (quiet >= times.quiet && this.#idle())) return;
      await sleep(Math.max(times.look, times.quiet - quiet), undefined, { ref: false });
    }
  }

  /** Has the model read sentences, a few at a time. */
  async read(sentences: readonly HostSentence[], stale: () => boolean): Promise<CalmReading> {
    const found: (readonly WordEntity[])[] = [];
    // A batch is as long as its longest sentence for each of its rows: those of like length are read together.
    const order = sentences.map((_, index) => index).sort((a, b) => sentences[a]!.length - sentences[b]!.length);
    for (let at = 0; at < order.length; ) {
      await this.calm(stale);
      if (stale()) return { kind: 'stale' };
      const batch = this.#batch(order, at, sentences);
      const controller = new AbortController();
      this.#underWay = controller;
      const began = performance.now();
      const outcome = await this.#host.recognize(
        batch.map((index) => sentences[index]!),
        controller.signal,
      );
      const wall = performance.now() - began;
      this.#underWay = undefined;
      if (controller.signal.aborted && outcome.kind !== 'read') continue;
      if (outcome.kind === 'lost') return { kind: 'failed', message: 'the model host ended' };
      if (outcome.kind === 'refused') return { kind: 'failed', message: outcome.message };
      batch.forEach((index, place) => {
        found[index] = outcome.entities[place] ?? [];
      });
      at += batch.length;
      this.#size.note(
        batch.reduce((sum, index) => sum + sentences[index]!.length, 0),
        wall,
      );
      // Other devices than the processor rest for half of the time.
      await sleep(Math.max(wall, 2 * outcome.cost - wall), undefined, { ref: false });
    }
    return { kind: 'read', found };
  }

  /**
   * Does steps on this process's own thread.
   * @param step does the next one; undefined if it fails.
   * @returns what they give; undefined if they fail or become stale.
   */
  async finish<T>(step: () => ReturnType<Steps<T>['next']> | undefined, stale: () => boolean): Promise<T | undefined> {
    for (;;) {
      await this.calm(stale);
      if (stale()) return undefined;
      const began = performance.now();
      let result = step();
      while (result && !result.done && performance.now() - began < times.slice) result = step();
      if (!result) return undefined;
      if (result.done) return result.value;
      await sleep(Math.ceil(performance.now() - began), undefined, { ref: false });
    }
  }

  #batch(order: readonly number[], from: number, sentences: readonly HostSentence[]): readonly number[] {
    let end = from + 1;
    let words = sentences[order[from]!]!.length;
    while (end < order.length) {
      words += sentences[order[end]!]!.length;
      if (words > this.#size.words) break;
      end++;
    }
    return order.slice(from, end);
  }
}

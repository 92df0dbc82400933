import { setImmediate as turn } from 'node:timers/promises';
import type { Steps } from '../../core/steps.ts';

/** Work in the background lets requests be answered after so many milliseconds. */
const slice = 4;

/** Documents to work on, one at a time, in order. */
export class BackgroundQueue {
  readonly #work: (uri: string) => Promise<void>;
  readonly #queue = new Set<string>();
  #running = false;

  constructor(work: (uri: string) => Promise<void>) {
    this.#work = work;
  }

  add(uri: string): void {
    this.#queue.add(uri);
    if (!this.#running) void this.#run();
  }

  delete(uri: string): void {
    this.#queue.delete(uri);
  }

  clear(): void {
    this.#queue.clear();
  }

  async #run(): Promise<void> {
    this.#running = true;
    // Whoever asked for it goes on first.
    await turn();
    for (const uri of this.#queue) {
      this.#queue.delete(uri);
      await this.#work(uri);
    }
    this.#running = false;
  }
}

/**
 * Does steps a few at a time, and answers requests in between.
 * @param step does the next one; undefined if it fails.
 * @param stale whether the result is not wanted any more.
 * @returns whether all were done, and the milliseconds that they took.
 */
export async function inSlices(
  step: () => ReturnType<Steps<unknown>['next']> | undefined,
  stale: () => boolean,
): Promise<{ readonly done: boolean; readonly cost: number }> {
  let cost = 0;
  for (;;) {
    const began = performance.now();
    let result = step();
    while (result && !result.done && performance.now() - began < slice) result = step();
    cost += performance.now() - began;
    if (!result || result.done) return { done: result !== undefined, cost };
    await turn();
    if (stale()) return { done: false, cost };
  }
}

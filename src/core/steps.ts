import { setImmediate } from 'node:timers/promises';

/** Long work on this thread that stops after each step of some milliseconds at most, and goes on when it is asked to. */
export type Steps<Result> = Generator<undefined, Result, undefined>;

/** Milliseconds between two turns of the event loop. */
const stretch = 50;

/** Does all steps at once. */
export function finish<Result>(steps: Steps<Result>): Result {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/**
 * Does all steps, but lets the event loop turn now and then, so that an abort arrives.
 * @throws the signal's reason once it is aborted, also if it was before the first step.
 */
export async function finishCalmly<Result>(steps: Steps<Result>, signal?: AbortSignal): Promise<Result> {
  signal?.throwIfAborted();
  let turned = performance.now();
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    if (performance.now() - turned < stretch) continue;
    await setImmediate();
    signal?.throwIfAborted();
    turned = performance.now();
  }
}

/** Milliseconds between two times that progress is told. */
const interval = 200;

/** Before so many milliseconds have passed, it cannot be told how long an import takes. */
const least = 1000;

/** What is done once all is stored takes about this share of the time that storing took. */
const finishing = 0.4;

/** How fast an import is, and how long it still takes. */
export class Pace {
  #told = performance.now();
  #began: { readonly time: number; readonly share: number } | undefined;
  #finished: { readonly time: number; readonly left: number } | undefined;

  /** Storing begins, at a share of what is to be read; later calls change nothing. */
  begin(share: number): void {
    this.#began ??= { time: performance.now(), share };
  }

  /** All is stored. */
  finish(): void {
    const now = performance.now();
    this.#finished = { time: now, left: finishing * (now - (this.#began?.time ?? now)) };
  }

  /** Whether progress has not been told for a while; then it is taken as told. */
  isDue(): boolean {
    const now = performance.now();
    if (now - this.#told < interval) return false;
    this.#told = now;
    return true;
  }

  /** In milliseconds, for a share that has been read; undefined before it can be told. */
  left(share: number): number | undefined {
    const now = performance.now();
    if (this.#finished !== undefined) return Math.max(0, this.#finished.left - (now - this.#finished.time));
    if (this.#began === undefined || now - this.#began.time < least || share <= this.#began.share) return undefined;
    const passed = now - this.#began.time;
    const reading = passed / (share - this.#began.share);
    return reading * (1 - share) + reading * (1 - this.#began.share) * finishing;
  }
}

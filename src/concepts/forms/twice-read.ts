import type { TerminologyWatch } from './form.ts';

/** Tells how far a file is that is read twice: each reading counts for half of it. */
export class TwiceRead {
  readonly #watch: TerminologyWatch;
  #half = 0;

  constructor(watch: TerminologyWatch) {
    this.#watch = watch;
  }

  /** @param bytes of the file that the first reading has read. */
  readonly first = (bytes: number): void => {
    this.#half = Math.floor(bytes / 2);
    this.#watch.progress(this.#half);
  };

  /** @param bytes of the file that the second one has read. */
  readonly second = (bytes: number): void => this.#watch.progress(this.#half + Math.ceil(bytes / 2));
}

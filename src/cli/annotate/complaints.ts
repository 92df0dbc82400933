import { UserError } from '../../core/errors.ts';
import { type Terminal, tell } from '../terminal.ts';

/** Tells what cannot be read, which is no reason not to read the rest. */
export class Complaints {
  readonly #terminal: Pick<Terminal, 'stderr'>;
  #exitCode: 0 | 1 = 0;

  constructor(terminal: Pick<Terminal, 'stderr'>) {
    this.#terminal = terminal;
  }

  /** 1 if an input could not be read. */
  get exitCode(): 0 | 1 {
    return this.#exitCode;
  }

  add(document: string, problem: string): void {
    tell(this.#terminal.stderr, `gerbera: ${document}: ${problem}\n`);
    this.#exitCode = 1;
  }

  /**
   * What an input gives, up to where it cannot be read, which is told; anything but its own fault ends the command. What
   * goes wrong in whoever takes the items is not caught here.
   * @param onEnd called if all of it could be read.
   */
  async *guarded<T>(document: string, found: AsyncIterable<T>, onEnd?: () => void): AsyncGenerator<T, void, undefined> {
    const items = found[Symbol.asyncIterator]();
    try {
      for (;;) {
        const next = await this.#next(document, items);
        if (next === undefined) return;
        if (next.done) break;
        yield next.value;
      }
    } finally {
      await items.return?.();
    }
    onEnd?.();
  }

  /** The next item, or undefined if it cannot be read. */
  async #next<T>(document: string, items: AsyncIterator<T>): Promise<IteratorResult<T> | undefined> {
    try {
      return await items.next();
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      const { message } = error;
      const named = message.startsWith(document) ? message.slice(document.length).replace(/^: /, '') : message;
      this.add(document, named);
      return undefined;
    }
  }
}

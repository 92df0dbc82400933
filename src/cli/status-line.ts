import { type Terminal, tell } from './terminal.ts';

/** Milliseconds between two lines where no terminal redraws one, and between two drawings where one does. */
const pauses = { line: 60_000, drawing: 200 };

/** Tells a person of long work on stderr: one line that is drawn again and again on a terminal, else a line now and then. */
export class StatusLine {
  readonly #terminal: Pick<Terminal, 'stderr'>;
  readonly #redraws: boolean;
  #drawn = 0;
  #told = Number.NEGATIVE_INFINITY;

  constructor(terminal: Pick<Terminal, 'stderr'>) {
    this.#terminal = terminal;
    this.#redraws = 'isTTY' in terminal.stderr && terminal.stderr.isTTY === true;
  }

  /**
   * Tells how far the work is, if it is time to.
   * @param share in [0, 1]; drawn as a bar on a terminal.
   * @param always whether to tell it whatever was told before.
   */
  progress(share: number, text: string, always = false): void {
    const now = performance.now();
    if (now - this.#told < (this.#redraws ? pauses.drawing : pauses.line) && !always) return;
    this.#told = now;
    if (!this.#redraws) {
      this.line(text);
      return;
    }
    // Some terminals do not know their width and give 0.
    const columns = ('columns' in this.#terminal.stderr && Number(this.#terminal.stderr.columns)) || 80;
    const shown = `${bar(share)} ${text}`.slice(0, Math.max(20, columns - 1));
    tell(this.#terminal.stderr, `\r${shown.padEnd(this.#drawn)}`);
    this.#drawn = shown.length;
  }

  /** A line that stays. */
  line(text: string): void {
    this.clear();
    tell(this.#terminal.stderr, `gerbera: ${text}\n`);
  }

  /** Leaves the terminal with a whole line. */
  clear(): void {
    if (this.#drawn > 0) tell(this.#terminal.stderr, `\r${' '.repeat(this.#drawn)}\r`);
    this.#drawn = 0;
  }
}

function bar(share: number): string {
  const filled = Math.round(20 * Math.min(1, share));
  return `[${'='.repeat(filled)}${' '.repeat(20 - filled)}]`;
}

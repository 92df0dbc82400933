import { count, plain } from '../evaluate/report/format.ts';
import type { EvaluationEvent } from '../evaluate/report/report.ts';
import { StatusLine } from './status-line.ts';
import type { Terminal } from './terminal.ts';

/** Tells a person of an evaluation on stderr. */
export class EvaluationProgress {
  readonly #status: StatusLine;
  readonly #told = new Map<string, number>();

  constructor(terminal: Terminal) {
    this.#status = new StatusLine(terminal);
  }

  show(event: EvaluationEvent): void {
    if (event.kind === 'start') {
      const { name, split, form } = event.corpus;
      const part = split === undefined ? '' : `, ${split}`;
      this.#status.line(
        `${plain(event.system.name)} on ${plain(name)}${part} (${form}): ${plain(event.types.join(', '))}`,
      );
      for (const [type, reason] of Object.entries(event.unscored)) {
        this.#status.line(plain(`${type} is not scored: ${reason}`));
      }
    } else if (event.kind === 'progress') {
      const { documents, words, share } = event;
      this.#status.progress(
        share,
        `${Math.round(100 * share)} %, ${count(documents)} documents, ${count(words)} words`,
      );
    } else if (event.kind === 'problem') {
      const { kind, file, line, message } = event.problem;
      const told = (this.#told.get(kind) ?? 0) + 1;
      this.#told.set(kind, told);
      if (told <= toldEach) this.#status.line(plain(`${file}: line ${line}: ${message}`));
      if (told === toldEach + 1) this.#status.line(`more problems of the kind "${kind}" are in the report`);
    }
  }

  /** Leaves the terminal with a whole line. */
  end(): void {
    this.#status.clear();
  }
}

/** Problems of each kind that are told as they come. */
const toldEach = 3;

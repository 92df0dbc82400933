import type { Terminology } from '../../concepts/concept.ts';
import type { DownloadEvent } from '../../concepts/download/download-terminology.ts';
import { counted, duration, plain } from '../../evaluate/report/format.ts';
import { bytesText } from '../sizes.ts';
import { StatusLine } from '../status-line.ts';
import type { Terminal } from '../terminal.ts';

/** Problems of a file that are told one by one. */
const toldEach = 10;

/** Tells a person of downloads and imports on stderr. */
export class ImportProgress {
  readonly #status: StatusLine;
  readonly #place: string;
  #problems = 0;

  /** @param place the file or folder that is read, for messages; '' where it is not known before. */
  constructor(terminal: Terminal, place: string) {
    this.#status = new StatusLine(terminal);
    this.#place = place;
  }

  show(event: DownloadEvent): void {
    switch (event.kind) {
      case 'begin': {
        const again = event.resumed > 0 ? `, going on after ${counted(event.resumed, 'concept')}` : '';
        this.#status.line(`${plain(event.name)}: read as ${event.form}${again}`);
        break;
      }
      case 'progress': {
        const { share, concepts, names, left } = event;
        const told = [`${Math.floor(100 * share)} %`, counted(concepts, 'concept'), counted(names, 'name')];
        this.#status.progress(share, [...told, ...remaining(left)].join(', '));
        break;
      }
      case 'problem':
        this.#problem(event.line, event.message);
        break;
      case 'done':
        if (event.problems > toldEach)
          this.#status.line(`${counted(event.problems, 'problem')} in all; what is told above is left out or mended`);
        break;
      case 'download': {
        const { bytes, total, left } = event;
        const share = total === undefined || total === 0 ? 0 : bytes / total;
        const of = total === undefined ? '' : ` of ${bytesText(total)}`;
        this.#status.progress(share, [`${bytesText(bytes)}${of}`, ...remaining(left)].join(', '));
        break;
      }
      case 'note':
        this.#status.line(plain(event.message));
        break;
      case 'checked':
        this.#status.line(
          `whole${event.publisher ? ", and its checksum is the publisher's" : ''}: SHA-256 ${event.sha256}`,
        );
    }
  }

  /** Leaves the terminal with a whole line. */
  end(): void {
    this.#status.clear();
  }

  #problem(line: number, message: string): void {
    this.#problems++;
    const place = this.#place === '' ? '' : `${this.#place}: `;
    if (this.#problems <= toldEach) this.#status.line(plain(`${place}line ${line}: ${message}`));
  }
}

/** A terminology in one line: `mesh: MeSH 2026: 30,956 concepts, 250,123 names (Chemical, Disease)`. */
export function terminologyLine({ name, title, version, concepts, names, types }: Terminology): string {
  const called = [title === name ? '' : title, version].filter((part) => part !== '').join(' ');
  const of = types.length > 0 ? ` (${types.join(', ')})` : '';
  return plain(`${name}: ${called}: ${counted(concepts, 'concept')}, ${counted(names, 'name')}${of}`);
}

function remaining(left: number | undefined): readonly string[] {
  return left === undefined || left < 500 ? [] : [`${duration(left / 1000)} left`];
}

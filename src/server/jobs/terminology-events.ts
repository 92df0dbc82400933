import type { Terminology } from '../../concepts/concept.ts';
import { isJsonObject } from '../../core/json.ts';
import type { Log } from '../log.ts';
import { downloadText, timeLeft } from './progress-text.ts';

/** Whom an import or a download tells how far it is. */
export interface TerminologyListener {
  /** @param share of what is read, in [0, 1]; undefined where it cannot be told. */
  progress(share: number | undefined, message: string): void;
}

/** A terminology that was taken in, and how many of its lines were left out or mended. */
export interface TakenIn {
  readonly terminology: Terminology;
  readonly problems: number;
}

/** Things that are wrong with a file and are logged one by one; the outcome counts them all. */
const problemsLogged = 50;

/** Reads what an import or a download tells, one event a line as JSON; a line that is none is logged. */
export class TerminologyEvents {
  readonly #listener: TerminologyListener;
  readonly #log: Log;
  #problems = 0;
  /** Whether what is imported was downloaded first: each of the two is half of the work. */
  #downloads = false;
  /** What was taken in; undefined until it is whole. */
  done: TakenIn | undefined;

  constructor(listener: TerminologyListener, log: Log) {
    this.#listener = listener;
    this.#log = log;
  }

  line(text: string): void {
    const event = parsed(text);
    if (event?.kind === 'begin') this.#begin(event);
    else if (event?.kind === 'progress') this.#progress(event);
    else if (event?.kind === 'download') this.#download(event);
    else if (event?.kind === 'note') this.#log.info(`terminology: ${event.message}`);
    else if (event?.kind === 'checked') this.#checked(event);
    else if (event?.kind === 'problem') this.#problem(event);
    else if (event?.kind === 'done' && isTerminology(event.terminology)) {
      const problems = isCount(event.problems) ? event.problems : 0;
      this.done = { terminology: event.terminology, problems };
    } else this.#log.debug(`terminology: ${text.slice(0, 500)}`);
  }

  #begin({ name, form, resumed }: Record<string, unknown>): void {
    this.#log.info(`terminology ${name}: read as ${form}`);
    this.#listener.progress(
      undefined,
      isCount(resumed) && resumed > 0 ? `going on after ${counted(resumed, 'concept')}` : 'reading',
    );
  }

  #progress({ share, concepts, left }: Record<string, unknown>): void {
    if (!isCount(share) || !isCount(concepts)) return;
    const rest = isCount(left) ? [timeLeft(left)] : [];
    this.#tell(this.#downloads ? 0.5 + share / 2 : share, [counted(concepts, 'concept'), ...rest].join(' · '));
  }

  #download({ bytes, total, left }: Record<string, unknown>): void {
    if (!isCount(bytes)) return;
    this.#downloads = true;
    const whole = isCount(total) && total > 0;
    const text = downloadText(bytes, whole ? total : undefined, isCount(left) ? left : undefined);
    this.#tell(whole ? bytes / total / 2 : undefined, text);
  }

  #checked({ file, sha256, publisher }: Record<string, unknown>): void {
    this.#log.info(
      `terminology: ${file}: SHA-256 ${sha256}${publisher === true ? ", the publisher's checksum is right" : ''}`,
    );
    this.#tell(0.5, 'checked');
  }

  #tell(share: number | undefined, message: string): void {
    this.#listener.progress(share === undefined ? undefined : Math.min(share, 1), message);
  }

  #problem({ line, message }: Record<string, unknown>): void {
    this.#problems++;
    if (this.#problems <= problemsLogged) this.#log.warn(`terminology: line ${line}: ${message}`);
    else if (this.#problems === problemsLogged + 1) {
      this.#log.warn('terminology: more of the kind; they are counted at the end');
    }
  }
}

function counted(count: number, what: string): string {
  return `${count.toLocaleString('en')} ${count === 1 ? what : `${what}s`}`;
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

function isTerminology(value: unknown): value is Terminology {
  return isJsonObject(value) && typeof value.name === 'string' && isCount(value.concepts) && isCount(value.names);
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

import { UserError } from '../../core/errors.ts';
import { isJsonObject } from '../../core/json.ts';
import type { EvaluationRequest } from '../../protocol.ts';
import type { DevicePreference } from '../../runtime/device.ts';
import type { Log } from '../log.ts';
import { OneCommand } from './one-command.ts';

/** Whom an evaluation tells how far it is. */
export interface EvaluationListener {
  /** @param share of the corpus, in [0, 1]. */
  progress(share: number, message: string): void;
}

/** What is evaluated, and where it runs. */
export interface Job extends EvaluationRequest {
  readonly device: DevicePreference;
}

/** Things that are wrong with a corpus and are logged one by one; the report counts them all. */
const problemsLogged = 50;

/** Evaluates models, one at a time, each with the command line's own `evaluate` in a process of its own. */
export class EvaluationJobs {
  readonly #command: OneCommand;
  readonly #log: Log;

  /** @param file the command line's program. */
  constructor(file: string, log: Log) {
    this.#command = new OneCommand(file, 'evaluation', 'evaluation', log);
    this.#log = log;
  }

  /**
   * Runs until the report is written.
   * @throws UserError with the reason if it cannot be done, or if another one runs; the signal's reason if it was cancelled.
   */
  async run(asked: Job, listener: EvaluationListener, signal: AbortSignal): Promise<void> {
    const told = new EventTeller(this.#log, listener);
    await this.#command.run({ args: argumentsOf(asked), line: (text) => told.line(text), signal });
    if (!told.done) throw new UserError('its process ended without a report; the output of GERBERA may tell why');
  }

  /** Ends what runs, for good. */
  dispose(): void {
    this.#command.dispose();
  }
}

/** The command line that does what is asked. */
export function argumentsOf({ place, split, model, against, out, device }: Job): readonly string[] {
  return [
    ...['evaluate', place],
    ...['--model', model, '--device', device],
    ...(split === undefined ? [] : ['--split', split]),
    ...(against === undefined ? [] : ['--against', against]),
    ...['--out', out, '--events'],
  ];
}

/** Tells what the events say, one a line; a line that is none is logged. */
class EventTeller {
  readonly #log: Log;
  readonly #listener: EvaluationListener;
  #problems = 0;
  /** Whether there is a report. */
  done = false;

  constructor(log: Log, listener: EvaluationListener) {
    this.#log = log;
    this.#listener = listener;
  }

  line(text: string): void {
    const event = parsed(text);
    if (event?.kind === 'progress') this.#progress(event);
    else if (event?.kind === 'problem' && isJsonObject(event.problem)) this.#problem(event.problem);
    else if (event?.kind === 'done') this.done = true;
    else if (event?.kind !== 'start') this.#log.debug(`evaluation: ${text.slice(0, 500)}`);
  }

  #progress({ share, documents, words }: Record<string, unknown>): void {
    if (![share, documents, words].every((value) => typeof value === 'number' && Number.isFinite(value))) return;
    const counted = (count: unknown, what: string) => `${Number(count).toLocaleString('en')} ${what}`;
    this.#listener.progress(
      Math.min(Math.max(Number(share), 0), 1),
      `${counted(documents, Number(documents) === 1 ? 'document' : 'documents')}, ${counted(words, 'words')}`,
    );
  }

  #problem({ file, line, message }: Record<string, unknown>): void {
    this.#problems++;
    if (this.#problems <= problemsLogged) this.#log.warn(`evaluation: ${file}: line ${line}: ${message}`);
    else if (this.#problems === problemsLogged + 1)
      this.#log.warn('evaluation: more of the kind; the report counts them');
  }
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

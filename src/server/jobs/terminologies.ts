import { UserError } from '../../core/errors.ts';
import { isJsonObject } from '../../core/json.ts';
import type { TerminologyImport } from '../../protocol.ts';
import type { Log } from '../log.ts';
import { areTexts } from './answer.ts';
import { runCommand } from './command-process.ts';
import { type TakenIn, TerminologyEvents, type TerminologyListener } from './terminology-events.ts';

/** Changes the store of terminologies, one change at a time, each with the command line's own `concepts` in a process of its own. */
export class TerminologyJobs {
  readonly #file: string;
  readonly #log: Log;
  readonly #end = new AbortController();
  #running: string | undefined;

  /** @param file the command line's program. */
  constructor(file: string, log: Log) {
    this.#file = file;
    this.#log = log;
  }

  /**
   * Runs until the terminology is whole in the store. What an import that is cancelled has read stays, for the next one of the
   * same file to go on from.
   * @param folder of the store, absolute.
   * @throws UserError with the reason if it cannot be done, or if the store is being changed; the signal's reason if it was
   *   cancelled.
   */
  import(
    asked: TerminologyImport,
    folder: string,
    listener: TerminologyListener,
    signal: AbortSignal,
  ): Promise<TakenIn> {
    return this.#take('import', importArguments(asked, folder), listener, signal);
  }

  /** The same of a terminology that its publisher offers, which is called. */
  download(name: string, folder: string, listener: TerminologyListener, signal: AbortSignal): Promise<TakenIn> {
    return this.#take('download', downloadArguments(name, folder), listener, signal);
  }

  /** @throws UserError if there is none of this name, or if the store is being changed. */
  async remove(name: string, folder: string, signal: AbortSignal): Promise<void> {
    await this.#run('removal', removeArguments(name, folder), () => {}, signal);
  }

  /** Ends what runs, for good. */
  dispose(): void {
    this.#end.abort(new UserError('the language server has ended'));
  }

  async #take(
    what: string,
    args: readonly string[],
    listener: TerminologyListener,
    signal: AbortSignal,
  ): Promise<TakenIn> {
    const events = new TerminologyEvents(listener, this.#log);
    await this.#run(what, args, (text) => events.line(text), signal);
    if (!events.done) throw new UserError(`its process ended before the ${what} was done; the output may tell why`);
    return events.done;
  }

  async #run(what: string, args: readonly string[], line: (text: string) => void, asking: AbortSignal): Promise<void> {
    if (this.#running !== undefined) {
      throw new UserError(
        `the ${this.#running} of a terminology is under way; wait for its end, or cancel it: they are changed one at a time`,
      );
    }
    this.#running = what;
    const signal = AbortSignal.any([asking, this.#end.signal]);
    try {
      await runCommand({ file: this.#file, args, name: `terminology ${what}`, log: this.#log, line, signal });
    } finally {
      this.#running = undefined;
    }
  }
}

/** The command line that imports what is asked. */
export function importArguments({ place, name, form, type }: TerminologyImport, folder: string): readonly string[] {
  return [
    ...['concepts', 'import', place, '--concepts', folder],
    ...(name === undefined ? [] : ['--name', name]),
    ...(form === undefined ? [] : ['--form', form]),
    ...(type === undefined ? [] : ['--type', type]),
    '--events',
  ];
}

export function downloadArguments(name: string, folder: string): readonly string[] {
  return ['concepts', 'download', name, '--concepts', folder, '--yes', '--events'];
}

export function removeArguments(name: string, folder: string): readonly string[] {
  return ['concepts', 'remove', name, '--concepts', folder];
}

/** Whether a message asks for an import. */
export function isTerminologyImport(asked: unknown): asked is TerminologyImport {
  if (!isJsonObject(asked) || typeof asked.place !== 'string') return false;
  return areTexts(asked.name, asked.form, asked.type, asked.workDoneToken);
}

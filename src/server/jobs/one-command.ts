import { UserError } from '../../core/errors.ts';
import type { Log } from '../log.ts';
import { type CommandOptions, runCommand } from './command-process.ts';

/** A subcommand of the command line of which one process runs at a time, for as long as the server lives. */
export class OneCommand {
  readonly #options: Pick<CommandOptions, 'file' | 'name' | 'log'>;
  readonly #what: string;
  readonly #end = new AbortController();
  #running = false;

  /**
   * @param file the command line's program.
   * @param name what the log calls it.
   * @param what it does, for people: `evaluation`.
   */
  constructor(file: string, name: string, what: string, log: Log) {
    this.#options = { file, name, log };
    this.#what = what;
  }

  /**
   * Runs until the process has ended; see `runCommand`.
   * @throws UserError also if another one runs, or the server ends.
   */
  async run({ args, line, signal }: Pick<CommandOptions, 'args' | 'line' | 'signal'>): Promise<void> {
    if (this.#running) throw new UserError(`another ${this.#what} is running; wait for its end, or cancel it`);
    this.#running = true;
    try {
      await runCommand({ ...this.#options, args, line, signal: AbortSignal.any([signal, this.#end.signal]) });
    } finally {
      this.#running = false;
    }
  }

  /** Ends what runs, for good. */
  dispose(): void {
    this.#end.abort(new UserError('the language server has ended'));
  }
}

import type { Arguments, OptionSpecs } from './arguments.ts';
import type { Terminal } from './terminal.ts';

/** A subcommand: a row of the table in `commands.ts`. */
export interface Command {
  readonly name: string;
  /** What stands after the name in its usage line. */
  readonly usage: string;
  readonly summary: string;
  /** More for its help, in lines of at most 100 characters. */
  readonly details?: string;
  readonly options: OptionSpecs;
  /**
   * @returns the exit code.
   * @throws UsageError, UserError, or the reason of the terminal's signal.
   */
  run(given: Arguments, terminal: Terminal): Promise<number>;
}

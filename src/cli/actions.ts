import { type Arguments, UsageError } from './arguments.ts';
import type { Terminal } from './terminal.ts';

/** What a command of several does: a row of its table. */
export interface Action {
  readonly name: string;
  /** Options that have an effect. */
  readonly options: readonly string[];
  /** @returns the exit code. */
  run(given: Arguments, terminal: Terminal): Promise<number>;
}

/**
 * The action of a command that its first argument names.
 * @param command its name, for messages.
 * @throws UsageError if there is none of that name, or an option is given that has no effect with it.
 */
export function chosenAction(command: string, actions: readonly Action[], name: string, given: Arguments): Action {
  const action = actions.find((each) => each.name === name);
  if (!action) throw new UsageError(`"${name}" is none of ${actions.map((each) => each.name).join(', ')}`);
  const other = given.names.find((option) => !action.options.includes(option));
  if (other !== undefined) throw new UsageError(`--${other} has no effect with "${command} ${name}"`);
  return action;
}

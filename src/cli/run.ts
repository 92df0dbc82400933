import { errorMessage, UserError } from '../core/errors.ts';
import { productVersion } from '../library/folders.ts';
import { parseArguments, UsageError } from './arguments.ts';
import type { Command } from './command.ts';
import { commandHelp, generalHelp } from './help.ts';
import { Interruption, type Terminal, tell, write } from './terminal.ts';

/**
 * Runs one command line and gives its exit code: 0 done, 1 something could not be read or done (said on stderr), 2 the
 * command line is wrong, 128 + n stopped by signal n.
 * @param argv what follows the program's name.
 */
export async function runCommandLine(
  argv: readonly string[],
  commands: readonly Command[],
  terminal: Terminal,
): Promise<number> {
  const [name = '', ...rest] = argv;
  try {
    if (name === '--version' || name === '-V') return await print(`gerbera ${productVersion()}\n`, terminal);
    if (name === '') throw new UsageError('a command is needed');
    if (['help', '--help', '-h'].includes(name)) return await print(help(rest[0], commands), terminal);
    const command = commands.find((candidate) => candidate.name === name);
    if (!command) throw new UsageError(`unknown command "${name}"`);
    const given = parseArguments(rest, { ...command.options, help: { kind: 'flag', help: 'this help' } });
    if (given.flag('help')) return await print(commandHelp(command), terminal);
    return await command.run(given, terminal);
  } catch (error) {
    if (terminal.signal.aborted && terminal.signal.reason instanceof Interruption)
      return terminal.signal.reason.exitCode;
    if (error instanceof Interruption) return error.exitCode;
    const known = commands.some((command) => command.name === name);
    if (error instanceof UsageError) {
      const hint = known ? `gerbera help ${name}` : 'gerbera help';
      return fail(`gerbera: ${error.message}\nTry "${hint}".\n`, 2, terminal);
    }
    // What the system refuses (no space, no permission) is no bug either.
    const system = error instanceof Error && 'syscall' in error;
    if (error instanceof UserError || system) return fail(`gerbera: ${error.message}\n`, 1, terminal);
    const stack = error instanceof Error ? error.stack : undefined;
    return fail(`gerbera: internal error: ${stack ?? errorMessage(error)}\n`, 1, terminal);
  }
}

function help(topic: string | undefined, commands: readonly Command[]): string {
  if (topic === undefined) return generalHelp(commands);
  const command = commands.find(({ name }) => name === topic);
  if (!command) throw new UsageError(`unknown command "${topic}"`);
  return commandHelp(command);
}

async function print(text: string, { stdout }: Terminal): Promise<number> {
  await write(stdout, text);
  return 0;
}

function fail(text: string, exitCode: number, { stderr }: Terminal): number {
  tell(stderr, text);
  return exitCode;
}

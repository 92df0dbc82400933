import { type ChildProcess, fork } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { UserError } from '../../core/errors.ts';
import { reasonOf } from '../../runs/reason-of-end.ts';
import type { Log } from '../log.ts';

export interface CommandOptions {
  /** The command line's program. */
  readonly file: string;
  readonly args: readonly string[];
  /** What the log calls the process. */
  readonly name: string;
  readonly log: Log;
  /** Told of each line of its standard output. */
  line(text: string): void;
  /** Asks the process to end: at once where the system has no signals. */
  readonly signal: AbortSignal;
}

/** How long a process that was asked to end may take, in milliseconds. */
export const grace = 3000;

/** Lines of standard error that are kept to tell why it failed. */
const lastLines = 5;

/**
 * Runs a subcommand of the command line in a process of its own until it has ended. It ends when this process does, however
 * this one ends. What it writes to standard error goes to the log.
 * @throws UserError with what it said last if it failed, or how it ended if it was killed or crashed; the signal's reason if
 *   it was asked to end.
 */
export async function runCommand({ file, args, name, log, line, signal }: CommandOptions): Promise<void> {
  signal.throwIfAborted();
  // A channel, though nothing is said over it: the child learns from it that this process is gone.
  const child = fork(file, args, { execArgv: [], stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  log.info(`${name}: process ${child.pid} started`);
  const kill = () => child.kill('SIGKILL');
  let timer: NodeJS.Timeout | undefined;
  const stop = () => {
    child.kill('SIGTERM');
    timer ??= setTimeout(kill, grace);
  };
  process.once('exit', kill);
  signal.addEventListener('abort', stop);
  const said: string[] = [];
  const streams = [
    eachLine(child.stdout, line),
    eachLine(child.stderr, (text) => {
      log.info(`${name}: ${text}`);
      said.push(text);
      if (said.length > lastLines) said.shift();
    }),
  ];
  try {
    const how = await ended(child);
    // A process that is gone may have left more to read.
    await Promise.all(streams);
    log.info(`${name}: ended (${how})`);
    signal.throwIfAborted();
    if (how !== 'exit code 0') throw new UserError(reasonOf(said, how));
  } finally {
    clearTimeout(timer);
    process.off('exit', kill);
    signal.removeEventListener('abort', stop);
  }
}

/** `exit code N`, or the signal's name. */
function ended(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => {
      // An error of the channel leaves a process behind; one that never started has no id.
      if (child.pid === undefined) resolve(error.message);
      else child.kill('SIGKILL');
    });
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
}

async function eachLine(stream: Readable | null, take: (text: string) => void): Promise<void> {
  if (stream)
    for await (const text of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) take(text);
}

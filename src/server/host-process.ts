import { type ChildProcess, fork } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { HostReply, HostRequest } from '../protocol.ts';
import type { Log } from './log.ts';

/** What a model host tells: its replies, then once that it has ended and how. */
export interface HostListener {
  reply(reply: HostReply): void;
  exit(how: string): void;
}

/** A running model host. It ends when this process does. */
export class HostProcess {
  readonly #child: ChildProcess;

  /** @param file the model host's program. What it prints goes to the log. */
  constructor(file: string, log: Log, listener: HostListener) {
    // Flags of this process, such as a debugger's port, are not the host's.
    const child = fork(file, { execArgv: [], stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
    this.#child = child;
    const kill = () => this.kill();
    process.once('exit', kill);
    let ended = false;
    const end = (how: string) => {
      if (ended) return;
      ended = true;
      process.off('exit', kill);
      listener.exit(how);
    };
    child.on('message', (message) => {
      // The channel's other end is our own program.
      if (!ended) listener.reply(message as HostReply);
    });
    child.on('error', (error) => {
      log.error(`model host: ${error.message}`);
      // An error of the channel leaves a process behind; one that never started has no id.
      if (child.pid === undefined) end(error.message);
      else this.kill();
    });
    child.on('exit', (code, signal) => end(signal ?? `exit code ${code}`));
    logLines(child.stdout, log);
    logLines(child.stderr, log);
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** A message to a host that has ended is lost; its exit is told. */
  send(request: HostRequest): void {
    if (this.#child.connected) this.#child.send(request, () => {});
  }

  /** Ends the process at once: it has nothing to lose. */
  kill(): void {
    this.#child.kill('SIGKILL');
  }
}

function logLines(stream: Readable | null, log: Log): void {
  if (stream) createInterface(stream).on('line', (line) => log.debug(`model host: ${line}`));
}

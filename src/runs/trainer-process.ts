import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { errorMessage } from '../core/errors.ts';
import { refusal } from '../files/durable.ts';
import { reasonOf } from './reason-of-end.ts';

export interface TrainerOptions {
  /** The command line's program. */
  readonly file: string;
  readonly args: readonly string[];
  /** What it says goes to the end of this file. */
  readonly outputFile: string;
  /** Whether it goes on when this process ends. */
  readonly keepRunning: boolean;
}

/** Lines of its output that tell why it ended. */
const lastLines = 20;
const lastBytes = 2 ** 16;

/** A process of `gerbera train`, of low priority. */
export class TrainerProcess {
  /** How it ended: `exit code N`, or a signal's name. */
  readonly ended: Promise<string>;
  readonly #child: ChildProcess;
  readonly #outputFile: string;
  /** Of the output file when it began: what is before it is an earlier one's. */
  readonly #before: number;

  /** @throws UserError naming the output file if it cannot be written. */
  constructor({ file, args, outputFile, keepRunning }: TrainerOptions) {
    this.#outputFile = outputFile;
    const output = openedForAppending(outputFile);
    try {
      this.#before = statSync(outputFile).size;
      this.#child = spawn(process.execPath, [file, ...args], {
        // The editor's own program is Node with this alone.
        env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
        // A folder that nobody wants to remove while it runs.
        cwd: path.dirname(outputFile),
        detached: keepRunning,
        windowsHide: true,
        // It learns from the channel's end that this process is gone.
        stdio: ['ignore', output, output, ...(keepRunning ? [] : (['ipc'] as const))],
      });
    } finally {
      closeSync(output);
    }
    this.ended = endOf(this.#child);
    this.#child.unref();
    this.#child.channel?.unref();
    if (this.#child.pid !== undefined) lowerPriority(this.#child.pid);
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Asks it to end. */
  stop(): void {
    this.#child.kill('SIGTERM');
  }

  /** Ends it at once. */
  kill(): void {
    this.#child.kill('SIGKILL');
  }

  /** Why it ended, as it said itself. */
  reason(how: string): string {
    try {
      const said = endOfFile(this.#outputFile, this.#before);
      return reasonOf(said.trimEnd().split('\n').slice(-lastLines), how);
    } catch (thrown) {
      return `its process ended unexpectedly (${how}); ${errorMessage(thrown)}`;
    }
  }
}

/** What a file says from a byte on, of more than `lastBytes` the end. */
function endOfFile(file: string, from: number): string {
  const { size } = statSync(file);
  const descriptor = openSync(file, 'r');
  try {
    const bytes = Buffer.alloc(Math.min(lastBytes, Math.max(0, size - from)));
    const read = readSync(descriptor, bytes, 0, bytes.length, size - bytes.length);
    return bytes.toString('utf8', 0, read);
  } finally {
    closeSync(descriptor);
  }
}

function openedForAppending(file: string): number {
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    return openSync(file, 'a');
  } catch (thrown) {
    throw refusal(file, thrown);
  }
}

function endOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => {
      // One that never started has no id; an error of the channel leaves it running.
      if (child.pid === undefined) resolve(error.message);
    });
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
}

/** Whoever writes a paper meanwhile comes first. Systems that refuse it train at their usual pace. */
function lowerPriority(pid: number): void {
  try {
    os.setPriority(pid, os.constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {}
}

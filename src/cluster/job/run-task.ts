import { spawn } from 'node:child_process';
import { closeSync, existsSync, linkSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { constants, hostname } from 'node:os';
import path from 'node:path';
import { errorMessage, UserError } from '../../core/errors.ts';
import { writeTextDurably } from '../../files/durable.ts';
import { JobFolder } from './folder.ts';
import { type ArrayRecord, type ExitRecord, parseRecord, type StartedRecord } from './records.ts';

/** What the cluster says of the task that runs here. */
export interface TaskPlace {
  /** The folder of the job, absolute. */
  readonly folder: string;
  /** The array's file, relative to the folder. */
  readonly tasks: string;
  readonly index: number;
  /** The array's job. */
  readonly job: string;
}

/**
 * Runs a task of an array on the node that it was given, and writes what becomes of it. An attempt belongs to the first job
 * that begins it: where an array was submitted twice, the other one does nothing. The same job may begin it again, after its
 * node failed.
 * @param signals that are handed on to the task.
 * @returns the task's exit code: the cluster lets others begin that wait for it only if it is 0.
 * @throws UserError naming what cannot be read or written.
 */
export async function runTask({ folder, tasks, index, job }: TaskPlace, signals: NodeJS.EventEmitter): Promise<number> {
  const file = path.join(folder, tasks);
  const { tasks: all, cwd } = parseRecord<ArrayRecord>(readFileSync(file, 'utf8'), file, ['tasks', 'cwd']);
  const task = all[index];
  if (!task) throw new UserError(`${file}: has no task ${index}`);
  const attempt = new JobFolder(folder).attemptFolder(task.id, task.attempt);
  const started: StartedRecord = { host: hostname(), pid: process.pid, job, started: new Date().toISOString() };
  mkdirSync(attempt, { recursive: true });
  if (!claim(path.join(attempt, 'started.json'), started)) return 0;
  const [program, ...args] = task.command;
  const output = ['stdout.txt', 'stderr.txt'].map((name) => openSync(path.join(attempt, name), 'w'));
  const child = spawn(program, args, {
    cwd: existsSync(cwd) ? cwd : folder,
    stdio: ['ignore', ...output],
  });
  for (const descriptor of output) closeSync(descriptor);
  const hand = (signal: NodeJS.Signals) => child.kill(signal);
  for (const signal of handedOn) signals.on(signal, hand);
  const end = await new Promise<Pick<ExitRecord, 'code' | 'signal'> & { readonly problem?: string }>((resolve) => {
    child.once('error', (error) => resolve({ code: 127, signal: null, problem: errorMessage(error) }));
    child.once('exit', (code, signal) =>
      resolve({ code: code ?? 128 + (signal ? constants.signals[signal] : 0), signal }),
    );
  });
  for (const signal of handedOn) signals.off(signal, hand);
  const { problem, ...exit } = end;
  const reason = problem ?? lastWords(path.join(attempt, 'stderr.txt'));
  const record: ExitRecord = { ...started, ended: new Date().toISOString(), ...exit, reason };
  writeTextDurably(path.join(attempt, 'exit.json'), `${JSON.stringify(record)}\n`);
  return exit.code;
}

const handedOn = ['SIGTERM', 'SIGINT'] as const;

/** @returns whether the attempt is this job's: nobody had begun it, or it had itself. */
function claim(file: string, own: StartedRecord): boolean {
  const text = `${JSON.stringify(own)}\n`;
  const whole = `${file}.${own.host}.${own.pid}`;
  writeFileSync(whole, text);
  try {
    // Appears with all that is in it, for one of several.
    linkSync(whole, file);
    return true;
  } catch (thrown) {
    if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIST')) throw thrown;
    const { job } = parseRecord<StartedRecord>(readFileSync(file, 'utf8'), file, ['job']);
    if (job !== own.job) return false;
    writeTextDurably(file, text);
    return true;
  } finally {
    rmSync(whole, { force: true });
  }
}

/** The end of what a task said, in one line. */
function lastWords(file: string): string {
  const lines = readFileSync(file, 'utf8')
    .slice(-2000)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return (lines.findLast((line) => /error|heap out of memory|^gerbera:/i.test(line)) ?? lines.at(-1) ?? '').slice(
    0,
    300,
  );
}

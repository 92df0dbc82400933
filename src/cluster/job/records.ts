import { UserError } from '../../core/errors.ts';
import { isJsonObject } from '../../core/json.ts';
import type { ArrayElement } from '../scheduler.ts';
import type { TaskNeeds } from '../task.ts';

/** A task as a node runs it. */
export interface SubmittedTask {
  readonly id: string;
  /** From 1. */
  readonly attempt: number;
  readonly command: readonly [program: string, ...args: string[]];
  /** Attempts at other tasks that it waits for in the queue. */
  readonly after: readonly { readonly id: string; readonly attempt: number }[];
}

/** What is written before an array is submitted: `submissions/N/array.json`; index I of it runs the task I. */
export interface ArrayRecord {
  readonly name: string;
  readonly needs: TaskNeeds;
  /** Where the commands begin, where the node has that folder. */
  readonly cwd: string;
  readonly tasks: readonly SubmittedTask[];
  readonly after: readonly ArrayElement[];
}

/** What a node writes when it begins: `tasks/ID/ATTEMPT/started.json`. */
export interface StartedRecord {
  readonly host: string;
  readonly pid: number;
  /** The array's job; '' where the cluster does not say. */
  readonly job: string;
  /** ISO 8601, UTC. */
  readonly started: string;
}

/** What a node writes when a task has ended: `tasks/ID/ATTEMPT/exit.json`. */
export interface ExitRecord extends StartedRecord {
  readonly ended: string;
  /** 128 and the signal's number where a signal ended it, 127 where the program could not be started. */
  readonly code: number;
  readonly signal: string | null;
  /** The last that it said on stderr; '' if nothing. */
  readonly reason: string;
}

/** What the client judges of an attempt that gave nothing: `tasks/ID/ATTEMPT/outcome.json`. */
export interface OutcomeRecord {
  readonly reason: string;
  /** What it had too little of. */
  readonly short: 'time' | 'memory' | null;
  /** False of one that never began, since what it waits for failed. */
  readonly counted: boolean;
}

/**
 * Reads a record that this program wrote: what is in it is checked as far as a file that was cut off or edited would do harm.
 * @throws UserError naming the file.
 */
export function parseRecord<Record extends object>(
  text: string,
  file: string,
  keys: readonly (keyof Record)[],
): Record {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  if (isJsonObject(value) && keys.every((key) => value[String(key)] !== undefined)) return value as unknown as Record;
  throw new UserError(`${file}: is damaged; remove the folder that it lies in, and start again`);
}

import { UserError } from '../core/errors.ts';
import type { TaskNeeds } from './task.ts';

/** A task of an array that another array waits for. */
export interface ArrayElement {
  readonly job: string;
  readonly index: number;
}

/** Tasks with the same needs that are submitted at once; they are known by their index, from 0. */
export interface TaskArray {
  /** Of the array alone, ever: it is found by it where it is not known whether it was submitted. */
  readonly name: string;
  /** The program that the cluster starts for each task, with the index as its last argument. */
  readonly runner: readonly string[];
  /** The shared folder that the runner begins in, absolute. */
  readonly folder: string;
  /** What the runner says goes here, relative to the folder, with the index behind it. */
  readonly output: string;
  readonly count: number;
  readonly needs: TaskNeeds;
  /** That must have succeeded before any of these tasks begins. */
  readonly after: readonly ArrayElement[];
  /** At most so many of them run at once. */
  readonly atOnce?: number;
}

/** Why a cluster ended a task. */
export type EndCause = 'time' | 'memory' | 'node' | 'cancelled' | 'failed' | 'done';

/** How a cluster says that a task of an array stands. */
export interface QueuedTask {
  /** Of its array. */
  readonly name: string;
  readonly job: string;
  readonly index: number;
  readonly state: 'queued' | 'running' | 'ended';
  /** Of one that has ended. */
  readonly cause?: EndCause;
  /** In the cluster's own words; '' where it says nothing. */
  readonly reason: string;
}

/** What a cluster's own tools do; Slurm is one. */
export interface Scheduler {
  /** How many tasks an array may have. */
  largestArray(signal: AbortSignal): Promise<number>;
  /** @returns the array's job. @throws SchedulerTrouble where it may be possible later, UserError where it is not. */
  submit(array: TaskArray, signal: AbortSignal): Promise<string>;
  /**
   * The tasks of arrays that the cluster knows of, also those that ended a short time ago.
   * @param names of the arrays.
   * @throws SchedulerTrouble
   */
  queue(names: readonly string[], signal: AbortSignal): Promise<readonly QueuedTask[]>;
  /** Ends all tasks of jobs; those that have ended are passed over. */
  cancel(jobs: readonly string[], signal: AbortSignal): Promise<void>;
}

/**
 * What a cluster refuses for the time being. `down`: it does not answer, and it is not known whether it did what it was
 * asked; `full`: it takes no more tasks of this user; `dependency`: it does not know a task any more that is waited for.
 */
export class SchedulerTrouble extends UserError {
  readonly kind: 'down' | 'full' | 'dependency';

  constructor(kind: SchedulerTrouble['kind'], message: string) {
    super(message);
    this.kind = kind;
  }
}

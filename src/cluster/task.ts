/** A program with its arguments that a cluster runs on one node. */
export interface ClusterTask {
  /** Unique in its job; names files, so letters, digits, `-`, `_` and `.` alone. */
  readonly id: string;
  readonly command: readonly [program: string, ...args: string[]];
  readonly needs: TaskNeeds;
  /** Ids of tasks of the same job that must have succeeded before. */
  readonly after: readonly string[];
}

/** What a task is given; it is ended when it takes more. */
export interface TaskNeeds {
  readonly cpus: number;
  /** In MiB. */
  readonly memory: number;
  /** In minutes. */
  readonly minutes: number;
  readonly gpus: number;
}

export const taskStates = ['waiting', 'queued', 'running', 'done', 'failed'] as const;

/** How a task stands. */
export interface TaskStatus {
  readonly id: string;
  readonly state: (typeof taskStates)[number];
  /** How often it was submitted. */
  readonly attempts: number;
  /** Why it failed, as far as the cluster or its own output tells. */
  readonly reason?: string;
}

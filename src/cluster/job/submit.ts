import { type ArrayElement, type Scheduler, SchedulerTrouble } from '../scheduler.ts';
import type { TaskNeeds } from '../task.ts';
import type { JobFolder } from './folder.ts';
import type { TaskProgress } from './progress.ts';

/** How tasks are submitted. */
export interface SubmitOptions {
  readonly scheduler: Scheduler;
  /** The program that runs a task, before the array's file and the index. */
  readonly runner: readonly string[];
  /** Where tasks begin. */
  readonly cwd: string;
  /** At most so many of an array run at once. */
  readonly atOnce?: number;
  readonly signal: AbortSignal;
}

/** Tasks that go into one array. */
export interface TaskGroup {
  readonly needs: TaskNeeds;
  readonly after: readonly ArrayElement[];
  readonly tasks: readonly TaskProgress[];
}

/**
 * The tasks that can be submitted now, by what they need and wait for: those whose prerequisites are done or in the queue.
 * @param element of a task in the queue; undefined while its job is not known.
 */
export function readyGroups(
  all: ReadonlyMap<string, TaskProgress>,
  element: (progress: TaskProgress) => ArrayElement | undefined,
): readonly TaskGroup[] {
  const groups = new Map<string, { needs: TaskNeeds; after: ArrayElement[]; tasks: TaskProgress[] }>();
  for (const progress of all.values()) {
    if (progress.state !== 'waiting') continue;
    const pending = progress.task.after.map((id) => all.get(id)).filter((other) => other && other.state !== 'done');
    const after = pending.flatMap((other) => (other && element(other)) ?? []);
    if (after.length < pending.length) continue;
    const { cpus, memory, minutes, gpus } = progress.needs;
    const key = JSON.stringify([cpus, memory, minutes, gpus, after]);
    const group = groups.get(key) ?? { needs: progress.needs, after, tasks: [] };
    group.tasks.push(progress);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** Submits tasks as arrays, each noted in the folder before and after, so that none is submitted twice. */
export class Submitter {
  readonly #folder: JobFolder;
  readonly #options: SubmitOptions;
  readonly #jobs = new Map<number, string>();
  #next: number;
  #largest: number | undefined;
  #most = Number.POSITIVE_INFINITY;

  constructor(folder: JobFolder, options: SubmitOptions) {
    this.#folder = folder;
    this.#options = options;
    const known = folder.submissions();
    this.#next = (known.at(-1) ?? 0) + 1;
    for (const submission of known) {
      const job = folder.jobOf(submission);
      if (job !== undefined) this.#jobs.set(submission, job);
    }
  }

  /** The job of a submission; undefined while it is not known whether it reached the cluster. */
  jobOf(submission: number): string | undefined {
    return this.#jobs.get(submission);
  }

  noteJob(submission: number, job: string): void {
    this.#folder.noteJob(submission, job);
    this.#jobs.set(submission, job);
  }

  /**
   * Submits all tasks that can be, those that wait for others in the queue among them.
   * @returns the arrays; `trouble` says why there may be more to come.
   * @throws UserError if the cluster will not take them.
   */
  async submitReady(
    all: ReadonlyMap<string, TaskProgress>,
  ): Promise<{ readonly submitted: readonly { job: string; tasks: number }[]; readonly trouble?: SchedulerTrouble }> {
    const submitted: { job: string; tasks: number }[] = [];
    const element = ({ current }: TaskProgress): ArrayElement | undefined => {
      const job = current && this.#jobs.get(current.submission);
      return job === undefined || !current ? undefined : { job, index: current.index };
    };
    try {
      for (;;) {
        const groups = readyGroups(all, element);
        if (groups.length === 0) return { submitted };
        for (const group of groups) {
          for (let from = 0; from < group.tasks.length; ) {
            const most = Math.min(await this.#largestArray(), this.#most);
            const tasks = group.tasks.slice(from, from + most);
            const job = await this.#submitArray({ ...group, tasks }, all);
            if (job === undefined) continue;
            submitted.push({ job, tasks: tasks.length });
            from += tasks.length;
          }
        }
      }
    } catch (thrown) {
      if (!(thrown instanceof SchedulerTrouble)) throw thrown;
      return { submitted, trouble: thrown };
    }
  }

  /** Submits an array that was noted, and of which the cluster knows nothing. */
  async submitAgain(submission: number): Promise<string> {
    const { name, needs, after, tasks } = this.#folder.array(submission);
    const { scheduler, runner, atOnce, signal } = this.#options;
    const places = this.#folder.placesOf(submission);
    const array = {
      ...{ name, needs, after, folder: this.#folder.folder, output: places.output, count: tasks.length },
      runner: [...runner, places.tasks],
      ...(atOnce === undefined ? {} : { atOnce }),
    };
    const job = await scheduler.submit(array, signal);
    this.noteJob(submission, job);
    return job;
  }

  /** @returns undefined if it was too large for now, and smaller ones may do. */
  async #submitArray(group: TaskGroup, all: ReadonlyMap<string, TaskProgress>): Promise<string | undefined> {
    const { needs, after, tasks } = group;
    const submission = this.#next++;
    const name = this.#folder.arrayName(submission);
    const submitted = tasks.map(({ task, attempts }) => ({
      ...{ id: task.id, attempt: attempts + 1, command: task.command },
      after: task.after.flatMap((id) => {
        const current = all.get(id)?.current;
        return current ? [{ id, attempt: current.number }] : [];
      }),
    }));
    this.#folder.noteArray(submission, { name, needs, cwd: this.#options.cwd, tasks: submitted, after });
    let job: string;
    try {
      job = await this.submitAgain(submission);
    } catch (thrown) {
      const trouble = thrown instanceof SchedulerTrouble ? thrown.kind : undefined;
      // It may have reached the cluster all the same: the queue will tell.
      if (trouble === 'down') this.#begin(group, submission, name, submitted);
      else this.#folder.dropArray(submission);
      if (trouble !== 'full' || tasks.length === 1) throw thrown;
      this.#most = Math.ceil(tasks.length / 2);
      return undefined;
    }
    this.#begin(group, submission, name, submitted);
    this.#most *= 2;
    return job;
  }

  #begin(
    { tasks, needs }: TaskGroup,
    submission: number,
    name: string,
    submitted: readonly { readonly after: readonly { readonly id: string; readonly attempt: number }[] }[],
  ): void {
    for (const [index, progress] of tasks.entries()) {
      progress.attempts++;
      progress.state = 'queued';
      progress.current = {
        ...{ number: progress.attempts, submission, index, name, needs },
        after: submitted[index]?.after ?? [],
      };
    }
  }

  async #largestArray(): Promise<number> {
    this.#largest ??= await this.#options.scheduler.largestArray(this.#options.signal);
    return this.#largest;
  }
}

import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { errorMessage, UserError } from '../../core/errors.ts';
import { writeTextDurably } from '../../files/durable.ts';
import { type ArrayRecord, type ExitRecord, type OutcomeRecord, parseRecord, type StartedRecord } from './records.ts';

/**
 * The folder of a cluster's job, shared by the client and all nodes. All that is known of the job lies in it, so that any
 * client can go on with it:
 *
 *     cluster.json                  what its arrays are called
 *     submissions/N/array.json      written before an array is submitted
 *     submissions/N/job.json        its job, once it is
 *     submissions/N/INDEX.txt       what the runner itself says
 *     tasks/ID/ATTEMPT/…            started.json, exit.json, outcome.json, stdout.txt, stderr.txt
 */
export class JobFolder {
  readonly folder: string;

  /** @param folder absolute. */
  constructor(folder: string) {
    this.folder = folder;
  }

  get lockFile(): string {
    return path.join(this.folder, '.lock');
  }

  /** Appears when the job is cancelled: the client that waits for it ends then. */
  get cancelFile(): string {
    return path.join(this.folder, 'cancelled');
  }

  get exists(): boolean {
    return existsSync(this.#file('cluster.json'));
  }

  /** @throws UserError naming the folder if it cannot be made. */
  make(): void {
    try {
      mkdirSync(this.#file('submissions'), { recursive: true });
      mkdirSync(this.#file('tasks'), { recursive: true });
    } catch (thrown) {
      throw new UserError(`${this.folder}: cannot be made: ${errorMessage(thrown)}`);
    }
    if (!this.exists) this.#write({ id: randomBytes(6).toString('hex') }, 'cluster.json');
  }

  /** The name of a submission's array. */
  arrayName(submission: number): string {
    const file = this.#file('cluster.json');
    const { id } = parseRecord<{ id: string }>(readFileSync(file, 'utf8'), file, ['id']);
    return `gerbera-${id}-${submission}`;
  }

  /** The numbers of arrays that were, or were about to be, submitted; in order. */
  submissions(): readonly number[] {
    const found = existsSync(this.#file('submissions')) ? readdirSync(this.#file('submissions')) : [];
    return found
      .map(Number)
      .filter((number) => Number.isSafeInteger(number) && existsSync(this.#arrayFile(number)))
      .toSorted((a, b) => a - b);
  }

  array(submission: number): ArrayRecord {
    const file = this.#arrayFile(submission);
    return parseRecord<ArrayRecord>(readFileSync(file, 'utf8'), file, ['name', 'needs', 'tasks', 'after', 'cwd']);
  }

  /** The file of an array's tasks, relative to the folder; and where its runner's output goes, with the index behind it. */
  placesOf(submission: number): { readonly tasks: string; readonly output: string } {
    return { tasks: `submissions/${submission}/array.json`, output: `submissions/${submission}/` };
  }

  noteArray(submission: number, record: ArrayRecord): void {
    mkdirSync(this.#file('submissions', String(submission)), { recursive: true });
    this.#write(record, 'submissions', String(submission), 'array.json');
  }

  /** Forgets an array that was not submitted. */
  dropArray(submission: number): void {
    rmSync(this.#file('submissions', String(submission)), { recursive: true, force: true });
  }

  noteJob(submission: number, job: string): void {
    this.#write({ job }, 'submissions', String(submission), 'job.json');
  }

  jobOf(submission: number): string | undefined {
    return this.#read<{ job: string }>(['job'], 'submissions', String(submission), 'job.json')?.job;
  }

  started(id: string, attempt: number): StartedRecord | undefined {
    return this.#read<StartedRecord>(['host', 'job'], 'tasks', id, String(attempt), 'started.json');
  }

  exit(id: string, attempt: number): ExitRecord | undefined {
    return this.#read<ExitRecord>(['code', 'reason'], 'tasks', id, String(attempt), 'exit.json');
  }

  outcome(id: string, attempt: number): OutcomeRecord | undefined {
    return this.#read<OutcomeRecord>(['reason', 'counted'], 'tasks', id, String(attempt), 'outcome.json');
  }

  noteOutcome(id: string, attempt: number, outcome: OutcomeRecord): void {
    mkdirSync(this.attemptFolder(id, attempt), { recursive: true });
    this.#write(outcome, 'tasks', id, String(attempt), 'outcome.json');
  }

  attemptFolder(id: string, attempt: number): string {
    return this.#file('tasks', id, String(attempt));
  }

  #arrayFile(submission: number): string {
    return this.#file('submissions', String(submission), 'array.json');
  }

  #file(...names: readonly string[]): string {
    return path.join(this.folder, ...names);
  }

  #write(value: object, ...names: readonly string[]): void {
    writeTextDurably(this.#file(...names), `${JSON.stringify(value)}\n`);
  }

  /** What a node or client wrote; undefined where there is nothing, or where it is being written. */
  #read<Record extends object>(keys: readonly (keyof Record)[], ...names: readonly string[]): Record | undefined {
    const file = this.#file(...names);
    try {
      // A network's file system looks again at what is in a folder that is listed.
      if (!readdirSync(path.dirname(file)).includes(path.basename(file))) return undefined;
      return parseRecord<Record>(readFileSync(file, 'utf8'), file, keys);
    } catch {
      return undefined;
    }
  }
}

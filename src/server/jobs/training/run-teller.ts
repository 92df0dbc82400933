import type { Connection } from 'vscode-languageserver/node';
import { errorMessage } from '../../../core/errors.ts';
import { type RunLog, trainingNotifications } from '../../../protocol/training.ts';
import { followLog } from '../../../runs/follow-log.ts';
import { readEntry } from '../../../runs/registry.ts';
import type { RunSummary } from '../../../runs/run.ts';
import { listRuns } from '../../../runs/run-list.ts';
import { watchRuns } from '../../../runs/watch-runs.ts';
import type { Log } from '../../log.ts';

/** Tells the client of runs and their logs: of those of every window and command line, once it has to do with any. */
export class RunTeller {
  readonly #connection: Pick<Connection, 'sendNotification'>;
  readonly #log: Log;
  readonly #end = new AbortController();
  #watching = false;
  #following = new AbortController();

  constructor(connection: Pick<Connection, 'sendNotification'>, log: Log) {
    this.#connection = connection;
    this.#log = log;
  }

  /** Watches runs if one is under way: a window that was closed finds its runs again. */
  async begin(): Promise<void> {
    const runs = await listRuns();
    if (runs.some(({ state }) => state === 'running')) this.watch();
  }

  /** Newest first; the client is told of changes from now on. */
  list(): Promise<readonly RunSummary[]> {
    this.watch();
    return listRuns();
  }

  /** Tells the client of all runs now, and whenever one has begun, gone on or ended. Idempotent. */
  watch(): void {
    if (this.#watching || this.#end.signal.aborted) return;
    this.#watching = true;
    const told = (runs: readonly RunSummary[]) => this.#send(trainingNotifications.runs, runs);
    watchRuns(told, this.#end.signal).catch((thrown: unknown) => {
      this.#watching = false;
      this.#log.error(`training: runs are not watched any more: ${errorMessage(thrown)}`);
    });
  }

  /** Tells the logs of these runs from their beginnings, in place of those before. */
  async follow(runs: readonly string[]): Promise<void> {
    this.watch();
    this.#following.abort();
    const following = new AbortController();
    this.#following = following;
    const signal = AbortSignal.any([following.signal, this.#end.signal]);
    for (const run of new Set(runs)) {
      const entry = await readEntry(run);
      if (signal.aborted) return;
      if (entry) void this.#followOne(run, entry.output, signal);
      else this.#log.warn(`training: there is no run ${run} to follow`);
    }
  }

  /** Ends what it does, for good. */
  dispose(): void {
    this.#end.abort();
  }

  async #followOne(run: string, output: string, signal: AbortSignal): Promise<void> {
    try {
      const told = (entries: RunLog['entries'], anew: boolean) =>
        this.#send(trainingNotifications.log, { run, anew, entries } satisfies RunLog);
      await followLog(output, told, signal);
    } catch (thrown) {
      this.#log.error(`training: the log of ${output} is not followed any more: ${errorMessage(thrown)}`);
    }
  }

  #send(name: string, told: unknown): void {
    // A client that has gone is told nothing.
    if (!this.#end.signal.aborted) this.#connection.sendNotification(name, told).catch(() => {});
  }
}

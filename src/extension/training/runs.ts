import { type CancellationToken, type Disposable, EventEmitter, workspace } from 'vscode';
import {
  type RunLog,
  type RunsRemoval,
  type TrainingBase,
  type TrainingRequest,
  type TrainingStop,
  trainingNotifications,
  trainingRequests,
} from '../../protocol/training.ts';
import type { RunSummary, TrainingEstimate } from '../../runs/run.ts';
import { readSettings } from '../../settings.ts';
import type { Connection } from '../connection.ts';

/** Runs of training, of every window and command line, as the language server tells them. */
export class Runs implements Disposable {
  readonly #connection: Connection;
  readonly #changed = new EventEmitter<void>();
  readonly #logged = new EventEmitter<RunLog>();
  readonly #listeners: readonly Disposable[];
  #list: readonly RunSummary[] | undefined;
  #followed: readonly string[] = [];

  /** After `list` has changed. */
  readonly onDidChange = this.#changed.event;
  /** What the logs of runs that are followed say. */
  readonly onDidLog = this.#logged.event;

  /** @param told runs what may fail, and tells it then. */
  constructor(connection: Connection, told: (action: () => Promise<void>) => Promise<void>) {
    this.#connection = connection;
    this.#listeners = [
      connection.listen<readonly RunSummary[]>(trainingNotifications.runs, (runs) => this.#take(runs)),
      connection.listen<RunLog>(trainingNotifications.log, (log) => this.#logged.fire(log)),
      connection.onDidStart(() => void told(() => this.#begin())),
    ];
  }

  /** Newest first; undefined before the server has told them. */
  get list(): readonly RunSummary[] | undefined {
    return this.#list;
  }

  /** The run with this id. */
  find(id: string): RunSummary | undefined {
    return this.#list?.find((run) => run.id === id);
  }

  dispose(): void {
    for (const listener of this.#listeners) listener.dispose();
    this.#changed.dispose();
    this.#logged.dispose();
  }

  /** The runs whose logs are told from now on, from their beginning, in place of those before. */
  async follow(runs: readonly string[]): Promise<void> {
    this.#followed = runs;
    await this.#connection.send(trainingNotifications.follow, { runs });
  }

  bases(): Promise<readonly TrainingBase[]> {
    return this.#connection.ask(trainingRequests.bases);
  }

  /** @throws Error with the reason if it could not be trained. */
  estimate(request: TrainingRequest, token: CancellationToken): Promise<TrainingEstimate> {
    return this.#connection.ask(trainingRequests.estimate, request, token);
  }

  /** The command line that does the same. */
  commandLine(request: TrainingRequest): Promise<string> {
    return this.#connection.ask(trainingRequests.commandLine, request);
  }

  /** @throws Error with the reason if the run does not get under way. */
  start(request: TrainingRequest): Promise<RunSummary> {
    return this.#connection.ask(trainingRequests.start, { request, keepRunning: this.#keepRunning });
  }

  /**
   * Goes on with a run.
   * @param finish whether it only makes its best weights so far its model.
   * @throws Error with the reason if it does not get under way.
   */
  resume(run: string, finish = false): Promise<RunSummary> {
    const asked = { run, keepRunning: this.#keepRunning, ...(finish ? { finish } : {}) };
    return this.#connection.ask(trainingRequests.resume, asked);
  }

  /** Asks a run to stop; it does so after its update. */
  stop(run: string, how: TrainingStop['how']): Promise<void> {
    return this.#connection.ask(trainingRequests.stop, { run, how });
  }

  /** What becomes free, in bytes. */
  async remove(asked: RunsRemoval): Promise<number> {
    const { bytes } = await this.#connection.ask<{ readonly bytes: number }>(trainingRequests.remove, asked);
    return bytes;
  }

  get #keepRunning(): boolean {
    return readSettings(workspace.getConfiguration('gerbera')).values['training.keepRunning'];
  }

  /** A server that was started anew does not know what is followed. */
  async #begin(): Promise<void> {
    await this.follow(this.#followed);
    this.#take(await this.#connection.ask(trainingRequests.runs));
  }

  #take(runs: readonly RunSummary[]): void {
    this.#list = runs;
    this.#changed.fire();
  }
}

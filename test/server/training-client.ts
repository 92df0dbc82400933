import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { CancellationToken } from 'vscode-languageserver-protocol/node';
import {
  type RunLog,
  type TrainingRequest,
  type TrainingStop,
  trainingNotifications,
  trainingRequests,
} from '../../src/protocol/training.ts';
import type { RunLogEntry, RunSummary } from '../../src/runs/run.ts';
import { smallPubtator } from '../support/small-corpus.ts';
import { Client } from './client.ts';

/** A user's folder of application data with a small corpus beside it. */
export interface TrainingPlace {
  readonly root: string;
  readonly home: string;
  readonly corpus: string;
}

export function trainingPlace(): TrainingPlace {
  const root = realpathSync.native(mkdtempSync(path.join(tmpdir(), 'gerbera-training-')));
  const [home, corpus] = [path.join(root, 'home'), path.join(root, 'corpus')];
  for (const folder of [home, corpus]) mkdirSync(folder);
  writeFileSync(path.join(corpus, 'train.pubtator'), smallPubtator(40));
  writeFileSync(path.join(corpus, 'devel.pubtator'), smallPubtator(2));
  return { root, home, corpus };
}

/** A client that asks for training and hears of runs. */
export class TrainingClient {
  readonly client: Client;
  /** The runs, as they were told last. */
  runs: readonly RunSummary[] = [];
  /** The entries of runs that are followed. */
  readonly logs = new Map<string, readonly RunLogEntry[]>();
  readonly #place: TrainingPlace;

  private constructor(client: Client, place: TrainingPlace) {
    this.client = client;
    this.#place = place;
    client.heard(trainingNotifications.runs, (runs: readonly RunSummary[]) => {
      this.runs = runs;
    });
    client.heard(trainingNotifications.log, ({ run, anew, entries }: RunLog) => {
      this.logs.set(run, [...(anew ? [] : (this.logs.get(run) ?? [])), ...entries]);
    });
  }

  static async start(place: TrainingPlace): Promise<TrainingClient> {
    const client = await Client.start({ settings: { device: 'cpu' }, env: { GERBERA_HOME: place.home } });
    return new TrainingClient(client, place);
  }

  /** A run that lasts for minutes, unless less is asked for. */
  request(output: string, asked: Partial<TrainingRequest> = {}): TrainingRequest {
    const { hyper, ...rest } = asked;
    return {
      ...{ method: 'single', base: 'base', targets: [this.#place.corpus], generals: [], corpora: [], output },
      hyper: { epochs: [500], batch: 4, patience: 0, threads: 1, device: 'cpu', ...hyper },
      ...rest,
    };
  }

  begin(request: TrainingRequest, keepRunning = true, token?: CancellationToken): Promise<RunSummary> {
    return this.ask(trainingRequests.start, { request, keepRunning }, token);
  }

  resume(run: string, more: { keepRunning?: boolean; finish?: boolean } = {}): Promise<RunSummary> {
    return this.ask(trainingRequests.resume, { run, keepRunning: true, ...more });
  }

  end(run: string, how: TrainingStop['how']): Promise<null> {
    return this.ask(trainingRequests.stop, { run, how });
  }

  list(): Promise<readonly RunSummary[]> {
    return this.client.connection.sendRequest(trainingRequests.runs);
  }

  follow(...runs: readonly string[]): Promise<void> {
    return this.client.connection.sendNotification(trainingNotifications.follow, { runs });
  }

  ask<Answer>(method: string, asked: unknown, token?: CancellationToken): Promise<Answer> {
    return token
      ? this.client.connection.sendRequest(method, asked, token)
      : this.client.connection.sendRequest(method, asked);
  }

  /** A run as it was told last, once something holds of it. */
  async until(id: string, what: string, holds: (run: RunSummary) => boolean): Promise<RunSummary> {
    const found = () => this.runs.find((run) => run.id === id && holds(run));
    await this.client.until(
      `the run to be ${what}; it is ${JSON.stringify(this.runs)}`,
      () => found() !== undefined,
      120_000,
    );
    const run = found();
    if (!run) throw new Error('unreachable');
    return run;
  }

  /** The process of the trainer that this server has started last. */
  get pid(): number {
    const line = this.client.log.findLast((each) => each.includes('training: process') && each.includes('started'));
    return Number(/process (\d+) started/.exec(line ?? '')?.[1]);
  }

  async updates(id: string): Promise<RunSummary> {
    return this.until(id, 'at its updates', ({ state, progress }) => state === 'running' && (progress?.step ?? 0) > 0);
  }

  stop(): Promise<void> {
    return this.client.stop();
  }

  /** Ends the server as a crash does. */
  async kill(): Promise<void> {
    this.client.process.kill('SIGKILL');
    await this.client.exited;
    this.client.connection.dispose();
  }
}

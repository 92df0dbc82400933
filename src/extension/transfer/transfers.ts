import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { type CancellationToken, type Disposable, EventEmitter, type ExtensionContext } from 'vscode';
import { writeTextDurably } from '../../files/durable.ts';
import {
  type TransferOutcome,
  type TransferReport,
  type TransferRequest,
  transferRequests,
} from '../../protocol/transfer.ts';
import type { Connection, Step } from '../connection.ts';
import { OneAtATime, type UnderWay } from '../one-at-a-time.ts';
import { t } from '../texts.ts';
import { comparisonTitle } from './comparison-words.ts';
import { readKeptReport } from './kept-report.ts';

/** Compares target corpora with others, one at a time, and keeps the last report of the workspace. */
export class Transfers implements Disposable {
  readonly #connection: Connection;
  /** Of the last report. */
  readonly #file: string;
  readonly #finished = new EventEmitter<TransferReport>();
  readonly #work = new OneAtATime({
    running: (title) => t('comparing {0}', title),
    busy: (title) => t('GERBERA is comparing {0}. One comparison runs at a time.', title),
    lost: t('It can be stopped to begin the new one; what was measured by then is kept.'),
    stop: t('Stop It'),
  });
  #last: TransferReport | undefined;

  /** After a report is there. */
  readonly onDidFinish = this.#finished.event;
  /** After `now` has changed. */
  readonly onDidGo = this.#work.onDidGo;

  constructor({ storageUri, globalStorageUri }: ExtensionContext, connection: Connection) {
    this.#connection = connection;
    this.#file = path.join((storageUri ?? globalStorageUri).fsPath, 'transfer.json');
  }

  /** How far the comparison under way is; undefined where none is. */
  get now(): UnderWay | undefined {
    return this.#work.now;
  }

  /** The report that was made last, in this window or an earlier one; undefined where there is none of this version. */
  async last(): Promise<TransferReport | undefined> {
    this.#last ??= await readKeptReport(this.#file);
    return this.#last;
  }

  /** Ends the comparison under way, if there is one. */
  stop(): void {
    this.#work.stop();
  }

  /**
   * Compares, and keeps the report.
   * @returns undefined if it was cancelled.
   * @throws Error with the reason why it could not be done.
   */
  run(asked: TransferRequest): Promise<TransferReport | undefined> {
    return this.#work.run(comparisonTitle(asked), (token, told) => this.#compare(asked, token, told));
  }

  dispose(): void {
    this.#work.dispose();
    this.#finished.dispose();
  }

  async #compare(
    asked: TransferRequest,
    token: CancellationToken,
    told: (step: Step) => void,
  ): Promise<TransferReport | undefined> {
    const outcome = await this.#connection.follow<TransferOutcome>(transferRequests.compare, asked, token, told);
    if (outcome.kind === 'cancelled') return undefined;
    const { report } = outcome;
    this.#last = report;
    this.#finished.fire(report);
    await mkdir(path.dirname(this.#file), { recursive: true });
    writeTextDurably(this.#file, JSON.stringify(report));
    return report;
  }
}

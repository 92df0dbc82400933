import {
  type CancellationToken,
  CancellationTokenSource,
  type Disposable,
  EventEmitter,
  type Progress,
  ProgressLocation,
  window,
} from 'vscode';
import { unlinked } from '../../core/unlinked.ts';
import type { Connection } from '../connection.ts';
import { t } from '../texts.ts';
import { type Asked, type KeptEvaluation, type KeptEvaluations, titleOf } from './kept.ts';

/** How far the evaluation under way is. */
export interface Evaluating {
  /** What is evaluated, for people. */
  readonly title: string;
  /** In [0, 1]. */
  readonly share: number;
  readonly message: string;
}

interface Running {
  readonly asked: Asked;
  readonly ended: Promise<unknown>;
  cancel(): void;
}

/** Evaluates, one at a time, and keeps the reports. */
export class Evaluator implements Disposable {
  readonly #connection: Connection;
  readonly #kept: KeptEvaluations;
  readonly #finished = new EventEmitter<KeptEvaluation>();
  readonly #went = new EventEmitter<void>();
  #running: Running | undefined;
  #now: Evaluating | undefined;

  /** After a report has been kept. */
  readonly onDidFinish = this.#finished.event;
  /** After `now` has changed. */
  readonly onDidGo = this.#went.event;

  constructor(connection: Connection, kept: KeptEvaluations) {
    this.#connection = connection;
    this.#kept = kept;
  }

  /** How far the evaluation under way is; undefined where none is. */
  get now(): Evaluating | undefined {
    return this.#now;
  }

  /** Ends the evaluation under way, if there is one. */
  stop(): void {
    this.#running?.cancel();
  }

  /**
   * Evaluates and keeps the report. While another evaluation runs, a person is asked whether it is to be stopped.
   * @returns undefined if it was cancelled.
   * @throws Error with the reason why it could not be done.
   */
  async run(asked: Asked, token?: CancellationToken): Promise<KeptEvaluation | undefined> {
    // Whoever asked first starts first: the next one has to ask again.
    while (this.#running) if (!(await this.#stopOther(this.#running))) return undefined;
    const source = new CancellationTokenSource();
    const listener = token?.onCancellationRequested(() => source.cancel());
    if (token?.isCancellationRequested) source.cancel();
    const work = this.#shown(asked, source);
    this.#running = { asked, cancel: () => source.cancel(), ended: work.catch(() => {}) };
    try {
      return await work;
    } finally {
      this.#running = undefined;
      this.#goes(undefined);
      listener?.dispose();
      source.dispose();
    }
  }

  dispose(): void {
    this.stop();
    this.#finished.dispose();
    this.#went.dispose();
  }

  /** Evaluates under a notification that tells how far it is, and cancels. */
  #shown(asked: Asked, source: CancellationTokenSource): Promise<KeptEvaluation | undefined> {
    const options = {
      location: ProgressLocation.Notification,
      title: `GERBERA: ${t('evaluating {0}', unlinked(titleOf(asked)))}`,
      cancellable: true,
    };
    return new Promise((resolve, reject) => {
      // What goes wrong is told by whoever asked, not by the notification.
      void window.withProgress(options, (progress, cancelled) => {
        cancelled.onCancellationRequested(() => source.cancel());
        const work = this.#evaluate(asked, source.token, progress);
        work.then(resolve, reject);
        return work.catch(() => undefined);
      });
    });
  }

  async #evaluate(
    asked: Asked,
    token: CancellationToken,
    progress: Progress<{ message?: string; increment?: number }>,
  ): Promise<KeptEvaluation | undefined> {
    const title = titleOf(asked);
    this.#goes({ title, share: 0, message: '' });
    const { id, folder } = await this.#kept.begin(asked);
    let kept = false;
    let reached = 0;
    try {
      const outcome = await this.#connection.evaluate({ ...asked, out: folder }, token, (told) => {
        progress.report(told);
        reached += told.increment / 100;
        this.#goes({ title, share: Math.min(1, Math.max(0, reached)), message: told.message });
      });
      if (outcome.kind === 'cancelled') return undefined;
      await this.#kept.keep(id, asked);
      kept = true;
    } catch (error) {
      if (token.isCancellationRequested) return undefined;
      throw error;
    } finally {
      if (!kept) await this.#kept.drop(id);
    }
    const evaluation = { id, asked };
    this.#finished.fire(evaluation);
    return evaluation;
  }

  #goes(now: Evaluating | undefined): void {
    this.#now = now;
    this.#went.fire();
  }

  async #stopOther({ asked, cancel, ended }: Running): Promise<boolean> {
    const stop = t('Stop It');
    const answer = await window.showWarningMessage(
      t('GERBERA is evaluating {0}. One evaluation runs at a time.', unlinked(titleOf(asked))),
      { modal: true, detail: t('It can be stopped to begin the new one; its scores are lost then.') },
      stop,
    );
    if (answer !== stop) return false;
    cancel();
    await ended;
    return true;
  }
}

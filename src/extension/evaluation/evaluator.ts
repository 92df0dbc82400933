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
import { type Asked, type KeptEvaluation, type KeptEvaluations, titleOf } from './kept.ts';

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
  #running: Running | undefined;

  /** After a report has been kept. */
  readonly onDidFinish = this.#finished.event;

  constructor(connection: Connection, kept: KeptEvaluations) {
    this.#connection = connection;
    this.#kept = kept;
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
      listener?.dispose();
      source.dispose();
    }
  }

  dispose(): void {
    this.#running?.cancel();
    this.#finished.dispose();
  }

  /** Evaluates under a notification that tells how far it is, and cancels. */
  #shown(asked: Asked, source: CancellationTokenSource): Promise<KeptEvaluation | undefined> {
    const options = {
      location: ProgressLocation.Notification,
      title: `GERBERA: evaluating ${unlinked(titleOf(asked))}`,
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
    const { id, folder } = await this.#kept.begin(asked);
    let kept = false;
    try {
      const outcome = await this.#connection.evaluate({ ...asked, out: folder }, token, (told) =>
        progress.report(told),
      );
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

  async #stopOther({ asked, cancel, ended }: Running): Promise<boolean> {
    const stop = 'Stop It';
    const answer = await window.showWarningMessage(
      `GERBERA is evaluating ${unlinked(titleOf(asked))}. One evaluation runs at a time.`,
      { modal: true, detail: 'It can be stopped to begin the new one; its scores are lost then.' },
      stop,
    );
    if (answer !== stop) return false;
    cancel();
    await ended;
    return true;
  }
}

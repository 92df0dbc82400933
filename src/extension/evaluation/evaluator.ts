import { type CancellationToken, type Disposable, EventEmitter } from 'vscode';
import type { Connection, Step } from '../connection.ts';
import { OneAtATime, type UnderWay } from '../one-at-a-time.ts';
import { t } from '../texts.ts';
import { type Asked, type KeptEvaluation, type KeptEvaluations, titleOf } from './kept.ts';

/** Evaluates, one at a time, and keeps the reports. */
export class Evaluator implements Disposable {
  readonly #connection: Connection;
  readonly #kept: KeptEvaluations;
  readonly #finished = new EventEmitter<KeptEvaluation>();
  readonly #work = new OneAtATime({
    running: (title) => t('evaluating {0}', title),
    busy: (title) => t('GERBERA is evaluating {0}. One evaluation runs at a time.', title),
    lost: t('It can be stopped to begin the new one; its scores are lost then.'),
    stop: t('Stop It'),
  });

  /** After a report has been kept. */
  readonly onDidFinish = this.#finished.event;
  /** After `now` has changed. */
  readonly onDidGo = this.#work.onDidGo;

  constructor(connection: Connection, kept: KeptEvaluations) {
    this.#connection = connection;
    this.#kept = kept;
  }

  /** How far the evaluation under way is; undefined where none is. */
  get now(): UnderWay | undefined {
    return this.#work.now;
  }

  /** Ends the evaluation under way, if there is one. */
  stop(): void {
    this.#work.stop();
  }

  /**
   * Evaluates and keeps the report. While another evaluation runs, a person is asked whether it is to be stopped.
   * @returns undefined if it was cancelled.
   * @throws Error with the reason why it could not be done.
   */
  run(asked: Asked, token?: CancellationToken): Promise<KeptEvaluation | undefined> {
    return this.#work.run(titleOf(asked), (going, told) => this.#evaluate(asked, going, told), token);
  }

  dispose(): void {
    this.#work.dispose();
    this.#finished.dispose();
  }

  async #evaluate(
    asked: Asked,
    token: CancellationToken,
    told: (step: Step) => void,
  ): Promise<KeptEvaluation | undefined> {
    const { id, folder } = await this.#kept.begin(asked);
    let kept = false;
    try {
      const outcome = await this.#connection.evaluate({ ...asked, out: folder }, token, told);
      if (outcome.kind === 'cancelled') return undefined;
      await this.#kept.keep(id, asked);
      kept = true;
    } finally {
      if (!kept) await this.#kept.drop(id);
    }
    const evaluation = { id, asked };
    this.#finished.fire(evaluation);
    return evaluation;
  }
}

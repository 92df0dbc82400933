import {
  type CancellationToken,
  CancellationTokenSource,
  type Disposable,
  EventEmitter,
  type Progress,
  ProgressLocation,
  window,
} from 'vscode';
import { unlinked } from '../core/unlinked.ts';
import type { Step } from './connection.ts';

/** How far work is that is under way. */
export interface UnderWay {
  /** What is done, for people. */
  readonly title: string;
  /** In [0, 1]. */
  readonly share: number;
  readonly message: string;
}

/** What people are told of work, which is named by its title. */
export interface WorkTexts {
  /** Of the notification, while it runs. */
  running(title: string): string;
  /** When other work of the kind is asked for meanwhile. */
  busy(title: string): string;
  /** What becomes of the work under way if it is stopped for the other one. */
  readonly lost: string;
  /** The button that stops it. */
  readonly stop: string;
}

/** @param told hears how far it is. */
export type Work<T> = (token: CancellationToken, told: (step: Step) => void) => Promise<T | undefined>;

interface Running {
  readonly title: string;
  readonly ended: Promise<unknown>;
  cancel(): void;
}

/** Work of a kind, done one at a time under a notification that tells how far it is and cancels it. */
export class OneAtATime implements Disposable {
  readonly #texts: WorkTexts;
  readonly #went = new EventEmitter<void>();
  #running: Running | undefined;
  #now: UnderWay | undefined;

  /** After `now` has changed. */
  readonly onDidGo = this.#went.event;

  constructor(texts: WorkTexts) {
    this.#texts = texts;
  }

  /** How far the work under way is; undefined where none is. */
  get now(): UnderWay | undefined {
    return this.#now;
  }

  /** Ends the work under way, if there is any. */
  stop(): void {
    this.#running?.cancel();
  }

  /**
   * Does the work. While other work runs, a person is asked whether it is to be stopped.
   * @returns undefined if it was cancelled.
   * @throws what the work throws, unless it was cancelled.
   */
  async run<T>(title: string, work: Work<T>, token?: CancellationToken): Promise<T | undefined> {
    // Whoever asked first starts first: the next one has to ask again.
    while (this.#running) if (!(await this.#stopOther(this.#running))) return undefined;
    const source = new CancellationTokenSource();
    const listener = token?.onCancellationRequested(() => source.cancel());
    if (token?.isCancellationRequested) source.cancel();
    const result = this.#shown(title, work, source);
    this.#running = { title, cancel: () => source.cancel(), ended: result.catch(() => {}) };
    try {
      return await result;
    } finally {
      this.#running = undefined;
      this.#goes(undefined);
      listener?.dispose();
      source.dispose();
    }
  }

  dispose(): void {
    this.stop();
    this.#went.dispose();
  }

  #shown<T>(title: string, work: Work<T>, source: CancellationTokenSource): Promise<T | undefined> {
    const options = {
      location: ProgressLocation.Notification,
      title: `GERBERA: ${this.#texts.running(unlinked(title))}`,
      cancellable: true,
    };
    return new Promise((resolve, reject) => {
      // What goes wrong is told by whoever asked, not by the notification.
      void window.withProgress(options, (progress, cancelled) => {
        cancelled.onCancellationRequested(() => source.cancel());
        const result = this.#followed(title, work, source.token, progress);
        result.then(resolve, reject);
        return result.catch(() => undefined);
      });
    });
  }

  async #followed<T>(
    title: string,
    work: Work<T>,
    token: CancellationToken,
    progress: Progress<{ message?: string; increment?: number }>,
  ): Promise<T | undefined> {
    this.#goes({ title, share: 0, message: '' });
    let reached = 0;
    try {
      return await work(token, (step) => {
        progress.report(step);
        reached += step.increment / 100;
        this.#goes({ title, share: Math.min(1, Math.max(0, reached)), message: step.message });
      });
    } catch (error) {
      if (token.isCancellationRequested) return undefined;
      throw error;
    }
  }

  #goes(now: UnderWay | undefined): void {
    this.#now = now;
    this.#went.fire();
  }

  async #stopOther({ title, cancel, ended }: Running): Promise<boolean> {
    const { busy, lost, stop } = this.#texts;
    const answer = await window.showWarningMessage(busy(unlinked(title)), { modal: true, detail: lost }, stop);
    if (answer !== stop) return false;
    cancel();
    await ended;
    return true;
  }
}

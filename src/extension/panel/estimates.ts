import { errorMessage } from '../../core/errors.ts';
import type { TrainingRequest } from '../../protocol/training.ts';
import type { TrainingEstimate } from '../../runs/run.ts';
import { t } from '../texts.ts';
import type { TellPage } from './handlers.ts';

/** An estimate, or why there is none. */
interface Made {
  readonly estimate?: TrainingEstimate;
  readonly problem?: string;
}

/** Estimates that the page asks for, one at a time: each takes all cores, so the one before is ended. */
export class Estimates {
  readonly #ask: (request: TrainingRequest, signal: AbortSignal) => Promise<TrainingEstimate>;
  readonly #tell: TellPage;
  #underWay: AbortController | undefined;
  #startsThen = false;

  constructor(ask: (request: TrainingRequest, signal: AbortSignal) => Promise<TrainingEstimate>, tell: TellPage) {
    this.#ask = ask;
    this.#tell = tell;
  }

  /** Makes and tells it. */
  async make(id: number, request: TrainingRequest): Promise<void> {
    const made = await this.#made(request, false);
    if (made) this.#tell({ kind: 'estimate', id, ...made });
  }

  /**
   * Makes and tells it; whether what is estimated can start without being asked about once more.
   * @throws Error with the reason if it cannot, and there is no page to see the estimate now.
   */
  async allows(id: number, request: TrainingRequest): Promise<boolean> {
    const made = await this.#made(request, true);
    if (!made) return false;
    const isSeen = this.#tell({ kind: 'estimate', id, ...made });
    const { estimate, problem = '' } = made;
    if (estimate?.warnings.length === 0) return true;
    if (isSeen) return false;
    throw new Error(
      estimate ? t('it is to be started once more if this does no harm: {0}', estimate.warnings.join('; ')) : problem,
    );
  }

  /** There is no page to see an estimate any more; a start that waits for one is meant all the same. */
  pageLeft(): void {
    if (!this.#startsThen) this.end();
  }

  /** Ends what is under way, if anything is; nothing is told of it. */
  end(): void {
    this.#underWay?.abort();
    this.#underWay = undefined;
  }

  /** Undefined if it was ended. */
  async #made(request: TrainingRequest, startsThen: boolean): Promise<Made | undefined> {
    this.end();
    const controller = new AbortController();
    this.#underWay = controller;
    this.#startsThen = startsThen;
    const made = await this.#ask(request, controller.signal).then(
      (estimate): Made => ({ estimate }),
      (error: unknown): Made => ({ problem: errorMessage(error) }),
    );
    if (controller.signal.aborted) return undefined;
    this.#underWay = undefined;
    return made;
  }
}

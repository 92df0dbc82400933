import { UserError } from '../../core/errors.ts';
import type { StopKind } from '../events.ts';
import { isLost } from '../output/output.ts';
import { clearStaleStopRequest, clearStopRequest, readStopRequest } from '../output/stop-request.ts';

/** Milliseconds between two looks while data is read and scores are taken; after an update there is one always. */
const pause = 1000;

/** A run has ended before its end because it was asked to. It can go on. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
  /** What it was asked: to end with a model could not be done where there was nothing learnt yet. */
  readonly asked: StopKind;

  constructor(asked: StopKind, message: string) {
    super(message);
    this.asked = asked;
  }
}

/** Whether a run is to stop, by its caller's signal or because it is asked in its output folder. */
export class StopWatch {
  /** Aborted when the run is to stop and go on later; the reason is the caller's, or a `Stopped`. */
  readonly signal: AbortSignal;
  readonly #output: string;
  readonly #asked = new AbortController();
  readonly #timer: NodeJS.Timeout;
  #finishing: boolean;

  /**
   * @param output the folder, which is this run's.
   * @param finish whether it is to end at once.
   */
  constructor(output: string, signal: AbortSignal | undefined, finish: boolean) {
    this.#output = output;
    this.#finishing = finish;
    this.signal = signal ? AbortSignal.any([signal, this.#asked.signal]) : this.#asked.signal;
    clearStaleStopRequest(output);
    this.#timer = setInterval(() => this.look(), pause).unref();
  }

  /** Whether the run is to end now with its best weights so far. */
  get finishing(): boolean {
    return this.#finishing;
  }

  /** Looks whether the run is asked to stop. */
  look(): void {
    const asked = readStopRequest(this.#output);
    if (asked === 'finish') this.#finishing = true;
    if (asked === 'pause') this.#asked.abort(new Stopped('pause', `${this.#output}: stopped, as it was asked`));
  }

  /** @throws UserError if the output folder is not this run's any more: whatever it wrote would be in somebody's way. */
  refuseLost(): void {
    if (!isLost(this.#output)) return;
    throw new UserError(`${this.#output}: was removed while the run was under way; begin anew`);
  }

  /** Stops the run where it cannot end with a model. */
  refuseFinish(): void {
    const why = 'nothing has been learnt yet that could be its model; it is stopped and can go on';
    this.#asked.abort(new Stopped('finish', `${this.#output}: ${why}`));
  }

  /** Withdraws what was asked. */
  dispose(): void {
    clearInterval(this.#timer);
    clearStopRequest(this.#output);
  }
}

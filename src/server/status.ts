import type { ServerStatus } from '../protocol.ts';

/** Reading that is over sooner (ms) is not told: an edit would make the status flicker. */
const noticeable = 200;

/** What the server is doing: the model host's state, and whether documents are being read. Told when it changes. */
export class StatusTeller {
  readonly #tell: (status: ServerStatus) => void;
  #host: ServerStatus = { state: 'starting' };
  #busy = false;
  #timer: NodeJS.Timeout | undefined;
  #told = '';

  constructor(tell: (status: ServerStatus) => void) {
    this.#tell = tell;
  }

  get current(): ServerStatus {
    return this.#host.state === 'ready' && this.#busy ? { ...this.#host, state: 'reading' } : this.#host;
  }

  host(status: ServerStatus): void {
    this.#host = status;
    this.#update();
  }

  busy(busy: boolean): void {
    if (!busy) {
      clearTimeout(this.#timer);
      this.#timer = undefined;
      this.#busy = false;
      this.#update();
    } else if (!this.#busy && this.#timer === undefined) {
      this.#timer = setTimeout(() => {
        this.#busy = true;
        this.#update();
      }, noticeable);
    }
  }

  #update(): void {
    const status = this.current;
    const text = JSON.stringify(status);
    if (text === this.#told) return;
    this.#told = text;
    this.#tell(status);
  }
}

import type { WordEntity } from '../core/entity.ts';
import type { HostReply, HostSentence, ModelSummary, ServerStatus } from '../protocol.ts';
import type { DevicePreference } from '../runtime/device.ts';
import { HostProcess } from './host-process.ts';
import type { Log } from './log.ts';

/** Which model to run, and where. */
export interface ModelChoice {
  readonly model: string;
  readonly device: DevicePreference;
}

/** What became of sentences that were sent: their mentions, the host's refusal, or the host's end. */
export type Outcome =
  | {
      readonly kind: 'read';
      readonly entities: readonly (readonly WordEntity[])[];
      /** Processor time, of all threads (ms). */
      readonly cost: number;
    }
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'lost' };

export interface ModelHostEvents {
  /** The state of the host changed. */
  status(status: ServerStatus): void;
  /** Something that a user should hear of, once. */
  trouble(message: string): void;
}

/** Times in milliseconds. */
export const hostTimes = {
  /** Before the first restart; doubled for each further one. */
  firstDelay: 250,
  longestDelay: 30_000,
  /** A host that lives this long after loading has recovered: the next death is a new incident. */
  healthy: 60_000,
  /** A host that takes longer to answer is taken for dead. */
  reply: 120_000,
  /** The same while it loads a model: a large one on a slow disk, tried on every device, takes its time. */
  load: 300_000,
} as const;
export type HostTimes = { readonly [name in keyof typeof hostTimes]: number };

/** After so many deaths in a row the state is `failed`, though restarts go on. */
const manyDeaths = 5;

/** Keeps a model host running: restarts it when it dies, with growing delays, and tells the user once per incident. */
export class ModelHost {
  readonly #file: string;
  readonly #log: Log;
  readonly #events: ModelHostEvents;
  readonly #times: HostTimes;
  readonly #jobs = new Map<number, (outcome: Outcome) => void>();
  #process: HostProcess | undefined;
  #choice: ModelChoice | undefined;
  #model: ModelSummary | undefined;
  #status: ServerStatus = { state: 'starting' };
  #deaths = 0;
  #loading = false;
  /** Whether a host died as it loaded the model: a graphics driver may have taken it down, so devices are left alone. */
  #cpuOnly = false;
  #timer: NodeJS.Timeout | undefined;
  #lastId = 0;

  constructor(file: string, log: Log, events: ModelHostEvents, times: HostTimes = hostTimes) {
    this.#file = file;
    this.#log = log;
    this.#events = events;
    this.#times = times;
  }

  /** The model, while a host that has loaded it runs. */
  get model(): ModelSummary | undefined {
    return this.#model;
  }

  get status(): ServerStatus {
    return this.#status;
  }

  /** Starts the process ahead of the choice of a model, to save the time that it needs to start. */
  prepare(): void {
    if (!this.#process) this.#start();
  }

  /** Loads another model, or the same elsewhere. */
  use(choice: ModelChoice): void {
    if (this.#choice?.model === choice.model && this.#choice.device === choice.device) return;
    const first = this.#choice === undefined;
    this.#choice = choice;
    if (!first) this.restart();
    else if (this.#process) this.#load();
    // One that was prepared and died is being restarted already.
    else if (this.#deaths === 0) this.#start();
  }

  /** Ends the host and starts a fresh one, forgetting its troubles. Sentences under way are `lost`. */
  restart(): void {
    this.#stop();
    this.#deaths = 0;
    this.#cpuOnly = false;
    this.#start();
  }

  /** Sends sentences to the model. Only while there is a `model`. */
  recognize(sentences: readonly HostSentence[], signal: AbortSignal): Promise<Outcome> {
    const host = this.#process;
    if (!host || !this.#model) return Promise.resolve({ kind: 'lost' });
    const id = ++this.#lastId;
    return new Promise((resolve) => {
      const cancel = () => host.send({ kind: 'cancel', id });
      const overdue = setTimeout(() => this.#endHanging(this.#times.reply), this.#times.reply);
      this.#jobs.set(id, (outcome) => {
        clearTimeout(overdue);
        signal.removeEventListener('abort', cancel);
        resolve(outcome);
      });
      signal.addEventListener('abort', cancel);
      host.send({ kind: 'recognize', id, sentences });
    });
  }

  /** Ends the host for good. */
  dispose(): void {
    this.#stop();
  }

  #start(): void {
    const host = new HostProcess(this.#file, this.#log, {
      reply: (reply) => host === this.#process && this.#take(reply),
      exit: (how) => host === this.#process && this.#mourn(how),
    });
    this.#process = host;
    this.#log.info(`model host: process ${host.pid} started`);
    this.#setStatus({
      ...(this.#deaths > 0 ? this.#status : {}),
      state: this.#deaths < manyDeaths ? 'starting' : 'failed',
    });
    this.#load();
  }

  #load(): void {
    if (!this.#choice) return;
    this.#loading = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#endHanging(this.#times.load), this.#times.load);
    this.#process?.send({ kind: 'load', ...this.#choice, ...(this.#cpuOnly ? { device: 'cpu' } : {}) });
  }

  #endHanging(milliseconds: number): void {
    this.#log.error(`model host: no answer in ${milliseconds / 1000} s; it is ended`);
    this.#process?.kill();
  }

  /** Ends the process on purpose. */
  #stop(): void {
    const host = this.#process;
    this.#process = undefined;
    clearTimeout(this.#timer);
    host?.kill();
    this.#forget();
  }

  /** The model and the jobs go with their process. */
  #forget(): void {
    this.#model = undefined;
    const lost = [...this.#jobs.values()];
    this.#jobs.clear();
    for (const finish of lost) finish({ kind: 'lost' });
  }

  #take(reply: HostReply): void {
    if (reply.kind === 'recognized')
      this.#finish(reply.id, { kind: 'read', entities: reply.entities, cost: reply.cost });
    else if (reply.kind === 'failed' && reply.id !== undefined)
      this.#finish(reply.id, { kind: 'refused', message: reply.message });
    else if (reply.kind === 'failed') this.#refuse(reply.message);
    else if (reply.kind === 'loaded') this.#welcome(reply.model);
  }

  #finish(id: number, outcome: Outcome): void {
    const finish = this.#jobs.get(id);
    this.#jobs.delete(id);
    finish?.(outcome);
  }

  #welcome(model: ModelSummary): void {
    this.#model = model;
    this.#loading = false;
    clearTimeout(this.#timer);
    const { name, device } = model;
    this.#log.info(`model host: ${name} is loaded, on ${device.device}`);
    for (const { device: tried, accepted, reason } of device.attempts) {
      this.#log.info(`model host: ${tried} ${accepted ? 'accepted' : 'not used'}: ${reason}`);
    }
    const refused = device.preference === 'auto' ? [] : device.attempts.filter(({ accepted }) => !accepted);
    const message = this.#cpuOnly
      ? 'the model host ended while it tried devices, so the CPU is used until the model is restarted'
      : refused.map(({ device: tried, reason }) => `${tried}: ${reason}`).join('; ');
    this.#setStatus({ state: 'ready', model, ...(message ? { message } : {}) });
    this.#timer = setTimeout(() => {
      this.#deaths = 0;
    }, this.#times.healthy);
  }

  /** A model that does not load is not tried again until the settings change or a user asks for it. */
  #refuse(message: string): void {
    this.#stop();
    this.#log.error(`model host: ${message}`);
    this.#events.trouble(`GERBERA: the model cannot be loaded: ${message}`);
    this.#setStatus({ state: 'failed', message });
  }

  #mourn(how: string): void {
    this.#process = undefined;
    clearTimeout(this.#timer);
    this.#forget();
    this.#cpuOnly ||= this.#loading && this.#choice?.device !== 'cpu';
    this.#loading = false;
    const { firstDelay, longestDelay } = this.#times;
    const delay = Math.min(firstDelay * 2 ** this.#deaths, longestDelay);
    this.#deaths++;
    const message = `the model host ended unexpectedly (${how})`;
    this.#log.error(`model host: ended (${how}); restarted in ${delay} ms`);
    if (this.#deaths === 1) this.#events.trouble(`GERBERA: ${message} and is being restarted.`);
    this.#setStatus({ state: this.#deaths < manyDeaths ? 'starting' : 'failed', message });
    this.#timer = setTimeout(() => this.#start(), delay);
  }

  #setStatus(status: ServerStatus): void {
    this.#status = status;
    this.#events.status(status);
  }
}

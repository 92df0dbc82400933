import * as v from 'valibot';
import type { Log } from '../../log.ts';
import { downloadText } from '../progress-text.ts';

/** Whom a download tells how far it is. */
export interface DownloadListener {
  /** @param share in [0, 1]; undefined where it cannot be told. */
  progress(share: number | undefined, message: string): void;
}

const event = v.variant('kind', [
  v.object({ kind: v.literal('found'), model: v.object({ repository: v.string(), commit: v.string() }) }),
  v.object({
    kind: v.literal('download'),
    name: v.string(),
    bytes: v.number(),
    total: v.number(),
    left: v.optional(v.number()),
  }),
  v.object({ kind: v.literal('note'), message: v.string() }),
  v.object({ kind: v.literal('checked'), files: v.number() }),
  v.object({ kind: v.literal('done'), model: v.object({ name: v.string() }) }),
]);
type DownloadEvent = v.InferOutput<typeof event>;

/** Tells what the events of `gerbera models download` say, one a line; a line that is none is logged. */
export class DownloadEvents {
  readonly #listener: DownloadListener;
  readonly #log: Log;
  /** The model's name in the library, once it is there. */
  name: string | undefined;

  constructor(listener: DownloadListener, log: Log) {
    this.#listener = listener;
    this.#log = log;
  }

  line(text: string): void {
    const result = v.safeParse(event, parsed(text));
    if (result.success) this.#tell(result.output);
    else this.#log.debug(`model download: ${text.slice(0, 500)}`);
  }

  #tell(told: DownloadEvent): void {
    switch (told.kind) {
      case 'found':
        this.#log.info(`model download: ${told.model.repository} at ${told.model.commit}`);
        break;
      case 'download':
        this.#progress(told.bytes, told.total, told.left);
        break;
      case 'note':
        this.#log.info(`model download: ${told.message}`);
        break;
      case 'checked':
        this.#listener.progress(1, 'its files are whole; trying the model');
        break;
      case 'done':
        this.name = told.model.name;
    }
  }

  #progress(bytes: number, total: number, left: number | undefined): void {
    const whole = total > 0 ? total : undefined;
    const share = whole === undefined ? undefined : Math.min(bytes / whole, 1);
    this.#listener.progress(share, downloadText(bytes, whole, left));
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

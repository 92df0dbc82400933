import type { Stats } from 'node:fs';
import type { EvaluationEvent, PlanEvent, Progress, StepEvent } from '../train/events.ts';
import { parseEntry } from './log-entry.ts';
import { scanLog } from './read-log.ts';
import type { RunLogEntry } from './run.ts';

/** Where a run stands, by its log. */
export interface Standing {
  readonly plan?: PlanEvent;
  /** Its place; `epoch` and `step` are 0 where the stage has just begun. */
  readonly place?: Progress;
  /** The last update, of whatever stage: its pace. */
  readonly step?: StepEvent;
  /** The last one of all, and the best one of the last stage that has any. */
  readonly evaluation?: EvaluationEvent;
  readonly best?: EvaluationEvent;
  readonly device?: string;
  /** The last entry of all: how the run ended, if it did. */
  readonly last?: RunLogEntry;
}

/** Of a longer log, the beginning and the end are read, in bytes; more of the end until a score is found. */
const headBytes = 2 ** 16;
const tailBytes = 2 ** 18;
const longestTail = 2 ** 24;

/** Keeps where a run stands by its log, reading what was appended. */
export class LogTrace {
  readonly #output: string;
  #standing: Standing = {};
  /** The byte up to which it was read. */
  #next = 0;
  #ino = 0;

  constructor(output: string) {
    this.#output = output;
  }

  get standing(): Standing {
    return this.#standing;
  }

  /** @param log the file, if there is one: another one than before, or a shorter one, is of a run that has begun anew. */
  async read(log: Pick<Stats, 'size' | 'ino'> | undefined): Promise<Standing> {
    const { size, ino } = log ?? { size: 0, ino: 0 };
    if (size < this.#next || ino !== this.#ino) {
      this.#standing = {};
      this.#next = 0;
    }
    this.#ino = ino;
    if (this.#next === 0 && size > headBytes + tailBytes) await this.#readEnds(size);
    else if (size > this.#next) this.#next = await this.#scan({ from: this.#next });
    return this.#standing;
  }

  async #readEnds(size: number): Promise<void> {
    await this.#scan({ to: headBytes });
    const head = this.#standing;
    for (let length = tailBytes; ; length *= 4) {
      this.#standing = head;
      const from = Math.max(headBytes, size - length);
      this.#next = await this.#scan({ from });
      const { best } = this.#standing;
      if (from === headBytes || length >= longestTail || best !== head.best) return;
    }
  }

  /** Most lines are updates, of which the last one alone tells something. */
  async #scan(range: { readonly from?: number; readonly to?: number }): Promise<number> {
    let update: string | undefined;
    const flush = () => {
      if (update !== undefined) this.#add(parseEntry(update));
      update = undefined;
    };
    const next = await scanLog(this.#output, range, (line, bytes) => {
      const text = line();
      if (bytes.includes('"kind":"step"')) update = text;
      else {
        flush();
        this.#add(parseEntry(text));
      }
    });
    flush();
    return next;
  }

  #add(entry: RunLogEntry | undefined): void {
    if (entry) this.#standing = { ...after(this.#standing, entry), last: entry };
  }
}

function after(before: Standing, entry: RunLogEntry): Standing {
  switch (entry.kind) {
    case 'plan':
      return entry.resumed ? { ...before, plan: entry, place: entry.resumed } : { plan: entry };
    case 'stage': {
      const goesOn = before.place?.stage === entry.stage;
      const place = goesOn && before.place ? before.place : { stage: entry.stage, epoch: 0, step: 0 };
      return { ...before, place, device: entry.device.device };
    }
    case 'step':
      return { ...before, step: entry, place: entry };
    case 'evaluation':
      // The first one of a stage is its best, so that one of the stage before gives way even if it is better.
      return { ...before, evaluation: entry, place: entry, ...(entry.best ? { best: entry } : {}) };
    case 'stage end':
      return { ...before, place: entry };
    default:
      return before;
  }
}

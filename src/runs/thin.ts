import type { PlanEvent } from '../train/events.ts';
import { addedLosses, type LossSums, lossSums, meanLosses } from '../train/head-losses.ts';
import type { RunLogEntry } from './run.ts';

/** An entry, or several updates as one: how many, and their losses. */
interface Item {
  readonly entry: RunLogEntry;
  readonly lines: number;
  readonly losses: LossSums;
}

/**
 * Gathers the entries of a log so that a long one takes little room: of more updates than `most`, neighbours become one
 * (losses are means, the rest is the last one's), never across an entry of another kind. What an update or a score of
 * before says is dropped where a resumed run goes back behind it.
 */
export class Thinner {
  readonly #most: number;
  #items: Item[] = [];
  /** Lines of updates that become one. */
  #stride = 1;
  #steps = 0;
  #limit: number;

  /** @param most updates, but for those that stand between two entries of other kinds. */
  constructor(most: number = Number.POSITIVE_INFINITY) {
    this.#most = most;
    this.#limit = most;
  }

  add(entry: RunLogEntry): void {
    if (entry.kind === 'plan') this.#retract(entry);
    if (entry.kind !== 'step') {
      this.#items.push({ entry, lines: 1, losses: new Map() });
      return;
    }
    this.#steps += this.#push({ entry, lines: 1, losses: lossSums(entry.loss) });
    if (this.#steps > this.#limit) this.#halve();
  }

  entries(): readonly RunLogEntry[] {
    return this.#items.map(({ entry, losses }) =>
      entry.kind === 'step' ? { ...entry, loss: meanLosses(losses) } : entry,
    );
  }

  /** @returns how many items it adds: none if it joins the one before. */
  #push(item: Item): 0 | 1 {
    const last = this.#items.at(-1);
    if (last && item.lines + last.lines <= this.#stride && sameStage(last.entry, item.entry)) {
      this.#items[this.#items.length - 1] = joined(last, item);
      return 0;
    }
    this.#items.push(item);
    return 1;
  }

  #halve(): void {
    const before = this.#items;
    this.#items = [];
    this.#stride *= 2;
    this.#steps = 0;
    for (const item of before) {
      if (item.entry.kind === 'step') this.#steps += this.#push(item);
      else this.#items.push(item);
    }
    // Where other entries keep updates apart, there is nothing to gain from trying again at once.
    this.#limit = Math.max(this.#most, 2 * this.#steps);
    if (this.#steps <= this.#most) this.#limit = this.#most;
  }

  /** Drops what was done after the place where the run goes on: everything, where it begins. */
  #retract({ stages, resumed }: PlanEvent): void {
    const order = new Map(stages.map(({ name }, index) => [name, index]));
    const isKept = (entry: RunLogEntry): boolean => {
      if (!('step' in entry)) return true;
      if (!resumed) return false;
      if (entry.stage === resumed.stage) return entry.step <= resumed.step;
      return (order.get(entry.stage) ?? 0) < (order.get(resumed.stage) ?? 0);
    };
    this.#items = this.#items.filter(({ entry }) => isKept(entry));
    this.#steps = this.#items.filter(({ entry }) => entry.kind === 'step').length;
  }
}

function joined(first: Item, second: Item): Item {
  const losses = addedLosses(first.losses, second.losses);
  return { entry: second.entry, lines: first.lines + second.lines, losses };
}

function sameStage(first: RunLogEntry, second: RunLogEntry): boolean {
  return first.kind === 'step' && second.kind === 'step' && first.stage === second.stage;
}

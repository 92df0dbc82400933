import * as v from 'valibot';
import type { RunLogEntry } from './run.ts';

const number = v.pipe(v.number(), v.finite());
const list = <const Item extends v.GenericSchema>(item: Item) => v.pipe(v.array(item), v.readonly());
const score = v.looseObject({ precision: number, recall: number, f1: number, support: number });
const scores = v.looseObject({ corpus: v.string(), micro: score, types: v.record(v.string(), score) });
const progress = { time: v.string(), stage: v.string(), epoch: number, step: number };
const stagePlan = v.looseObject({
  name: v.string(),
  examples: number,
  tokens: number,
  epochs: number,
  steps: number,
});

/** What is relied on of each kind of line: a log may be cut, or have been changed by hand. */
const entry = v.variant('kind', [
  v.looseObject({ kind: v.literal('problems'), time: v.string(), corpus: v.string(), problems: v.looseObject({}) }),
  v.looseObject({
    kind: v.literal('plan'),
    time: v.string(),
    method: v.string(),
    output: v.string(),
    heads: list(v.string()),
    stages: list(stagePlan),
    resumed: v.optional(v.looseObject({ stage: v.string(), epoch: number, step: number })),
  }),
  v.looseObject({
    kind: v.literal('stage'),
    time: v.string(),
    stage: v.string(),
    device: v.looseObject({ device: v.string() }),
  }),
  v.looseObject({
    kind: v.literal('step'),
    ...progress,
    epochs: number,
    of: number,
    loss: v.record(v.string(), number),
    learningRate: number,
    tokens: number,
    tokensPerSecond: number,
    secondsLeft: number,
  }),
  v.looseObject({
    kind: v.literal('evaluation'),
    ...progress,
    corpora: list(scores),
    score: number,
    best: v.boolean(),
    seconds: number,
  }),
  v.looseObject({
    kind: v.literal('checkpoint'),
    ...progress,
    folder: v.string(),
    what: v.picklist(['last', 'best']),
  }),
  v.looseObject({ kind: v.literal('stage end'), ...progress, reason: v.string() }),
  v.looseObject({ kind: v.literal('done'), time: v.string(), devel: list(scores), test: list(scores) }),
  v.looseObject({ kind: v.literal('stopped'), time: v.string() }),
  v.looseObject({ kind: v.literal('failed'), time: v.string(), message: v.string() }),
]);

/** A line of a run's log; undefined if it is damaged or of a kind that is not known. */
export function parseEntry(line: string): RunLogEntry | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isLogEntry(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a value is a line of a log; what is relied on is checked. */
export function isLogEntry(value: unknown): value is RunLogEntry {
  return v.is(entry, value);
}

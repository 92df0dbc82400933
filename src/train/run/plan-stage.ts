import type { StageConfig } from '../config/config.ts';
import type { Schedule } from '../optimizer/schedule.ts';
import type { StageData } from '../sources/stage-data.ts';

/** How many updates a stage takes. */
export interface StagePlan {
  readonly examples: number;
  readonly tokens: number;
  /** The examples of an epoch by what they are drawn from, where it is not one corpus alone. */
  readonly drawn?: Readonly<Record<string, number>>;
  /** Of each epoch. */
  readonly ofEpoch: readonly number[];
  /** Of the whole stage if it is not ended early. */
  readonly updates: number;
}

/** Plans every epoch of a stage, since corpora may be sampled anew in each, up to the last update. */
export function planStage(
  { epochs, accumulate, maxSteps = Number.POSITIVE_INFINITY }: StageConfig,
  data: StageData,
): StagePlan {
  const first = data.epoch(0).statistics;
  const ofEpoch: number[] = [];
  let updates = 0;
  for (let epoch = 0; epoch < epochs && updates < maxSteps; epoch++) {
    const { batches } = epoch === 0 ? first : data.epoch(epoch).statistics;
    const count = Math.ceil(batches / accumulate);
    ofEpoch.push(count);
    updates += count;
  }
  const { examples, tokens } = first;
  return { examples, tokens, ...drawnOf(data.sets, first.drawn), ofEpoch, updates: Math.min(updates, maxSteps) };
}

function drawnOf(sets: readonly string[] = [], drawn: readonly number[] = []): Pick<StagePlan, 'drawn'> {
  return sets.length < 2 ? {} : { drawn: Object.fromEntries(sets.map((set, index) => [set, drawn[index] ?? 0])) };
}

/** How the learning rate of a stage goes. */
export function scheduleOf({ schedule, warmup }: StageConfig, updates: number): Schedule {
  const steps = 'steps' in warmup ? warmup.steps : Math.round(warmup.share * updates);
  return { shape: schedule, updates, warmup: steps };
}

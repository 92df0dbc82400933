import type { TrainingConfig } from '../../../src/train/config/config.ts';
import type { GivenCorpus, MethodOptions } from '../../../src/train/config/method-options.ts';
import { expandSchedule } from '../../../src/train/config/schedules/expand.ts';
import type { ScheduleName } from '../../../src/train/config/schedules/schedule.ts';

/** What a schedule stands for with the options of every method, as the command line gives them. */
export function written(
  schedule: ScheduleName,
  target: GivenCorpus,
  auxiliaries: readonly GivenCorpus[],
  { map, target: use, ...options }: MethodOptions,
): TrainingConfig {
  return expandSchedule({ schedule, target: { ...target, ...use, heads: map }, auxiliaries }, options);
}

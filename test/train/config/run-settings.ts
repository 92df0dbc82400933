import type { ScheduleOptions } from '../../../src/train/config/schedules/expand.ts';

/** How a run is trained whose configuration is only looked at. */
export const runSettings: ScheduleOptions['run'] = {
  seed: 1,
  device: 'cpu',
  threads: 2,
  maxLength: 128,
  weights: 'float32',
  test: false,
  checkpoints: { minutes: 10, keep: false },
};

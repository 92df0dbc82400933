import { availableMemory } from '../../runtime/memory.ts';
import type { MemoryPlan } from '../events.ts';
import type { StageData } from '../sources/stage-data.ts';
import { MemoryEstimator } from '../step/estimate.ts';
import type { OpenedStep } from '../step/open-step.ts';

/** The share of the memory that is free which a run takes at most: an estimate is one. */
const usable = 0.9;

/**
 * Estimates what a stage takes and, where that is more than there is, how small its micro-batches must be. Undefined
 * where the device has a memory of its own.
 * @param frozenLayers how many layers are frozen in the epoch that has the fewest; undefined where none are.
 * @param limit bytes that may be taken, of what is free.
 * @throws UserError if not even a single row fits.
 */
export function planMemory(
  { step, model, settings }: OpenedStep,
  data: StageData,
  frozenLayers: number | undefined,
  limit = Number.POSITIVE_INFINITY,
): MemoryPlan | undefined {
  if (step.device.device !== 'cpu') return undefined;
  const { shapes } = data.epoch(0).statistics;
  const estimator = new MemoryEstimator(model, { ...settings, frozenLayers });
  const available = Math.min(limit, usable * (availableMemory() + process.memoryUsage.rss()));
  const microBatchTokens = estimator.tokensThatFit(shapes, available);
  const estimated = Math.max(...shapes.map((shape) => estimator.estimate(shape, false).total));
  return { estimated, available, ...(Number.isFinite(microBatchTokens) ? { microBatchTokens } : {}) };
}

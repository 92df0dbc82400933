/** How the learning rate goes over the updates of a run. */
export interface Schedule {
  readonly shape: 'linear' | 'cosine' | 'constant';
  /** Updates of the whole run, at least 1. */
  readonly updates: number;
  /** Updates over which the learning rate rises to its peak. */
  readonly warmup: number;
}

/**
 * What the peak learning rate is multiplied by at an update, from 0: it rises linearly, (update + 1) / (warmup + 1),
 * and then falls to zero at the end of the run, linearly (`1 - t` for the part `t` of the run after the warm-up) or by
 * half a cosine (Loshchilov & Hutter, 2017, arXiv 1608.03983), or stays. It is above zero at every update of the run.
 */
export function learningRateFactor({ shape, updates, warmup }: Schedule, update: number): number {
  if (update < warmup) return (update + 1) / (warmup + 1);
  if (shape === 'constant') return 1;
  const passed = Math.min(1, (update - warmup) / Math.max(1, updates - warmup));
  return shape === 'linear' ? 1 - passed : (1 + Math.cos(Math.PI * passed)) / 2;
}

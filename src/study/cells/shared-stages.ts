import { generalHead } from '../../model/heads-config.ts';
import type { CorpusConfig, StageConfig, TrainingConfig } from '../../train/config/config.ts';

/** A run in two: what others may share, and what starts from its model. */
export interface SplitRun {
  readonly shared: TrainingConfig;
  /** @param model the folder of what the shared run gives. */
  rest(model: string): TrainingConfig;
}

/**
 * Splits a run after its leading stages that do not involve the target: they are the same for every target, and their
 * data and order come from the seed and the stage's name alone. Undefined where there are none, or where what follows
 * needs more of them than their last one's best weights.
 * @param target its folder.
 */
export function splitShared(config: TrainingConfig, target: string): SplitRun | undefined {
  const { stages, corpora } = config;
  const involved = ({ corpora: ids, select }: StageConfig) =>
    [...ids, ...select.corpora].some((id) => corpora[id]?.folder === target);
  const count = stages.findIndex(involved);
  const [last, first] = [stages[count - 1], stages[count]];
  if (!last || !first || first.from !== 'previous-best') return undefined;
  const before = stages.slice(0, count);
  const after = stages.slice(count);
  const refers = after.some(({ from }) => typeof from === 'object' && 'stage' in from && isAmong(from.stage, before));
  const kept = used(corpora, before);
  // A model that shows nothing is refused.
  const shows = Object.values(kept).some(
    ({ heads }) => !heads || Object.values(heads).some((head) => head !== generalHead),
  );
  if (refers || !shows) return undefined;
  return {
    shared: { ...config, method: last.name, test: false, weights: 'float32', corpora: kept, stages: before },
    rest: (model) => ({
      ...config,
      corpora: used(corpora, after),
      stages: [{ ...first, from: { model } }, ...after.slice(1)],
    }),
  };
}

function isAmong(name: string, stages: readonly StageConfig[]): boolean {
  return stages.some((stage) => stage.name === name);
}

/** The corpora that stages use. */
function used(corpora: TrainingConfig['corpora'], stages: readonly StageConfig[]): Record<string, CorpusConfig> {
  const ids = new Set(stages.flatMap((stage) => [...stage.corpora, ...stage.select.corpora]));
  return Object.fromEntries(Object.entries(corpora).filter(([id]) => ids.has(id)));
}

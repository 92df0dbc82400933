import { isJsonObject } from '../../core/json.ts';
import type { FreezeConfig } from '../../train/config/config.ts';
import type { StageOverrides } from '../../train/config/method-options.ts';
import { readFreeze, readStage } from '../../train/config/parse-stage.ts';
import type { ObjectReader } from '../../train/config/reader.ts';

/** What a schedule says itself. */
const fixed: readonly string[] = ['name', 'from', 'corpora', 'select', 'save'];
/** What a stage cannot be read without. */
const needed = { name: 'stage', epochs: 1, learningRate: 1 };

/** Settings of stages by their names, `*` for every stage; what is not given is not in them. */
export function readStages(reader: ObjectReader): Readonly<Record<string, StageOverrides>> {
  if (!reader.has('stages')) return {};
  const stages = reader.object('stages');
  return Object.fromEntries(stages.keys().map((name) => [name, readOverrides(stages.object(name))]));
}

/** What is frozen in stages, by their names. */
export function readFreezes(reader: ObjectReader): Readonly<Record<string, readonly FreezeConfig[]>> {
  const stages = reader.object('freeze');
  return Object.fromEntries(
    stages.keys().map((name) => [name, stages.list(name, (item) => readFreeze(item.object()))]),
  );
}

function readOverrides(given: ObjectReader): StageOverrides {
  const keys = given.keys();
  const wrong = keys.find((key) => fixed.includes(key));
  if (wrong !== undefined) throw given.error(`"${wrong}" is for the schedule to say; leave it out`);
  const read = readStage(given.over(needed), (place) => place);
  const kept = Object.fromEntries(Object.entries(read).filter(([key]) => keys.includes(key)));
  const sampling = given.any('sampling');
  if (!isJsonObject(sampling)) return kept;
  const drawn = Object.fromEntries(Object.entries(read.sampling).filter(([key]) => Object.hasOwn(sampling, key)));
  return { ...kept, sampling: drawn };
}

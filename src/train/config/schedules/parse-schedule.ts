import { isJsonObject, parseJson } from '../../../core/json.ts';
import type { GivenSettings } from '../config.ts';
import { type At, placesOf, type RunSettings, readHeads, readSettings, readUse } from '../parse-config.ts';
import { type ItemReader, ObjectReader } from '../reader.ts';
import { readFreezes, readStages } from './parse-stages.ts';
import { headWays, type NamedCorpus, type NamedSchedule, scheduleNames } from './schedule.ts';

/** What a configuration file says that names a schedule in place of stages. */
export interface ScheduleFile {
  readonly schedule: NamedSchedule;
  readonly settings: RunSettings;
}

/**
 * Reads a configuration file that names a schedule in place of stages and corpora.
 * @param file for messages; relative paths in it are relative to its folder.
 * @param given takes the place of what the text says.
 * @returns undefined if it names none, and is to be read by `parseConfig`.
 * @throws UserError naming the key that is missing, wrong or unknown.
 */
export function parseSchedule(text: string, file: string, given: GivenSettings = {}): ScheduleFile | undefined {
  const value = parseJson(text, file);
  if (!isJsonObject(value) || !Object.hasOwn(value, 'schedule')) return undefined;
  const reader = new ObjectReader(file, value);
  const at = placesOf(file);
  const target = {
    value: reader.any('target'),
    object: () => reader.object('target'),
    string: () => reader.string('target'),
  };
  const schedule = reader.choice('schedule', scheduleNames);
  const read = {
    schedule: {
      schedule,
      target: readCorpus(target, at),
      auxiliaries: reader.list('auxiliaries', (item) => readCorpus(item, at), true),
      ...(reader.has('best') ? { best: reader.number('best', { least: 1, integer: true }) } : {}),
      ...(reader.has('heads') ? { heads: reader.choice('heads', headWays) } : {}),
      freeze: readFreezes(reader),
      stages: readStages(reader),
    },
    settings: readSettings(reader, at, given),
  };
  reader.done();
  return read;
}

/** A folder, or an object that says more. */
function readCorpus(item: ItemReader, at: At): NamedCorpus {
  if (typeof item.value === 'string') return { folder: at(item.string()) };
  const corpus = item.object();
  const read = {
    ...(corpus.has('name') ? { name: corpus.string('name') } : {}),
    folder: at(corpus.string('folder')),
    ...readHeads(corpus),
    ...readUse(corpus),
    ...(corpus.has('weight') ? { weight: corpus.number('weight', { least: 0, above: true }) } : {}),
  };
  corpus.done();
  return read;
}

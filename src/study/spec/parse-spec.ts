import path from 'node:path';
import { readTextFile } from '../../checkpoint/file.ts';
import { baseModel, resolveModel } from '../../library/resolve.ts';
import { devices } from '../../runtime/device.ts';
import { defaultMaxLength, mostThreads } from '../../train/config/defaults.ts';
import { type ItemReader, ObjectReader } from '../../train/config/reader.ts';
import { readFreezes, readStages } from '../../train/config/schedules/parse-stages.ts';
import { headWays, scheduleNames } from '../../train/config/schedules/schedule.ts';
import type { StudyMethod, StudySize, StudySpec } from '../study.ts';
import { CorpusNames, readAuxiliaries, readTargets } from './corpora.ts';
import { readExclusions } from './exclusions.ts';
import { isStudyName, nameRule, repeatedName } from './names.ts';
import { readSpecText } from './read-text.ts';
import { readSeeds } from './seeds.ts';

/** What the command line says in place of the file. */
export interface GivenSpec {
  /** The folder that names of corpora are relative to. */
  readonly corpora?: string;
}

/**
 * Reads a study from its file.
 * @throws UserError naming file, line and key of what is wrong.
 */
export function readSpec(file: string, given: GivenSpec = {}): StudySpec {
  return parseSpec(readTextFile(file), path.resolve(file), given);
}

/**
 * Reads a study in JSON or YAML.
 * @param file for messages; relative paths in it are relative to its folder.
 * @throws UserError naming file, line and key of what is wrong.
 */
export function parseSpec(text: string, file: string, given: GivenSpec = {}): StudySpec {
  const { value, place } = readSpecText(text, file);
  const reader = new ObjectReader(place, value);
  const at = (folder: string) => path.resolve(path.dirname(file), folder);
  const root = at(reader.string('root', '.'));
  const names = new CorpusNames(reader, given.corpora === undefined ? root : path.resolve(given.corpora));
  const targets = readTargets(reader, names);
  const auxiliaries = readAuxiliaries(reader, names, targets);
  const methods = readMethods(reader);
  const spec: StudySpec = {
    name: reader.string('name', path.parse(file).name),
    file,
    base: baseOf(reader.string('base', baseModel), at),
    targets,
    auxiliaries,
    methods,
    sizes: readSizes(reader),
    seeds: readSeeds(reader),
    ...(reader.has('develSentences')
      ? { develSentences: reader.number('develSentences', { least: 1, integer: true }) }
      : {}),
    run: readRun(reader),
    stages: readStages(reader),
    exclude: readExclusions(reader, { targets, auxiliaries, methods }),
  };
  reader.done();
  const needy = methods.find(({ schedule }) => schedule !== 'single');
  if (needy && auxiliaries.length === 0) {
    throw reader.error(`the method "${needy.name}" needs "auxiliaries"`);
  }
  return spec;
}

/** A bare word is a name in the library of models; anything else is a path. */
function baseOf(place: string, at: (place: string) => string): string {
  return /[\\/]|^[.~]/.test(place) ? at(place) : resolveModel(place);
}

function readMethods(reader: ObjectReader): readonly StudyMethod[] {
  const methods = reader.list('methods', (item) => readMethod(item, reader));
  if (methods.length === 0) throw reader.wrong('methods', [], 'a list of at least one method');
  const twice = repeatedName(methods.map(({ name }) => name));
  if (twice !== undefined) throw reader.error(`methods: there are two called ${twice}; give one another name`);
  return methods;
}

/** A schedule by its name, or an object with settings of its own. */
function readMethod(item: ItemReader, reader: ObjectReader): StudyMethod {
  if (typeof item.value === 'string') {
    const schedule = scheduleNames.find((name) => name === item.value);
    if (!schedule) throw reader.wrong('methods', item.value, `one of ${scheduleNames.join(', ')}`);
    return { name: schedule, schedule, stages: {} };
  }
  const given = item.object();
  const schedule = given.choice('schedule', scheduleNames);
  const name = given.string('name', schedule);
  if (!isStudyName(name)) throw given.wrong('name', name, nameRule);
  const method: StudyMethod = {
    name,
    schedule,
    ...(given.has('heads') ? { heads: given.choice('heads', headWays) } : {}),
    ...(given.has('best') ? { best: given.number('best', { least: 1, integer: true }) } : {}),
    ...(given.has('freeze') ? { freeze: readFreezes(given) } : {}),
    stages: readStages(given),
  };
  given.done();
  return method;
}

function readSizes(reader: ObjectReader): readonly StudySize[] {
  if (!reader.has('sizes')) return [{ fraction: 1 }];
  const sizes = reader.list('sizes', (item): StudySize => {
    const given = item.object();
    const size = given.has('fraction')
      ? { fraction: given.number('fraction', { least: 0, above: true, most: 1 }) }
      : { sentences: given.number('sentences', { least: 1, integer: true }) };
    given.done();
    return size;
  });
  if (sizes.length === 0) throw reader.wrong('sizes', [], 'a list such as [{"sentences": 500}]');
  const twice = repeatedName(sizes.map((size) => JSON.stringify(size)));
  if (twice !== undefined) throw reader.error('sizes: one comes twice');
  return sizes;
}

function readRun(reader: ObjectReader): StudySpec['run'] {
  const run = reader.has('run') ? reader.object('run') : undefined;
  const threads = run?.has('threads')
    ? run.number('threads', { least: 1, most: mostThreads, integer: true })
    : undefined;
  const read = {
    device: run?.choice('device', ['auto', ...devices], 'auto') ?? ('auto' as const),
    ...(threads === undefined ? {} : { threads }),
    maxLength: run?.number('maxLength', { least: 8, integer: true }, defaultMaxLength) ?? defaultMaxLength,
  };
  run?.done();
  return read;
}

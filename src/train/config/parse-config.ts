import path from 'node:path';
import { parseJson } from '../../core/json.ts';
import { devices } from '../../runtime/device.ts';
import { checkConfig } from './check-config.ts';
import type {
  CheckpointConfig,
  CorpusConfig,
  GivenSettings,
  OnlyWithMentions,
  TextConfig,
  TrainingConfig,
} from './config.ts';
import { defaultMaxLength, defaultThreads, mostThreads } from './defaults.ts';
import { isHeadName } from './heads.ts';
import { readStage } from './parse-stage.ts';
import { ObjectReader } from './reader.ts';

/**
 * Reads a training configuration. What has a default may be left out; a key that is no setting is refused.
 * @param file for messages; relative paths in it are relative to its folder.
 * @param given takes the place of what the text says (`--seed 7` beside `--config FILE`).
 * @throws UserError naming the key that is missing, wrong or unknown.
 */
export function parseConfig(text: string, file: string, given: GivenSettings = {}): TrainingConfig {
  const value = parseJson(text, file);
  const reader = new ObjectReader(file, value);
  const at = placesOf(file);
  const corpora = reader.has('corpora') ? readCorpora(reader.object('corpora'), at) : {};
  const textConfig = reader.has('text') ? readText(reader.object('text'), at) : undefined;
  const config: TrainingConfig = {
    method: reader.string('method', 'custom'),
    ...readSettings(reader, at, given),
    ...(reader.has('notes') ? { notes: reader.list('notes', (item) => item.string()) } : {}),
    corpora,
    ...(textConfig ? { text: textConfig } : {}),
    stages: reader.list('stages', (item) => readStage(item.object(), at)),
  };
  reader.done();
  checkConfig(config, file);
  return config;
}

/** What a run is beside its method, corpora and stages. */
export type RunSettings = Omit<TrainingConfig, 'method' | 'notes' | 'corpora' | 'text' | 'stages'>;

/** Reads what a run is beside its method, corpora and stages; what is given takes the place of it. */
export function readSettings(reader: ObjectReader, at: At, given: GivenSettings): RunSettings {
  const settings: RunSettings = {
    base: given.base ?? readModel(reader.string('base'), at),
    output: given.output ?? at(reader.string('output')),
    seed: given.seed ?? reader.number('seed', { least: 0, integer: true }, 1),
    device: given.device ?? reader.choice('device', ['auto', ...devices], 'auto'),
    threads:
      given.threads ?? reader.number('threads', { least: 1, most: mostThreads, integer: true }, defaultThreads()),
    ...memoryOf(reader, given),
    maxLength: given.maxLength ?? reader.number('maxLength', { least: 8, integer: true }, defaultMaxLength),
    weights: given.weights ?? reader.choice('weights', ['float32', 'float16'], 'float32'),
    keepHeads: reader.boolean('keepHeads', false),
    merge: reader.boolean('merge', true),
    test: given.test ?? reader.boolean('test', false),
    checkpoints: { ...readCheckpoints(reader), ...given.checkpoints },
  };
  // What was given instead is a setting all the same.
  for (const key of ['base', 'output', 'seed', 'device', 'threads', 'maxLength', 'weights', 'test']) reader.any(key);
  return settings;
}

/** Makes a path in a file absolute: it is relative to the file's folder. */
export type At = (place: string) => string;

export function placesOf(file: string): At {
  return (place) => path.resolve(path.dirname(file), place);
}

/** As JSON, to be read again by {@link parseConfig}. */
export function formatConfig(config: TrainingConfig): string {
  return `${JSON.stringify(config, undefined, 2)}\n`;
}

function memoryOf(reader: ObjectReader, given: GivenSettings): Pick<TrainingConfig, 'memory'> {
  const own = reader.has('memory') ? reader.number('memory', { least: 0, above: true }) : undefined;
  const memory = given.memory ?? own;
  return memory === undefined ? {} : { memory };
}

function readCheckpoints(reader: ObjectReader): CheckpointConfig {
  const checkpoints = reader.has('checkpoints') ? reader.object('checkpoints') : undefined;
  const read = {
    minutes: checkpoints?.number('minutes', { least: 0, above: true }, 10) ?? 10,
    ...(checkpoints?.has('steps') ? { steps: checkpoints.number('steps', { least: 1, integer: true }) } : {}),
    keep: checkpoints?.boolean('keep', false) ?? false,
  };
  checkpoints?.done();
  return read;
}

/** A bare word is a name in the library of models; anything else is a path. */
function readModel(place: string, at: At): string {
  return /[\\/]|^\.|^~/.test(place) ? at(place) : place;
}

function readCorpora(reader: ObjectReader, at: At): Readonly<Record<string, CorpusConfig>> {
  return Object.fromEntries(
    reader.keys().map((id) => {
      const corpus = reader.object(id);
      const read: CorpusConfig = { folder: at(corpus.string('folder')), ...readHeads(corpus), ...readUse(corpus) };
      corpus.done();
      return [id, read];
    }),
  );
}

/** Reads which head learns each type of a corpus; `""` leaves a type out. */
export function readHeads(corpus: ObjectReader): Pick<CorpusConfig, 'heads'> {
  if (!corpus.has('heads')) return {};
  const heads = corpus.object('heads');
  const named = heads.keys().map((type) => {
    const head = heads.any(type);
    if (typeof head === 'string' && (head === '' || isHeadName(head))) return [type, head] as const;
    throw heads.wrong(type, head, 'a name for a head (letters, digits, "-" and "_"), or "" to leave the type out');
  });
  return { heads: Object.fromEntries(named) };
}

/** Reads what of a corpus is used, and as what. */
export function readUse(corpus: ObjectReader): Omit<CorpusConfig, 'folder' | 'heads'> {
  const count = (key: 'sentences' | 'develSentences') =>
    corpus.has(key) ? { [key]: corpus.number(key, { least: 1, integer: true }) } : {};
  return {
    ...(corpus.has('type') ? { type: corpus.string('type') } : {}),
    fraction: corpus.number('fraction', { least: 0, above: true, most: 1 }, 1),
    ...count('sentences'),
    ...count('develSentences'),
    onlyWithMentions: readOnlyWithMentions(corpus),
    ...(corpus.has('license') ? { license: corpus.string('license') } : {}),
  };
}

/** Reads `onlyWithMentions`; false if it is not there. */
export function readOnlyWithMentions(corpus: ObjectReader): OnlyWithMentions {
  const given = corpus.any('onlyWithMentions') ?? false;
  if (typeof given === 'boolean' || given === 'everywhere') return given;
  throw corpus.wrong('onlyWithMentions', given, 'true, false or "everywhere"');
}

function readText(reader: ObjectReader, at: At): TextConfig {
  const text = {
    paths: reader.list('paths', (item) => at(item.string())),
    mask: reader.number('mask', { least: 0, above: true, most: 0.9 }, 0.15),
    heldOut: reader.number('heldOut', { least: 0, most: 0.5 }, 0.01),
  };
  reader.done();
  return text;
}

import path from 'node:path';
import { baseModel, resolveModel } from '../library/resolve.ts';
import { devices } from '../runtime/device.ts';
import type { GivenSettings, StageConfig } from '../train/config/config.ts';
import { defaultMaxLength, defaultThreads, mostThreads } from '../train/config/defaults.ts';
import type { MethodOptions } from '../train/config/method-options.ts';
import { type Arguments, type OptionSpecs, UsageError } from './arguments.ts';
import { hiddenOf } from './scheduled.ts';

const most = Number.MAX_SAFE_INTEGER;

/** Options of both ways of training: what of, whereto, and how long. */
export const runOptions: OptionSpecs = {
  base: {
    kind: 'value',
    placeholder: 'M',
    help: 'the model to start from: a folder, or a name in the library; our encoder if not given',
  },
  out: { kind: 'value', placeholder: 'DIR', help: 'the folder to write' },
  epochs: { kind: 'list', placeholder: 'N,…', help: 'at most so many epochs, for each stage in turn' },
  steps: { kind: 'value', placeholder: 'N', help: 'at most so many updates in each stage' },
  'learning-rate': { kind: 'list', placeholder: 'R,…', help: 'at its height, for each stage in turn' },
  warmup: { kind: 'value', placeholder: 'W', help: 'updates, or the share of all updates if below 1' },
  schedule: { kind: 'value', placeholder: 'S', help: 'linear, cosine or constant after the warm-up' },
  'batch-tokens': { kind: 'value', placeholder: 'N', help: 'batches of so many tokens, of rows of like length' },
  accumulate: { kind: 'value', placeholder: 'N', help: 'batches whose gradients make one update' },
  'weight-decay': { kind: 'value', placeholder: 'D', help: 'of weights that are no bias or normalization' },
  dropout: { kind: 'value', placeholder: 'P', help: "everywhere; the base's own if not given" },
  'layer-decay': { kind: 'value', placeholder: 'D', help: 'learning rate of a layer over that of the one above' },
  'max-length': {
    kind: 'value',
    placeholder: 'N',
    help: `tokens of the longest input; ${defaultMaxLength} if not given`,
  },
  seed: { kind: 'value', placeholder: 'N', help: 'the same seed gives the same run on the CPU; 1 if not given' },
  device: { kind: 'value', placeholder: 'D', help: `where to train: auto, ${devices.join(', ')}` },
  threads: { kind: 'value', placeholder: 'N', help: 'of the CPU; one a processor, eight at most, if not given' },
  memory: { kind: 'value', placeholder: 'GB', help: 'at most so much; what is free if not given' },
  weights: { kind: 'value', placeholder: 'T', help: 'float32, or float16 for a file of half the size' },
  'checkpoint-every': { kind: 'value', placeholder: 'MIN', help: 'minutes between checkpoints; 10 if not given' },
  'checkpoint-steps': { kind: 'value', placeholder: 'N', help: 'updates between checkpoints, instead of minutes' },
  'keep-checkpoints': { kind: 'flag', help: 'leave the checkpoints there when the run is done' },
  resume: { kind: 'flag', help: 'go on with the run that was interrupted in --out' },
  finish: { kind: 'flag', help: 'with --resume: end the run now, with its best weights so far as its model' },
  force: { kind: 'flag', help: 'overwrite what is in --out' },
  unlisted: { kind: 'flag', help: 'leave the run out of the list of "gerbera runs"' },
  estimate: { kind: 'flag', help: 'tell what the run would take, in time and memory, and train nothing' },
  json: { kind: 'flag', help: 'write the estimate as a line of JSON' },
  config: { kind: 'value', placeholder: 'FILE', help: 'run what this file says; --write-config prints one' },
  'write-config': { kind: 'flag', help: 'print the configuration and train nothing' },
};

/** @throws UsageError if an option that is needed is missing. */
export function needed(given: Arguments, name: string, why = ''): string {
  const value = given.value(name);
  if (value === undefined) throw new UsageError(`--${name} is needed${why}`);
  return value;
}

/** What all methods are given, of the command line. */
export async function methodOptions(given: Arguments): Promise<Omit<MethodOptions, 'map' | 'target'>> {
  const base = resolveModel(given.value('base') ?? baseModel);
  const output = path.resolve(needed(given, 'out'));
  const epochs = numbers(given, 'epochs', 1, 100_000);
  if (epochs?.some((count) => !Number.isInteger(count))) throw new UsageError('--epochs are whole numbers');
  const learningRates = numbers(given, 'learning-rate', 1e-12, 1);
  return {
    base,
    hidden: await hiddenOf(base),
    output,
    run: runSettings(given),
    ...(epochs ? { epochs } : {}),
    ...(learningRates ? { learningRates } : {}),
    overrides: stageOverrides(given),
  };
}

type RunSettings = MethodOptions['run'];

function runSettings(given: Arguments): RunSettings {
  const settings = givenSettings(given);
  return {
    seed: settings.seed ?? 1,
    device: settings.device ?? 'auto',
    threads: settings.threads ?? defaultThreads(),
    ...(settings.memory === undefined ? {} : { memory: settings.memory }),
    maxLength: settings.maxLength ?? defaultMaxLength,
    weights: settings.weights ?? 'float32',
    test: settings.test ?? false,
    checkpoints: { minutes: 10, keep: false, ...settings.checkpoints },
  };
}

/** Settings of a run that the command line gives, over those of a configuration file. */
export function givenSettings(given: Arguments): GivenSettings {
  const base = given.value('base');
  const out = given.value('out');
  const seed = whole(given, 'seed', 0);
  const device = given.choice('device', ['auto', ...devices]);
  const threads = whole(given, 'threads', 1, mostThreads);
  const memory = given.number('memory', 0.01, most);
  const maxLength = whole(given, 'max-length', 8);
  const weights = given.choice('weights', ['float32', 'float16']);
  const minutes = given.number('checkpoint-every', 0.001, most);
  const steps = whole(given, 'checkpoint-steps', 1);
  const keep = given.flag('keep-checkpoints');
  const checkpoints = {
    ...(minutes === undefined ? {} : { minutes }),
    ...(steps === undefined ? {} : { steps }),
    ...(keep ? { keep } : {}),
  };
  return {
    ...(base === undefined ? {} : { base: resolveModel(base) }),
    ...(out === undefined ? {} : { output: path.resolve(out) }),
    ...(seed === undefined ? {} : { seed }),
    ...(device === undefined ? {} : { device }),
    ...(threads === undefined ? {} : { threads }),
    ...(memory === undefined ? {} : { memory }),
    ...(maxLength === undefined ? {} : { maxLength }),
    ...(weights === undefined ? {} : { weights }),
    ...(given.flag('test') ? { test: true } : {}),
    ...(Object.keys(checkpoints).length === 0 ? {} : { checkpoints }),
  };
}

function stageOverrides(given: Arguments): MethodOptions['overrides'] {
  const steps = whole(given, 'steps', 1);
  const warmup = given.number('warmup', 0, most);
  const schedule = given.choice('schedule', ['linear', 'cosine', 'constant']);
  const accumulate = whole(given, 'accumulate', 1);
  const weightDecay = given.number('weight-decay', 0, 10);
  const dropout = given.number('dropout', 0, 0.9);
  const layerDecay = given.number('layer-decay', 0.01, 1);
  const batch = batchOf(given);
  return {
    ...(steps === undefined ? {} : { maxSteps: steps }),
    ...(warmup === undefined ? {} : { warmup: warmupOf(warmup) }),
    ...(schedule === undefined ? {} : { schedule }),
    ...(accumulate === undefined ? {} : { accumulate }),
    ...(weightDecay === undefined ? {} : { weightDecay }),
    ...(dropout === undefined ? {} : { dropout }),
    ...(layerDecay === undefined ? {} : { layerDecay }),
    ...(batch ? { batch } : {}),
  };
}

function warmupOf(value: number): StageConfig['warmup'] {
  if (value < 1) return { share: value };
  if (!Number.isInteger(value)) throw new UsageError('--warmup is a whole number of updates, or a share below 1');
  return { steps: value };
}

function batchOf(given: Arguments): StageConfig['batch'] | undefined {
  const sentences = whole(given, 'batch', 1);
  const tokens = whole(given, 'batch-tokens', 8);
  if (sentences !== undefined && tokens !== undefined) {
    throw new UsageError('--batch and --batch-tokens exclude each other');
  }
  if (sentences !== undefined) return { sentences };
  return tokens === undefined ? undefined : { tokens };
}

/** @throws UsageError unless it is a whole number from `least` to `greatest`. */
export function whole(given: Arguments, name: string, least: number, greatest = most): number | undefined {
  const value = given.number(name, least, greatest);
  if (value !== undefined && !Number.isInteger(value)) {
    throw new UsageError(`--${name} is a whole number, not "${given.value(name)}"`);
  }
  return value;
}

function numbers(given: Arguments, name: string, least: number, largest: number): readonly number[] | undefined {
  return given.list(name)?.map((text) => {
    const number = text === '' ? Number.NaN : Number(text);
    if (number >= least && number <= largest) return number;
    throw new UsageError(`--${name} takes numbers from ${least} to ${largest}, not "${text}"`);
  });
}

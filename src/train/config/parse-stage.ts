import type { FreezeConfig, StageConfig, StageOrigin } from './config.ts';
import { stageDefaults } from './defaults.ts';
import type { ObjectReader } from './reader.ts';

/**
 * Reads one stage of a training configuration.
 * @param at makes paths absolute.
 * @throws UserError naming the key that is missing, wrong or unknown.
 */
export function readStage(reader: ObjectReader, at: (place: string) => string): StageConfig {
  const { sampling, ...defaults } = stageDefaults;
  const sample = reader.has('sampling') ? reader.object('sampling') : undefined;
  const corpora = reader.list('corpora', (item) => item.string(), true);
  const select = reader.has('select') ? reader.object('select') : undefined;
  const stage: StageConfig = {
    name: reader.string('name'),
    from: readOrigin(reader, at),
    corpora,
    sampling: {
      alpha: sample?.number('alpha', { least: 0, most: 1 }, sampling.alpha) ?? sampling.alpha,
      ...(sample?.has('weights') ? { weights: readWeights(sample.object('weights')) } : {}),
      ...(sample?.has('examples') ? { examples: sample.number('examples', { least: 1, integer: true }) } : {}),
      order: sample?.choice('order', ['mixed', 'separate', 'sequential'], sampling.order) ?? sampling.order,
    },
    epochs: reader.number('epochs', { least: 1, most: 100_000, integer: true }),
    ...(reader.has('maxSteps') ? { maxSteps: reader.number('maxSteps', { least: 1, integer: true }) } : {}),
    batch: readBatch(reader),
    accumulate: reader.number('accumulate', { least: 1, integer: true }, defaults.accumulate),
    learningRate: reader.number('learningRate', { least: 0, above: true, most: 1 }),
    warmup: readWarmup(reader),
    schedule: reader.choice('schedule', ['linear', 'cosine', 'constant'], defaults.schedule),
    weightDecay: reader.number('weightDecay', { least: 0 }, defaults.weightDecay),
    betas: readBetas(reader),
    epsilon: reader.number('epsilon', { least: 0, above: true }, defaults.epsilon),
    clip: reader.number('clip', { least: 0 }, defaults.clip),
    layerDecay: reader.number('layerDecay', { least: 0, above: true, most: 1 }, defaults.layerDecay),
    labelSmoothing: reader.number('labelSmoothing', { least: 0, most: 0.9 }, defaults.labelSmoothing),
    ...(reader.has('dropout') ? { dropout: reader.number('dropout', { least: 0, most: 0.9 }) } : {}),
    freeze: reader.list('freeze', (item) => readFreeze(item.object()), true),
    evaluate: readEvaluate(reader),
    patience: reader.number('patience', { least: 0, integer: true }, defaults.patience),
    select: {
      keep: select?.choice('keep', ['best', 'last'], 'best') ?? 'best',
      corpora: select?.has('corpora') ? select.list('corpora', (item) => item.string()) : corpora,
    },
    ...(reader.has('save') ? { save: reader.string('save') } : {}),
  };
  sample?.done();
  select?.done();
  reader.done();
  return stage;
}

function readWeights(reader: ObjectReader): Readonly<Record<string, number>> {
  return Object.fromEntries(reader.keys().map((id) => [id, reader.number(id, { least: 0, above: true })]));
}

function readOrigin(reader: ObjectReader, at: (place: string) => string): StageOrigin {
  const value = reader.any('from') ?? 'base';
  if (value === 'base' || value === 'previous-best' || value === 'previous-last') return value;
  if (typeof value === 'string') {
    throw reader.wrong('from', value, '"base", "previous-best", "previous-last", {"stage": …} or {"model": …}');
  }
  const origin = reader.object('from');
  const read = origin.has('stage') ? { stage: origin.string('stage') } : { model: at(origin.string('model')) };
  origin.done();
  return read;
}

function readBatch(reader: ObjectReader): StageConfig['batch'] {
  if (!reader.has('batch')) return stageDefaults.batch;
  const batch = reader.object('batch');
  const read = batch.has('tokens')
    ? { tokens: batch.number('tokens', { least: 8, integer: true }) }
    : {
        sentences: batch.number('sentences', { least: 1, integer: true }),
        ...(batch.has('alike') ? { alike: batch.boolean('alike', false) } : {}),
      };
  batch.done();
  return read;
}

function readWarmup(reader: ObjectReader): StageConfig['warmup'] {
  if (!reader.has('warmup')) return stageDefaults.warmup;
  const warmup = reader.object('warmup');
  const read = warmup.has('steps')
    ? { steps: warmup.number('steps', { least: 0, integer: true }) }
    : { share: warmup.number('share', { least: 0, most: 1 }) };
  warmup.done();
  return read;
}

function readBetas(reader: ObjectReader): readonly [number, number] {
  const betas = reader.any('betas') ?? stageDefaults.betas;
  const wanted = 'two numbers of at least 0 and below 1';
  if (!Array.isArray(betas) || betas.length !== 2) throw reader.wrong('betas', betas, wanted);
  const [first, second]: unknown[] = betas;
  if (!isDecay(first) || !isDecay(second)) throw reader.wrong('betas', betas, wanted);
  return [first, second];
}

function isDecay(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value < 1;
}

/** What is frozen, and for how long. */
export function readFreeze(reader: ObjectReader): FreezeConfig {
  const freeze = {
    layers:
      reader.any('layers') === 'encoder' ? ('encoder' as const) : reader.number('layers', { least: 0, integer: true }),
    ...(reader.has('epochs') ? { epochs: reader.number('epochs', { least: 1, integer: true }) } : {}),
  };
  reader.done();
  return freeze;
}

function readEvaluate(reader: ObjectReader): StageConfig['evaluate'] {
  const value = reader.any('evaluate') ?? 'epoch';
  if (value === 'epoch') return value;
  if (typeof value === 'string') throw reader.wrong('evaluate', value, '"epoch" or {"steps": …}');
  const evaluate = reader.object('evaluate');
  const read = { steps: evaluate.number('steps', { least: 1, integer: true }) };
  evaluate.done();
  return read;
}

import path from 'node:path';
import { UserError } from '../../core/errors.ts';
import { parseLabels } from '../../core/labels.ts';
import { quoted } from '../../core/quote.ts';
import { readDropoutRates } from '../../model/dropout.ts';
import { generalHead } from '../../model/heads-config.ts';
import { encoderTensors, headTensors, type NeededTensor } from '../../model/layout.ts';
import { maskedLanguageModelTensors } from '../../model/masked-lm.ts';
import { tokenizerLimit } from '../../model/model-tokenizer.ts';
import { longestInput } from '../../model/parse-spec.ts';
import type { EncoderSpec, HeadSpec, ModelSpec } from '../../model/spec.ts';
import { loadTokenizer } from '../../tokenizer/load.ts';
import { defaultOptimizer, type OptimizerOptions } from '../optimizer/options.ts';
import { initialWeight } from './initialize.ts';
import { type Base, openBase } from './open-base.ts';
import type { Objective, TrainedModel, TrainingSettings } from './trained-model.ts';

/** What a model is made of before it is trained. */
export interface StartOptions {
  /** The base model's folder in Hugging Face layout. */
  readonly folder: string;
  /** The heads to train, by their entity types; those that the base has already are kept. */
  readonly heads: readonly { readonly name: string }[];
  readonly objective: Objective;
  /** Of the run; new heads are drawn from it. */
  readonly seed: number;
  /** The longest input in tokens, special tokens included; what the base allows unless given, and never more. */
  readonly maxLength?: number;
  /** Weights to start from in place of the folder's, such as the best ones of an earlier stage, by name. */
  readonly weights?: ReadonlyMap<string, Float32Array>;
  /** Rates in place of those of the base's `config.json`. */
  readonly dropout?: Partial<TrainingSettings['dropout']>;
  readonly labelSmoothing?: number;
  readonly frozenLayers?: number;
  readonly optimizer?: Partial<OptimizerOptions>;
}

/** The labels of our own heads, where the base does not have others. */
const ownLabels = ['O', 'B', 'I'];

/**
 * Reads a base model and puts heads on it.
 * @throws UserError if the base cannot be read, its tokenizer does not fit its embeddings, a weight is missing, of a
 *   wrong shape or no number, or an option is out of its range.
 */
export async function startModel(
  options: StartOptions,
): Promise<{ readonly model: TrainedModel; readonly settings: TrainingSettings }> {
  const { folder, objective } = options;
  const base = await openBase(folder);
  try {
    const tokenizer = await loadTokenizer(folder, { bareWords: false });
    checkVocabulary(base, tokenizer.vocabularySize);
    checkTied(base, objective);
    const spec = trainedSpec(base, options);
    const settings = readSettings(base, options);
    const shapes = new Map<string, readonly number[]>();
    const weights = new Map<string, Float32Array>();
    const initialized: string[] = [];
    const deviation = base.config.positive('initializer_range', 0.02);
    const place = (tensor: NeededTensor, values: Float32Array) => {
      shapes.set(tensor.name, tensor.shape);
      weights.set(tensor.name, values);
    };
    const start = (tensor: NeededTensor) => {
      const given = options.weights?.get(tensor.name);
      return given ? copied(tensor, given) : base.read(tensor);
    };
    for (const tensor of encoderTensors(base.encoder)) place(tensor, start(tensor));
    for (const head of headsOf(spec, objective)) {
      // A head is there as a whole or not at all: one that lacks a part is refused when the part is read.
      const known = head.some(({ name }) => options.weights?.has(name) || base.has(name));
      for (const tensor of head) place(tensor, known ? start(tensor) : initialWeight(tensor, options.seed, deviation));
      if (!known) initialized.push(...head.map(({ name }) => name));
    }
    const name = path.basename(path.resolve(folder));
    return {
      model: { folder, name, config: base.values, spec, objective, tokenizer, shapes, weights, initialized },
      settings,
    };
  } finally {
    base.close();
  }
}

function checkVocabulary({ folder, encoder }: Base, tokens: number): void {
  if (tokens <= encoder.vocabulary) return;
  throw new UserError(
    `${folder}: the tokenizer has ${tokens} tokens but the embeddings ${encoder.vocabulary} rows; they are not of one model`,
  );
}

/** @throws UserError if the vocabulary's weights are not the embeddings. */
function checkTied({ config }: Base, objective: Objective): void {
  const tied = config.value('tie_word_embeddings') ?? true;
  if (objective === 'heads' || tied === true) return;
  throw config.wrong(
    'tie_word_embeddings',
    tied,
    'true; masked language modelling is trained with tied embeddings only',
  );
}

function trainedSpec(base: Base, { folder, heads, objective, maxLength }: StartOptions): ModelSpec {
  const { config, encoder } = base;
  const room = longestInput(config, encoder, tokenizerLimit(folder), maxLength);
  return {
    encoder,
    kind: 'multi-head',
    heads: objective === 'heads' ? headSpecs(base, heads) : [],
    maxLength: room,
    bareWords: false,
  };
}

/** Heads keep the order of labels that a base of our own form has, since its heads were trained with it. */
function headSpecs({ config }: Base, heads: StartOptions['heads']): HeadSpec[] {
  const own = config.object('gerbera');
  const labels = (own?.strings('heads') && own.strings('labels')) ?? ownLabels;
  const names = heads.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new UserError(`the head ${quoted(twice)} is named twice`);
  if (names.length === 0) throw new UserError('no head to train');
  for (const name of names) parseLabels(labels, name);
  return names.map((name) => ({ name, labels, type: name, shown: name !== generalHead }));
}

/** The tensors of each head. */
function headsOf(spec: ModelSpec, objective: Objective): readonly NeededTensor[][] {
  if (objective === 'masked-language-model') return [[...maskedLanguageModelTensors(spec.encoder)]];
  return spec.heads.map((head) => [...headTensors(spec, head)]);
}

function copied({ name, shape }: NeededTensor, values: Float32Array): Float32Array {
  const size = shape.reduce((product, dimension) => product * dimension, 1);
  if (values.length !== size) throw new Error(`${name} is given ${values.length} values, not ${size}`);
  return values.slice();
}

function readSettings({ folder, config, encoder }: Base, options: StartOptions): TrainingSettings {
  const { labelSmoothing = 0, frozenLayers } = options;
  const read = readDropoutRates(config, encoder.family);
  const dropout = { ...read, ...options.dropout };
  for (const [place, rate] of Object.entries(dropout)) {
    if (!(rate >= 0 && rate < 1)) throw new UserError(`dropout ${place} is ${rate}; it must be from 0 to below 1`);
  }
  if (!(labelSmoothing >= 0 && labelSmoothing < 1)) {
    throw new UserError(`label smoothing is ${labelSmoothing}; it must be from 0 to below 1`);
  }
  checkFrozen(folder, encoder, frozenLayers);
  return { dropout, labelSmoothing, frozenLayers, optimizer: { ...defaultOptimizer, ...options.optimizer } };
}

function checkFrozen(folder: string, { layers }: EncoderSpec, frozenLayers: number | undefined): void {
  if (frozenLayers === undefined || (Number.isInteger(frozenLayers) && frozenLayers >= 0 && frozenLayers <= layers))
    return;
  throw new UserError(`${folder}: ${frozenLayers} layers cannot be frozen; the encoder has ${layers}`);
}

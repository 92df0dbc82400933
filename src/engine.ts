import type { Entity, WordEntity } from './core/entity.ts';
import { entityTypes } from './core/labels.ts';
import { placeMentions } from './core/place.ts';
import { compareSpans } from './core/span.ts';
import type { Language, Sentence } from './core/words.ts';
import type { EvaluationEvent } from './evaluate/report/report.ts';
import { type EvaluateOptions, evaluateOnCorpus } from './evaluate/run/evaluate-corpus.ts';
import type { EvaluatedSystem } from './evaluate/run/system.ts';
import { productVersion } from './library/folders.ts';
import { resolveModel } from './library/resolve.ts';
import { loadClassifier } from './model/load.ts';
import type { EncoderSpec, HeadSpec, ModelSpec } from './model/spec.ts';
import { type Inspection, inspectText, inspectWords } from './recognize/inspect.ts';
import { createRecognizer, type Words } from './recognize/recognizer.ts';
import type { DevicePreference, DeviceReport } from './runtime/device.ts';
import { streamSentences } from './text/stream.ts';
import type { TrainingConfig } from './train/config/config.ts';
import type { TrainingEstimate } from './train/estimate.ts';
import type { TrainingEvent } from './train/events.ts';
import { logged } from './train/output/log.ts';
import { isLost } from './train/output/output.ts';
import { type EstimateOptions, estimateTraining as estimateRun } from './train/run/estimate.ts';
import { Stopped } from './train/run/stop-watch.ts';
import { type TrainOptions, train } from './train/run/train.ts';

export interface EngineOptions {
  /** A name in the library or a path (`resolveModel`); the embedded model if not given. */
  readonly model?: string;
  /** `auto` if not given. */
  readonly device?: DevicePreference;
  /** Threads of the CPU; as many as it has cores if not given. */
  readonly threads?: number;
  /** Whether hidden heads are computed too, which inspecting needs; only the shown ones if not given. */
  readonly heads?: 'shown' | 'all';
}

export type { Inspection };

/** What a loaded model is and where it runs. */
export interface EngineInfo {
  /** Identifies the weights; keys caches. */
  readonly id: string;
  readonly name: string;
  readonly folder: string;
  readonly kind: ModelSpec['kind'];
  /** `bert`, `roberta`, `distilbert`, `electra`. */
  readonly family: string;
  readonly encoder: EncoderSpec;
  /** Entity types that the model shows, in the order of its heads. */
  readonly types: readonly string[];
  readonly heads: readonly HeadSpec[];
  /** The longest input in tokens, special tokens included. */
  readonly maxLength: number;
  readonly device: DeviceReport;
}

export interface AnnotateOptions {
  /** Only entities of these types; of all if not given. */
  readonly types?: ReadonlySet<string>;
  /** Only entities of at least this score. */
  readonly minScore?: number;
  readonly signal?: AbortSignal;
}

/** A stretch of a document that was read at once. */
export interface ReadStretch {
  /** In order, in source offsets. */
  readonly sentences: readonly Sentence[];
  /** Those in them, by start, then end. */
  readonly entities: readonly Entity[];
}

/** A model that reads texts: what the language server, the command line and tests call. */
export interface Engine {
  readonly info: EngineInfo;
  /** See `Recognizer.recognize`. */
  recognizeWords(sentences: readonly Words[], signal?: AbortSignal): Promise<WordEntity[][]>;
  /** The entities of a document in source offsets, by start, then end. */
  annotate(source: string, language: Language, options?: AnnotateOptions): Promise<Entity[]>;
  /**
   * What `annotate` gives, one stretch of the document after another: however long it is, only a stretch of it is in
   * memory as words.
   * @throws UserError if a single block of the document does not fit in memory.
   */
  annotateStream(source: string, language: Language, options?: AnnotateOptions): AsyncGenerator<readonly Entity[]>;
  /** The same with the sentences that were read, which linking goes by. */
  readStream(source: string, language: Language, options?: AnnotateOptions): AsyncGenerator<ReadStretch>;
  /** Tokens and logits of a running text, as transformers gives them. Needs `heads: 'all'`. */
  inspectText(text: string, maxLength?: number): Promise<Inspection>;
  /** Tokens and logits of words, each tokenized by itself. Needs `heads: 'all'`. */
  inspectWords(words: Words, maxLength?: number): Promise<Inspection>;
  /** Releases the model. Idempotent. */
  dispose(): Promise<void>;
}

/**
 * Loads a model and wires the way from text to entities.
 * @throws UserError if there is no such model, it is broken, or no device can run it.
 */
export async function openEngine(options: EngineOptions = {}): Promise<Engine> {
  const { model = '', device = 'auto', threads, heads = 'shown' } = options;
  const classifier = await loadClassifier(resolveModel(model), { device, heads, ...(threads ? { threads } : {}) });
  const { id, name, folder, spec } = classifier;
  const recognizer = createRecognizer(classifier);

  async function* readStream(
    source: string,
    language: Language,
    { types, minScore = 0, signal }: AnnotateOptions = {},
  ): AsyncGenerator<ReadStretch> {
    for (const sentences of stretches(streamSentences(source, language))) {
      const words = sentences.map((sentence) => sentence.words.map(({ text }) => text));
      const found = await recognizer.recognize(words, signal);
      const entities = sentences
        .flatMap((sentence, index) => placeMentions(sentence, found[index] ?? []))
        .filter(({ type, score }) => score >= minScore && (types?.has(type) ?? true))
        .sort(compareSpans);
      yield { sentences, entities };
    }
  }

  async function* annotateStream(...given: Parameters<Engine['annotateStream']>): AsyncGenerator<readonly Entity[]> {
    for await (const { entities } of readStream(...given)) yield entities;
  }

  return {
    info: {
      id,
      name,
      folder,
      kind: spec.kind,
      family: spec.encoder.family,
      encoder: spec.encoder,
      types: entityTypes(spec.heads),
      heads: spec.heads,
      maxLength: spec.maxLength,
      device: classifier.device,
    },
    recognizeWords: (sentences, signal) => recognizer.recognize(sentences, signal),
    async annotate(source, language, options) {
      const found: Entity[] = [];
      for await (const entities of annotateStream(source, language, options)) {
        for (const entity of entities) found.push(entity);
      }
      return found;
    },
    annotateStream,
    readStream,
    inspectText: (text, maxLength) => inspectText(classifier, text, maxLength),
    inspectWords: (words, maxLength) => inspectWords(classifier, words, maxLength),
    dispose: () => classifier.dispose(),
  };
}

/**
 * Trains a model as a configuration says, on labelled corpora or on unlabelled text, and tells of it step by step; what it
 * tells is logged in the output folder too. See `train`, whose errors are these.
 */
export function trainModel(
  config: TrainingConfig,
  options: TrainOptions = {},
): AsyncGenerator<TrainingEvent, void, undefined> {
  let owned = false;
  const onOwned = () => {
    owned = true;
    options.onOwned?.();
  };
  const reason = () => options.signal?.aborted && options.signal.reason;
  const isStop = (thrown: unknown) => thrown instanceof Stopped || thrown === reason();
  return logged(train(config, { ...options, onOwned }), config.output, {
    owned: () => owned && !isLost(config.output),
    isStop,
  });
}

/** What a run would be and take, tried out on its device without writing anything. See `train`, whose errors are these. */
export function estimateTraining(config: TrainingConfig, options?: EstimateOptions): Promise<TrainingEstimate> {
  return estimateRun(config, options);
}

/**
 * Evaluates a model on a labelled corpus, or compares it with another, and tells of it step by step. See
 * `evaluateOnCorpus`, whose errors are these. The engines stay the caller's to dispose.
 */
export function evaluateCorpus(
  engine: Engine,
  { against, ...options }: Omit<EvaluateOptions, 'version'> & { readonly against?: Engine },
): AsyncGenerator<EvaluationEvent, void, undefined> {
  const other = against ? [systemOf(against)] : [];
  return evaluateOnCorpus([systemOf(engine), ...other], { ...options, version: productVersion() });
}

function systemOf({ info: { name, folder, id, device, types }, recognizeWords }: Engine): EvaluatedSystem {
  return { info: { kind: 'model', name, folder, id, device: device.device }, types, recognize: recognizeWords };
}

/** Words that are recognized together: enough to batch sentences of similar length. */
const wordsAtOnce = 20_000;

/** Joins the sentences of blocks to stretches of at least `wordsAtOnce` words. */
function* stretches(blocks: Iterable<readonly Sentence[]>): Generator<readonly Sentence[]> {
  let stretch: Sentence[] = [];
  let count = 0;
  for (const sentences of blocks) {
    for (const sentence of sentences) {
      stretch.push(sentence);
      count += sentence.words.length;
    }
    if (count >= wordsAtOnce) {
      yield stretch;
      stretch = [];
      count = 0;
    }
  }
  if (stretch.length > 0) yield stretch;
}

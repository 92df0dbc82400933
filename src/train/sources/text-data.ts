import { UserError } from '../../core/errors.ts';
import { randomOf } from '../../core/random.ts';
import { listTextFiles, readTexts } from '../../corpus/text.ts';
import { loadTokenizer } from '../../tokenizer/load.ts';
import { maskedLanguageModel, type TrainingBatch } from '../batch.ts';
import type { TextConfig, TrainingConfig } from '../config/config.ts';
import type { Epoch } from '../data/batches.ts';
import { planMaskingEpoch } from '../data/masking.ts';
import { type TokenizedText, tokenizeTexts } from '../data/text.ts';
import type { TrainingStep } from '../step/step.ts';
import { batchSize, type DataFile, type Evaluation, type RunData } from './stage-data.ts';

/** Tokens that are held out at most: more would say hardly more, and would take as long as training on them. */
const heldOutTokens = 50_000;

/**
 * Reads the texts that a run pretrains on.
 * @throws UserError naming a path that does not exist, cannot be read or has no text.
 */
export async function readPretrainingText(
  config: TrainingConfig,
  text: TextConfig,
  signal: AbortSignal | undefined,
): Promise<RunData> {
  const files: DataFile[] = [];
  const stop = signal ? { signal } : {};
  const tokenizer = await loadTokenizer(config.base, { bareWords: false });
  const documents = readTexts(await listTextFiles(text.paths), {
    onFile: ({ file, sha256, documents }) => files.push({ id: file, part: 'text', file, sha256, documents }),
    ...stop,
  });
  const tokenized = await tokenizeTexts(documents, tokenizer, stop);
  if (tokenized.ids.length === 0) throw new UserError(`${text.paths.join(', ')}: there is no text in it to train on`);
  const { training, heldOut } = holdOut(tokenized, text.heldOut, config.seed);

  return {
    heads: [],
    files,
    problems: [],
    warnings: [],
    async stage(stage, { spec }) {
      const size = batchSize(stage);
      const options = { size, maxLength: spec.maxLength, share: text.mask, padding: spec.encoder.padId, tokenizer };
      const keys = { seed: config.seed, stage: stage.name };
      return {
        epoch: (epoch) => planMaskingEpoch(training, options, { ...keys, epoch }),
        ...(heldOut.ids.length > 0
          ? {
              evaluate: (step, signal) => {
                const held = planMaskingEpoch(heldOut, options, { seed: config.seed, stage: 'held out', epoch: 0 });
                return heldOutLoss(step, held.batches(), signal);
              },
              evaluationSeconds: (step, signal) => {
                const held = planMaskingEpoch(heldOut, options, { seed: config.seed, stage: 'held out', epoch: 0 });
                return heldOutSeconds(step, held, signal);
              },
            }
          : {}),
      };
    },
    test: async () => [],
  };
}

/** Sets a share of the documents aside, drawn by the seed; always fewer than all. */
function holdOut(
  text: TokenizedText,
  share: number,
  seed: number,
): { training: TokenizedText; heldOut: TokenizedText } {
  const count = text.starts.length - 1;
  const random = randomOf(seed, 'held out');
  const training: number[] = [];
  const heldOut: number[] = [];
  let tokens = 0;
  for (let document = 0; document < count; document++) {
    const length = (text.starts[document + 1] ?? 0) - (text.starts[document] ?? 0);
    const taken = random.uniform() < share && tokens + length <= heldOutTokens && document < count - 1;
    if (taken) tokens += length;
    (taken ? heldOut : training).push(document);
  }
  return { training: select(text, training), heldOut: select(text, heldOut) };
}

function select({ ids, starts }: TokenizedText, documents: readonly number[]): TokenizedText {
  const parts = documents.map((document) => ids.subarray(starts[document], starts[document + 1]));
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const selected = ids instanceof Uint16Array ? new Uint16Array(length) : new Uint32Array(length);
  const begins = [0];
  for (const part of parts) {
    selected.set(part, begins.at(-1));
    begins.push((begins.at(-1) ?? 0) + part.length);
  }
  return { ids: selected, starts: Uint32Array.from(begins) };
}

async function heldOutLoss(
  step: TrainingStep,
  batches: Iterable<Parameters<TrainingStep['loss']>[0]>,
  signal: AbortSignal | undefined,
): Promise<Evaluation> {
  let [sum, count] = [0, 0];
  for (const batch of batches) {
    signal?.throwIfAborted();
    const labelled = batch.targets.get(maskedLanguageModel)?.rows.length ?? 0;
    if (labelled === 0) continue;
    sum += (await step.loss(batch)).get(maskedLanguageModel) ?? Number.NaN;
    count += labelled;
  }
  // Documents of unknown tokens alone tell nothing.
  const loss = count === 0 ? 0 : sum / count;
  return { corpora: [], loss, score: -loss };
}

/** Batches that tell how long all of them take. */
const sampled = 4;

async function heldOutSeconds(step: TrainingStep, held: Epoch, signal: AbortSignal | undefined): Promise<number> {
  const batches: TrainingBatch[] = [];
  for (const batch of held.batches()) {
    batches.push(batch);
    if (batches.length === sampled) break;
  }
  const before = performance.now();
  await heldOutLoss(step, batches, signal);
  const seconds = (performance.now() - before) / 1000;
  const padded = batches.reduce((sum, { mask }) => sum + mask.length, 0);
  return (seconds * held.statistics.paddedTokens) / padded;
}

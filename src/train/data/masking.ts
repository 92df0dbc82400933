import { UserError } from '../../core/errors.ts';
import { type Random, randomOf } from '../../core/random.ts';
import { frameRows, type SpecialIds } from '../../recognize/batches.ts';
import type { LoadedTokenizer } from '../../tokenizer/native.ts';
import { maskedLanguageModel, type TrainingBatch } from '../batch.ts';
import { describe, type Epoch, type EpochKeys } from './batches.ts';
import { roomForWords } from './frame.ts';
import { type BatchSize, checkCut, cutBatches, type PlannedBatch } from './plan.ts';
import type { TokenizedText } from './text.ts';

export interface MaskingOptions {
  readonly size: BatchSize;
  /** Tokens of the longest row, special ones included. */
  readonly maxLength: number;
  /** Padded lengths are multiples of this many tokens; 8 if not given. */
  readonly multiple?: number;
  /** The share of tokens that are to be predicted; 0.15 if not given (Devlin et al., 2019). */
  readonly share?: number;
  /** The id that fills rows up. */
  readonly padding: number;
  readonly tokenizer: LoadedTokenizer;
}

/** A stretch of one document that is read at once: ids `[start, end)`. */
interface TextWindow {
  readonly start: number;
  readonly end: number;
}

/**
 * Plans an epoch of masked language modelling: each document is cut into windows that fill a row, the last one shorter;
 * none crosses into another document. In each window the nearest number of tokens to `share`, at least one, are to be
 * predicted: of these 80 % are replaced by the mask token, 10 % by a random token, and 10 % stay as they are (Devlin et
 * al., 2019, section 3.1). Neither special nor unknown tokens are ever chosen. Which tokens are chosen depends on the keys
 * and the window alone.
 * @throws UserError if an option is out of range, there is no text, or the tokenizer has no mask token.
 */
export function planMaskingEpoch(text: TokenizedText, options: MaskingOptions, keys: EpochKeys): Epoch {
  const { size, maxLength, multiple = 8, share = 0.15, padding, tokenizer } = options;
  const { seed, stage, epoch } = keys;
  const cut = { size, multiple, maxLength };
  checkCut(cut);
  if (!(share > 0 && share < 1)) throw new UserError(`the share of masked tokens is in (0, 1), not ${share}`);
  const capacity = roomForWords(maxLength, tokenizer);
  const windows = textWindows(text, capacity);
  if (windows.length === 0) throw new UserError('there is no text to pretrain on');
  const special = { opening: tokenizer.opening, closing: tokenizer.closing, padding };
  const vocabulary = {
    size: tokenizer.vocabularySize,
    special: tokenizer.specialIds,
    mask: tokenizer.maskId(),
  };
  const framing = maxLength - capacity;
  const rowLength = (item: number) => {
    const { start, end } = windows[item] ?? { start: 0, end: 0 };
    return end - start + framing;
  };
  const planned = cutBatches([...windows.keys()], rowLength, cut, randomOf(seed, stage, 'batches', epoch));

  return {
    statistics: describe(planned, rowLength),
    *batches(from = 0) {
      for (let index = from; index < planned.length; index++) {
        const { items, length } = planned[index] as PlannedBatch;
        const rows = items.map((item) => {
          const { start, end } = windows[item] as TextWindow;
          return maskTokens(
            text.ids.subarray(start, end),
            share,
            vocabulary,
            randomOf(seed, stage, 'mask', epoch, item),
          );
        });
        yield maskedBatch(rows, special, length);
      }
    },
  };
}

function textWindows({ starts }: TokenizedText, capacity: number): TextWindow[] {
  const windows: TextWindow[] = [];
  for (let document = 0; document + 1 < starts.length; document++) {
    const last = starts[document + 1] ?? 0;
    for (let start = starts[document] ?? 0; start < last; start += capacity) {
      windows.push({ start, end: Math.min(start + capacity, last) });
    }
  }
  return windows;
}

/** What masking knows of a vocabulary. */
export interface MaskingVocabulary {
  /** No id is as large. */
  readonly size: number;
  /** Ids that are neither hidden nor put in another's place. */
  readonly special: ReadonlySet<number>;
  readonly mask: number;
}

/** Tokens of which some are hidden. */
export interface MaskedTokens {
  /** As the model reads them. */
  readonly ids: Uint32Array;
  /** Indices of the tokens to predict, ascending. */
  readonly chosen: readonly number[];
  /** What these were. */
  readonly labels: readonly number[];
}

/** Hides a share of the tokens of a window; see `planMaskingEpoch`. */
export function maskTokens(
  tokens: ArrayLike<number>,
  share: number,
  { size, special, mask }: MaskingVocabulary,
  random: Random,
): MaskedTokens {
  const ids = Uint32Array.from(tokens);
  const eligible: number[] = [];
  for (const [index, id] of ids.entries()) if (!special.has(id)) eligible.push(index);
  const count = Math.min(eligible.length, Math.max(1, Math.round(ids.length * share)));
  // The first steps of a shuffle draw without replacement.
  for (let at = 0; at < count; at++) {
    const other = at + random.below(eligible.length - at);
    [eligible[at], eligible[other]] = [eligible[other] as number, eligible[at] as number];
  }
  const chosen = eligible.slice(0, count).sort((a, b) => a - b);
  const labels = chosen.map((index) => ids[index] as number);
  for (const index of chosen) {
    const fate = random.uniform();
    if (fate < 0.8) ids[index] = mask;
    else if (fate < 0.9) ids[index] = ordinaryToken(size, special, random);
  }
  return { ids, chosen, labels };
}

function ordinaryToken(size: number, special: ReadonlySet<number>, random: Random): number {
  for (;;) {
    const id = random.below(size);
    if (!special.has(id)) return id;
  }
}

function maskedBatch(rows: readonly MaskedTokens[], special: SpecialIds, length: number): TrainingBatch {
  const { positions: firsts, ...batch } = frameRows(
    rows.map(({ ids }) => [ids]),
    special,
    length,
  );
  const positions = rows.flatMap(({ chosen }, row) => chosen.map((index) => Number(firsts[row]) + index));
  const labels = Int32Array.from(rows.flatMap((row) => row.labels));
  const targets = { rows: Int32Array.from(labels.keys()), labels };
  return {
    ...batch,
    positions: BigInt64Array.from(positions, BigInt),
    targets: new Map(labels.length > 0 ? [[maskedLanguageModel, targets]] : []),
  };
}

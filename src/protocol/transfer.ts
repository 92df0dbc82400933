/** What the client and the server say to one another of auxiliary corpora, and what the panel is told of them. */
import * as v from 'valibot';
import { measureIds, predictedMethods, type TransferReport as Report, type TransferEvent } from '../transfer/report.ts';
import { count, list, number, text } from './schema.ts';

/** See `src/transfer/report.ts`. */
export type TransferReport = Report;

/** Candidates that are compared at most. */
const mostCandidates = 500;

/** A target to compare with corpora that may help it. */
export const transferRequest = v.strictObject({
  /** Folders or files, absolute. */
  target: text,
  candidates: v.pipe(list(text), v.minLength(1), v.maxLength(mostCandidates)),
  /** A name in the library or a path; the product's own encoder if not given. */
  model: v.exactOptional(text),
  /** At most so many training sentences of the target; all if not given. */
  sentences: v.exactOptional(v.pipe(count, v.minValue(1))),
  /** The method by whose gain candidates are ranked. */
  method: v.exactOptional(v.picklist(predictedMethods)),
  /** Whether every corpus is compared with every other one. */
  allPairs: v.exactOptional(v.boolean()),
});
export type TransferRequest = v.InferOutput<typeof transferRequest>;

/** Requests from the client to the server. */
export const transferRequests = {
  /**
   * `TransferRequest & { workDoneToken?: string } => TransferOutcome`, in a process of its own, with work-done progress. One at
   * a time. Cancelling the request, or a progress that the server has asked for, ends it.
   */
  compare: 'gerbera/transfer/compare',
} as const;

/** How a comparison ended; one that fails is refused with the reason instead. */
export type TransferOutcome =
  | { readonly kind: 'done'; readonly report: TransferReport }
  | { readonly kind: 'cancelled' };

const share = v.pipe(number, v.minValue(0), v.maxValue(1));
const measureId = v.picklist(measureIds);
const texts = v.record(v.string(), text);

const comparedCorpus = v.looseObject({
  ...{ name: text, place: text, sha256: text, sentences: count, words: count },
  mentions: v.record(v.string(), count),
});

const comparedPair = v.looseObject({
  ...{ target: text, candidate: text, undefinedBecause: texts },
  values: v.looseObject(Object.fromEntries(measureIds.map((id) => [id, v.nullable(number)]))),
});

const rankedCandidate = v.looseObject({
  name: text,
  gains: list(
    v.looseObject({ method: v.picklist(predictedMethods), gain: number, low: number, high: number, helps: share }),
  ),
  warnings: list(text),
});

const reportShape = v.looseObject({
  ...{ version: v.literal(1), date: text, seed: number, encoded: count, seconds: number },
  model: v.looseObject({ name: text, id: text }),
  target: text,
  corpora: list(comparedCorpus),
  pairs: list(comparedPair),
  rankedBy: v.picklist([...predictedMethods, ...measureIds]),
  ranking: list(rankedCandidate),
  prediction: v.nullable(
    v.looseObject({ coverage: share, learnedFrom: text, measures: list(measureId), notes: list(text) }),
  ),
});

/** A report each of whose names is that of a corpus of it. */
export const transferReport = v.custom<TransferReport>((value) => {
  const result = v.safeParse(reportShape, value);
  if (!result.success) return false;
  const { target, corpora, pairs, ranking } = result.output;
  const names = new Set(corpora.map(({ name }) => name));
  const named = [target, ...pairs.flatMap((pair) => [pair.target, pair.candidate]), ...ranking.map(({ name }) => name)];
  return names.size === corpora.length && named.every((name) => names.has(name));
});

/** What `gerbera transfer --events` prints on a line, as JSON. */
export const transferEvent: v.GenericSchema<unknown, TransferEvent> = v.variant('kind', [
  v.object({ kind: v.literal('progress'), share, message: text }),
  v.object({ kind: v.literal('problems'), corpus: text, problems: v.string() }),
  v.object({ kind: v.literal('report'), report: transferReport }),
]);

/** From the panel to the extension. */
export const transferPanelRequests = [
  /** Under way it is told by `comparing`, then by `transfer`. */
  v.strictObject({ kind: v.literal('compare'), asked: transferRequest }),
  v.strictObject({ kind: v.literal('stopComparison') }),
  /** Writes the last report to a file that a dialog asks for. */
  v.strictObject({ kind: v.literal('exportTransfer') }),
] as const;

/** From the extension to the panel. */
export const transferPanelUpdates = [
  /** Absent where nothing is compared; `share` in [0, 1]. */
  v.object({
    kind: v.literal('comparing'),
    now: v.optional(v.object({ title: text, share: number, message: v.string() })),
  }),
  /** The last report; `isNew` when it has just been made. */
  v.object({ kind: v.literal('transfer'), report: transferReport, isNew: v.boolean() }),
] as const;

import type { MeasuredPair } from '../cache/measured-cache.ts';
import { measures, rankingMeasure } from '../measures.ts';
import { measureText } from '../output/numbers.ts';
import type { ComparedCorpus, MeasureId, PredictedMethod, PredictionInfo, RankedCandidate } from '../report.ts';
import type { GainTable } from './gain-table.ts';
import { coverage, learnedTarget, methodsOf, type Prediction, predictGains, type TargetIdentity } from './predict.ts';
import { type Predictor, predictorValues } from './predictors.ts';

/** A candidate with what was measured of the target and it. */
export interface MeasuredCandidate {
  readonly corpus: ComparedCorpus;
  readonly pair: MeasuredPair;
}

export interface RankOptions {
  readonly target: ComparedCorpus & TargetIdentity;
  readonly candidates: readonly MeasuredCandidate[];
  /** Null where nothing was learned. */
  readonly table: GainTable | null;
  /** The method whose gain decides. */
  readonly method: PredictedMethod;
  /** Name of the encoder. */
  readonly model: string;
  readonly encoded: number;
}

export interface Ranking {
  readonly rankedBy: PredictedMethod | MeasureId;
  readonly ranking: readonly RankedCandidate[];
  readonly prediction: PredictionInfo | null;
}

/** From this label conflict on a person is told which surfaces it comes from. */
const noticeable = 0.1;

/** Surfaces that are told. */
const mostSurfaces = 3;

/** A target with more or fewer times as many sentences as those of the study is told to be another case. */
const sizeFactor = 2;

/** Puts candidates in order: by the predicted gain of the method, or by `rankingMeasure` where it cannot be predicted. */
export function rankCandidates(options: RankOptions): Ranking {
  const { target, candidates, table, method } = options;
  const isPredicted = table?.methods[method] !== undefined;
  const ranked = candidates.map(({ corpus, pair }) => {
    const prediction = table
      ? predictGains(table, target, predictorValues(pair.values, corpus.sentences))
      : { gains: [], unusual: [], missing: [] };
    const gain = prediction.gains.find((each) => each.method === method)?.gain;
    const order = (isPredicted ? gain : orderOf(pair)) ?? Number.NEGATIVE_INFINITY;
    const warnings = [...conflictWarnings(corpus.name, pair), ...predictionWarnings(prediction, pair)];
    return { order, candidate: { name: corpus.name, gains: prediction.gains, warnings } };
  });
  ranked.sort((a, b) => b.order - a.order || (a.candidate.name < b.candidate.name ? -1 : 1));
  return {
    rankedBy: isPredicted ? method : rankingMeasure,
    ranking: ranked.map(({ candidate }) => candidate),
    prediction: table && predictionInfo(table, options),
  };
}

function orderOf({ values }: MeasuredPair): number | null {
  const value = values[rankingMeasure];
  return value !== null && measures[rankingMeasure].closer === 'lower' ? -value : value;
}

function conflictWarnings(name: string, { values, conflicts }: MeasuredPair): readonly string[] {
  const conflict = values.labelConflict;
  if (conflict === null || conflict < noticeable || conflicts.length === 0) return [];
  const places = (count: number) => (count === 1 ? 'once' : `${count} times`);
  const told = conflicts.slice(0, mostSurfaces).map(({ surface, labelledIn, mentions, unlabelled }) => {
    const [here, there] = labelledIn === 'target' ? ['the target', name] : [name, 'the target'];
    return `"${surface}" is labelled ${places(mentions)} in ${here}, and stands ${places(unlabelled)} in ${there} without a label`;
  });
  return [`labels disagree (conflict ${measureText(conflict)}): ${told.join('; ')}`];
}

function predictionWarnings({ unusual, missing }: Prediction, { undefinedBecause }: MeasuredPair): readonly string[] {
  return [
    ...unusual.map((predictor) => {
      return `${titleOf(predictor)} is far from all that the prediction was learned from; trust it less than its interval says`;
    }),
    ...missing.map((predictor) => {
      const reason = predictor === 'logSentences' ? undefined : undefinedBecause[predictor];
      return `the prediction does without ${titleOf(predictor)}${reason === undefined ? '' : `: ${reason}`}`;
    }),
  ];
}

function titleOf(predictor: Predictor): string {
  return predictor === 'logSentences' ? 'its number of sentences' : measures[predictor].title;
}

function predictionInfo(table: GainTable, { target, model, encoded }: RankOptions): PredictionInfo {
  const methods = methodsOf(table).map((method) => table.methods[method]);
  const known = learnedTarget(table, target);
  const used = methods.flatMap((learned) => {
    const fit = (known === undefined ? undefined : learned?.leftOut[known]) ?? learned?.fit;
    return fit?.predictors.filter((predictor) => predictor !== 'logSentences') ?? [];
  });
  return {
    coverage,
    learnedFrom: `${table.study}: ${table.targets.map(({ name }) => name).join(', ')}`,
    measures: [...new Set(used)],
    notes: [
      ...sizeNotes(table, target.sentences),
      ...(known === undefined
        ? []
        : [`${known} is a target of the study: it is predicted by what was learned without it`]),
      ...(model === table.model && encoded === table.encoded
        ? []
        : [`it was learned with ${table.encoded} sentences put through ${table.model}, and these are other measures`]),
    ],
  };
}

function sizeNotes({ targets }: GainTable, sentences: number): readonly string[] {
  const sizes = targets.map((target) => target.sentences);
  const [least, most] = [Math.min(...sizes), Math.max(...sizes)];
  const range = least === most ? `${least}` : `${least} to ${most}`;
  if (sentences > sizeFactor * most) {
    return [`it was learned from targets of ${range} sentences; a larger one gains less as a rule`];
  }
  if (sentences >= least / sizeFactor) return [];
  return [`it was learned from targets of ${range} sentences; of a smaller one less is known`];
}

import { type MeasureId, type MeasureValues, measureIds } from '../report.ts';

/** What a gain may be predicted by: the measures, and log₁₀ of the number of the candidate's sentences. */
export const predictors = [...measureIds, 'logSentences'] as const;
export type Predictor = MeasureId | 'logSentences';

/** The predictors of a pair; null where a measure is not defined. */
export type PredictorValues = Readonly<Record<Predictor, number | null>>;

/** @param sentences of the candidate. */
export function predictorValues(values: MeasureValues, sentences: number): PredictorValues {
  return { ...values, logSentences: Math.log10(Math.max(1, sentences)) };
}

import { Matrix } from 'ml-matrix';
import type { CorpusFeatures } from '../profile.ts';
import { type MeasuredValues, measured } from '../representations/values.ts';
import { hScore } from './h-score.ts';
import { leep } from './leep.ts';
import { logMaximumEvidence } from './logme.ts';
import { posteriors, probeOf } from './probe.ts';

/** The measures of what a candidate's labels tell of the target's. */
export type EstimatorMeasure = 'leep' | 'logme' | 'hScore';

/**
 * How well a classifier that was fitted to the candidate (`probeOf`) tells the labels of the target's words: LEEP by its
 * distributions over labels, LogME and H-score by its log-odds. Deterministic.
 * @throws Error if the features are of different encoders.
 */
export function estimatorValues(target: CorpusFeatures, candidate: CorpusFeatures): MeasuredValues<EstimatorMeasure> {
  const { words, wordLabels } = target;
  if (words.columns !== candidate.words.columns) {
    throw new Error(`features of ${words.columns} and of ${candidate.words.columns} numbers are not of one encoder`);
  }
  const probe = probeOf(candidate);
  const without = (reason: string) => measured({ leep: reason, logme: reason, hScore: reason });
  if (new Set(wordLabels).size < 2) return without(oneLabel('target', target));
  if (!probe) return without(oneLabel('candidate', candidate));
  const logOdds = probe.logOdds(words);
  const withConstant = new Matrix(logOdds.to2DArray().map((row) => [1, ...row]));
  const separation = hScore(logOdds, wordLabels);
  return measured({
    leep: leep(posteriors(logOdds), wordLabels),
    logme: logMaximumEvidence(withConstant, wordLabels),
    hScore: Number.isNaN(separation) ? 'the candidate tells no two words of the target apart' : separation,
  });
}

function oneLabel(side: string, { wordLabels }: CorpusFeatures): string {
  if (wordLabels.every((label) => label === 0)) return `the ${side} has no mention`;
  return `every word of the ${side} has one label, or the same hidden state`;
}

import type { MeasureId, MeasureValues } from '../../transfer/report.ts';
import type { CellName, StudySize, StudySpec } from '../study.ts';

/** What a report takes from a study: names in their order. The first method is the one that gains are over. */
export type ReportedStudy = Readonly<
  Record<'targets' | 'auxiliaries' | 'methods', readonly { readonly name: string }[]>
> &
  Pick<StudySpec, 'name' | 'sizes'>;

/** A cell of the study as it stands now. */
export interface ReportedCell extends CellName {
  /** Of its run: a result of another key was made with other settings. If not given, results are found by name. */
  readonly key?: string;
}

/** The measures of an auxiliary for a target at a size. */
export interface MeasureRow {
  readonly target: string;
  readonly auxiliary: string;
  readonly size: StudySize;
  readonly values: MeasureValues;
}

/** Measures for a report, and what was left out of them, with the reason. */
export interface ReportedMeasures {
  readonly rows: readonly MeasureRow[];
  readonly notes: readonly string[];
}

/** What the cells of one place in the grid share: all but the seed. */
export type GroupName = Omit<CellName, 'seed'>;

/** Mean of some values, with their sample deviation; none where there is but one. */
export interface Spread {
  readonly mean: number;
  readonly deviation?: number;
}

/** Test scores of a group over its seeds, in [0, 1]. */
export interface ScoreGroup extends GroupName {
  /** Seeds that the study has. */
  readonly seeds: readonly number[];
  /** Those without a result. */
  readonly missing: readonly number[];
  /** Not there where no seed has a result. */
  readonly scores?: Readonly<Record<'precision' | 'recall' | 'f1', Spread>> & { readonly trainSentences: number };
}

/** The test of a gain. */
export interface GainTest {
  readonly t: number;
  /** Of the paired t-test, two-sided. */
  readonly p: number;
  /** Corrected by Holm over all gains of the report that have a test. */
  readonly holm: number;
  /** Corrected by Benjamini and Hochberg over the same. */
  readonly falseDiscovery: number;
  /** The interval of the mean gain, by Student's t, not corrected. */
  readonly low: number;
  readonly high: number;
}

/** What a group has over the single task at the same target and size, in F1, from -1 to 1. */
export interface Gain extends GroupName {
  /** Pairs that the study has. */
  readonly seeds: number;
  /** By seed, ascending: only seeds of which both have a result. */
  readonly pairs: readonly { readonly seed: number; readonly gain: number }[];
  /** Not there without a pair. */
  readonly gain?: Spread;
  /** Not there with fewer than two pairs, and where all pairs differ by the same. */
  readonly test?: GainTest;
  /** Fisher's randomisation test, with the smallest p that so many pairs can give; from two pairs on. */
  readonly randomisation?: { readonly p: number; readonly floor: number };
}

/** Gains averaged: first over the gains of a target, then over targets. */
export interface MeanGain {
  /** Gains and pairs of seeds that it is over. */
  readonly gains: number;
  readonly pairs: number;
  readonly targets: number;
  readonly wins: number;
  readonly losses: number;
  /** Mean of the targets' means. */
  readonly mean: number;
  /** By Student's t over the targets' means; from two targets on. */
  readonly interval?: { readonly low: number; readonly high: number; readonly p: number };
}

/** Of a method at a size; `holm` corrects p over the methods and sizes of the report. */
export interface MethodGain extends MeanGain {
  readonly method: string;
  readonly size: StudySize;
  readonly holm?: number;
  /** Gains and losses that are left after Holm's correction. */
  readonly better: number;
  readonly worse: number;
}

/** Of an auxiliary by a method at a size. */
export interface AuxiliaryGain extends MeanGain {
  readonly auxiliary: string;
  readonly method: string;
  readonly size: StudySize;
}

/** How the pairs of target and auxiliary are put together: of one target, all as they are, or all after the targets' means were taken out. */
export const scopes = ['target', 'pooled', 'within'] as const;
export type Scope = (typeof scopes)[number];

/** A coefficient of correlation. */
export interface Coefficient {
  readonly r: number;
  readonly interval?: { readonly low: number; readonly high: number };
  /** By t, two-sided. */
  readonly p?: number;
  /** By permutation, two-sided. */
  readonly permutation: number;
  /** The permutation's, corrected by Holm over the measures of the same method, size and scope. */
  readonly holm: number;
}

/** How a measure goes with the gain. */
export interface MeasureCorrelation {
  readonly measure: MeasureId;
  readonly method: string;
  readonly size: StudySize;
  readonly scope: Scope;
  /** Of the scope `target`. */
  readonly target?: string;
  /** Pairs of target and auxiliary. */
  readonly n: number;
  readonly targets: number;
  readonly pearson: Coefficient;
  readonly spearman: Coefficient;
}

/** What a study says so far. */
export interface StudyReport {
  readonly version: 1;
  readonly name: string;
  /** The method that gains are over. */
  readonly baseline: string;
  readonly targets: readonly string[];
  readonly auxiliaries: readonly string[];
  readonly methods: readonly string[];
  readonly sizes: readonly StudySize[];
  /** Cells of the study, and how many have a result; results that belong to none are not used. */
  readonly cells: { readonly planned: number; readonly finished: number; readonly ignoredResults: number };
  /** When the last result that is used was there, ISO 8601; not there without any. */
  readonly until?: string;
  readonly versions: readonly string[];
  readonly groups: readonly ScoreGroup[];
  readonly gains: readonly Gain[];
  readonly methodGains: readonly MethodGain[];
  readonly auxiliaryGains: readonly AuxiliaryGain[];
  /** Only where the report was made with measures. */
  readonly measures?: ReportedMeasures;
  readonly correlations: readonly MeasureCorrelation[];
}

/** What p is compared with. */
export const significance = 0.05;

/** `500 sentences`, `20 %` */
export function sizeName(size: StudySize): string {
  if ('sentences' in size) return `${size.sentences} ${size.sentences === 1 ? 'sentence' : 'sentences'}`;
  return `${Number((100 * size.fraction).toPrecision(6))} %`;
}

/** Whether two sizes are the same. */
export function sameSize(one: StudySize, other: StudySize): boolean {
  return sizeName(one) === sizeName(other);
}

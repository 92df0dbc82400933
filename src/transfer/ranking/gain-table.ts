import { existsSync, readFileSync } from 'node:fs';
import * as v from 'valibot';
import { UserError } from '../../core/errors.ts';
import { parseJson } from '../../core/json.ts';
import { gainTable } from '../../library/folders.ts';
import { predictedMethods } from '../report.ts';
import { predictors } from './predictors.ts';

const number = v.pipe(v.number(), v.finite());
const notNegative = v.pipe(number, v.minValue(0));
const above = v.pipe(number, v.gtValue(0));
const text = v.pipe(v.string(), v.nonEmpty());

/** A law (`Posterior`) with its predictors, and how much wider than it says its intervals have to be. */
const fit = v.pipe(
  v.object({
    /** In the order of `scales` and of the coefficients. */
    predictors: v.array(v.picklist(predictors)),
    penalty: above,
    /** Of each predictor among the rows that were learned from. */
    scales: v.array(v.object({ mean: number, deviation: above, least: number, most: number })),
    /** In points of F1; so are the coefficients, per standard deviation of their predictors. */
    intercept: number,
    coefficients: v.array(number),
    covariance: v.array(v.array(number)),
    residualVariance: notNegative,
    degrees: above,
    rows: v.pipe(v.number(), v.integer(), v.minValue(2)),
    /** The scale of errors on targets that were left out over the one that the law expects; 1 where it is less. */
    widening: v.pipe(number, v.minValue(1)),
  }),
  v.check(
    ({ predictors: { length }, scales, coefficients, covariance }) =>
      [scales, coefficients, covariance, ...covariance].every((each) => each.length === length),
    'as many scales and coefficients as predictors are needed',
  ),
);
export type Fit = v.InferOutput<typeof fit>;

/** How well the gains of targets are predicted by fits that left them out. */
const judgement = v.object({
  /** Root of the mean squared error, in points of F1. */
  error: notNegative,
  /** The same of the prediction that knows no measure: the mean gain of the other targets' pairs. */
  errorOfMean: notNegative,
  /** Spearman's correlation of predicted and true gains within a target, the mean over targets; null if undefined. */
  rankCorrelation: v.nullable(v.pipe(number, v.minValue(-1), v.maxValue(1))),
  /** Share of the gains within their intervals. */
  covered: v.pipe(number, v.minValue(0), v.maxValue(1)),
  /** Mean standard error of the gains themselves, over seeds; null where there was one seed. */
  gainError: v.nullable(notNegative),
});
export type Judgement = v.InferOutput<typeof judgement>;

const method = v.object({
  /** Learned from all targets. */
  fit,
  /** By the name of a target: what was learned from all the others. It predicts that target. */
  leftOut: v.record(v.string(), fit),
  judgement,
});
export type MethodTable = v.InferOutput<typeof method>;

/** `models/transfer/gain.json`: the gains that auxiliary corpora give, learned from a study (docs/transfer.md). */
const table = v.object({
  version: v.literal(1),
  /** ISO 8601. */
  date: text,
  study: text,
  /** Name of the encoder whose representations were measured, and how many sentences of a corpus it was given. */
  model: text,
  encoded: v.pipe(v.number(), v.integer(), v.minValue(1)),
  targets: v.array(
    v.object({
      name: text,
      /** SHA-256 of all its training sentences (`CorpusProfile.sha256`). */
      sha256: text,
      /** How many of them were learned from. */
      sentences: v.pipe(v.number(), v.integer(), v.minValue(1)),
    }),
  ),
  methods: v.partial(v.object(Object.fromEntries(predictedMethods.map((name) => [name, method])) as MethodSchemas)),
});
export type GainTable = v.InferOutput<typeof table>;

type MethodSchemas = Record<(typeof predictedMethods)[number], typeof method>;

/**
 * Reads the table that comes with the product; null where there is none.
 * @throws UserError naming the file and key of what is wrong.
 */
export function readGainTable(file: string = gainTable()): GainTable | null {
  return existsSync(file) ? parseGainTable(readFileSync(file, 'utf8'), file) : null;
}

/** @throws UserError naming the file and key of what is wrong. */
export function parseGainTable(content: string, file: string): GainTable {
  const result = v.safeParse(table, parseJson(content, file));
  if (result.success) return result.output;
  const [issue] = result.issues;
  const key = v.getDotPath(issue);
  throw new UserError(`${file}: ${key === null ? '' : `${key}: `}${issue.message}; learn it again or reinstall`);
}

import { UserError } from '../../core/errors.ts';
import type { Fit, Judgement, MethodTable } from './gain-table.ts';
import { coverage, gainOf, predictiveOf } from './predict.ts';
import { rankCorrelation } from './rank-correlation.ts';
import { meanOf } from './regression.ts';
import { fitRows, foldsOf, type GainRow, selectPredictors } from './select-predictors.ts';

/** A row of a study: a pair and what a method gained with it. */
export interface StudiedGain extends GainRow {
  /** Standard error of the gain over seeds; null where there was one. */
  readonly gainError: number | null;
}

/** With less, whatever is left when two targets are left out is no study. */
const fewest = { targets: 3, rows: 3 };

/** A gain of a target that a law did not see: the law's expectation, and the truth. */
interface LeftOut {
  readonly target: string;
  readonly row: StudiedGain;
  readonly mean: number;
  readonly scale: number;
  /** What one would expect without any measure. */
  readonly trivial: number;
}

/**
 * Learns how the gain of one method goes by measures of a pair (`selectPredictors`, `fitRegression`), once from all rows
 * and once for each target from the others. Predictors are chosen anew each time, so that what is told of a target's
 * prediction owes nothing to that target.
 * @throws UserError if there are fewer than three targets, or than three rows of one.
 */
export function learnMethod(rows: readonly StudiedGain[]): MethodTable {
  const folds = foldsOf(rows);
  const few = folds.find(({ left }) => left.length < fewest.rows);
  if (folds.length < fewest.targets) {
    throw new UserError(`gains of ${folds.length} targets are too few to learn from; ${fewest.targets} are needed`);
  }
  if (few) throw new UserError(`${few.target} has fewer than ${fewest.rows} auxiliaries with a gain; run more cells`);
  const laws = folds.map((fold) => ({ ...fold, law: lawOf(fold.rest) }));
  const found: LeftOut[] = laws.flatMap(({ target, rest, law }) => {
    const trivial = meanOf(rest.map(({ gain }) => gain));
    return rows
      .filter((row) => row.target === target)
      .map((row) => ({ target, row, trivial, ...predictiveOf(law, row.predictors) }));
  });
  const leftOut = laws.map(({ target, law }): [string, Fit] => {
    const others = found.filter((each) => each.target !== target);
    return [target, { ...law, widening: wideningOf(others) }];
  });
  return {
    fit: { ...lawOf(rows), widening: wideningOf(found) },
    leftOut: Object.fromEntries(leftOut),
    judgement: judge(found, new Map(leftOut)),
  };
}

function lawOf(rows: readonly GainRow[]): Fit {
  const selection = selectPredictors(rows);
  return {
    ...fitRows(rows, selection),
    predictors: [...selection.predictors],
    penalty: selection.penalty,
    widening: 1,
  } as Fit;
}

/** Rows of one target resemble one another, so a law is surer of itself than it may be with another target. */
function wideningOf(found: readonly LeftOut[]): number {
  return Math.max(1, Math.sqrt(meanOf(found.map(({ row, mean, scale }) => ((row.gain - mean) / scale) ** 2))));
}

function judge(found: readonly LeftOut[], fits: ReadonlyMap<string, Fit>): Judgement {
  const rootOf = (errors: readonly number[]) => Math.sqrt(meanOf(errors.map((error) => error ** 2)));
  const errors = found.flatMap(({ row }) => (row.gainError === null ? [] : [row.gainError]));
  const correlations = [...fits.keys()].flatMap((target) => {
    const own = found.filter((each) => each.target === target);
    return (
      rankCorrelation(
        own.map(({ mean }) => mean),
        own.map(({ row }) => row.gain),
      ) ?? []
    );
  });
  const covered = found.filter(({ target, row }) => {
    const fit = fits.get(target);
    if (!fit) return false;
    const { low, high } = gainOf(fit, row.predictors, coverage);
    return low <= row.gain && row.gain <= high;
  });
  return {
    error: rootOf(found.map(({ row, mean }) => row.gain - mean)),
    errorOfMean: rootOf(found.map(({ row, trivial }) => row.gain - trivial)),
    rankCorrelation: correlations.length === 0 ? null : meanOf(correlations),
    covered: covered.length / found.length,
    gainError: errors.length === 0 ? null : meanOf(errors),
  };
}

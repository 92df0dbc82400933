import { type Predictor, type PredictorValues, predictors } from './predictors.ts';
import { fitRegression, type Moments, momentsOf, type Posterior, predict } from './regression.ts';

/** A pair of a target and a candidate whose gain is known. */
export interface GainRow {
  readonly target: string;
  /** In points of F1. */
  readonly gain: number;
  readonly predictors: PredictorValues;
}

/** Which predictors a gain goes by, and how strongly they are held back. */
export interface Selection {
  readonly predictors: readonly Predictor[];
  readonly penalty: number;
}

/** With some 60 rows of 6 targets more would fit the noise. */
const most = 3;

/** In rows: a penalty of n halves the coefficient of a predictor that stands alone in n rows. */
const penalties = [3, 10, 30, 100];

/** Share of the error that another predictor must save. */
const worthwhile = 0.05;

/** Share of the rows in which a predictor must be defined. */
const enough = 0.8;

/**
 * Chooses predictors one after the other: each time the one, and the penalty, with which the rows of a target are
 * predicted best from those of the other targets, until none saves 5 % of the squared error; none at all may be best.
 * @param rows of at least two targets.
 */
export function selectPredictors(rows: readonly GainRow[]): Selection {
  const folds = foldsOf(rows).map(({ left, rest }) => ({ left, rest, moments: momentsOfRows(rest) }));
  const usable = predictors.filter((predictor) => folds.every(({ rest }) => isUsable(rest, predictor)));
  let chosen: Selection = { predictors: [], penalty: 1 };
  let error = errorOf(folds, chosen);
  while (chosen.predictors.length < most) {
    let best: { selection: Selection; error: number } | undefined;
    for (const predictor of usable) {
      if (chosen.predictors.includes(predictor)) continue;
      for (const penalty of penalties) {
        const selection = { predictors: [...chosen.predictors, predictor], penalty };
        const found = errorOf(folds, selection);
        if (!best || found < best.error) best = { selection, error: found };
      }
    }
    if (!best || best.error > (1 - worthwhile) * error) break;
    ({ selection: chosen, error } = best);
  }
  return chosen;
}

/** The law that some rows show. */
export function fitRows(rows: readonly GainRow[], selection: Selection): Posterior {
  return fitSelection(momentsOfRows(rows), selection);
}

function momentsOfRows(rows: readonly GainRow[]): Moments {
  const matrix = rows.map((row) => predictors.map((predictor) => row.predictors[predictor]));
  return momentsOf(
    matrix,
    rows.map(({ gain }) => gain),
  );
}

function fitSelection(moments: Moments, selection: Selection): Posterior {
  const columns = selection.predictors.map((predictor) => predictors.indexOf(predictor));
  return fitRegression(moments, columns, selection.penalty);
}

/** One target's rows, and those of all others. */
export interface Fold {
  readonly target: string;
  readonly left: readonly GainRow[];
  readonly rest: readonly GainRow[];
}

export function foldsOf(rows: readonly GainRow[]): readonly Fold[] {
  const targets = [...new Set(rows.map(({ target }) => target))].sort();
  return targets.map((target) => ({
    target,
    left: rows.filter((row) => row.target === target),
    rest: rows.filter((row) => row.target !== target),
  }));
}

/** Mean squared error, each target's rows being predicted from the others'. */
function errorOf(folds: readonly (Pick<Fold, 'left'> & { moments: Moments })[], selection: Selection): number {
  const errors = folds.flatMap(({ left, moments }) => {
    const posterior = fitSelection(moments, selection);
    return left.map((row) => {
      const values = selection.predictors.map((predictor) => row.predictors[predictor]);
      return (row.gain - predict(posterior, values).mean) ** 2;
    });
  });
  return errors.reduce((sum, each) => sum + each, 0) / errors.length;
}

function isUsable(rows: readonly GainRow[], predictor: Predictor): boolean {
  const known = rows.map((row) => row.predictors[predictor]).filter((value) => value !== null);
  return known.length >= enough * rows.length && Math.max(...known) - Math.min(...known) > 1e-9;
}

import { randomOf } from '../../../core/random.ts';
import { type MeasureId, measureIds } from '../../../transfer/report.ts';
import type { StudySize } from '../../study.ts';
import {
  type Coefficient,
  type Gain,
  type MeasureCorrelation,
  type MeasureRow,
  type Scope,
  sameSize,
  scopes,
  sizeName,
} from '../report.ts';
import { holm } from '../statistics/corrections.ts';
import {
  type Columns,
  coefficientInterval,
  coefficientP,
  pearson,
  permutationTest,
  ranked,
} from '../statistics/correlation.ts';
import { mean } from '../statistics/moments.ts';

/** A pair of target and auxiliary, with its mean gain over the seeds. */
export interface Point {
  readonly target: string;
  readonly auxiliary: string;
  readonly measure: number;
  readonly gain: number;
}

/** The pairs that have both a gain by the method at the size and the measure. */
export function pointsOf(
  gains: readonly Gain[],
  rows: readonly MeasureRow[],
  { measure, method, size }: { readonly measure: MeasureId; readonly method: string; readonly size: StudySize },
): Point[] {
  const own = rows.filter((row) => sameSize(row.size, size));
  return gains
    .filter((gain) => gain.method === method && sameSize(gain.size, size))
    .flatMap(({ target, auxiliary, gain }) => {
      const value = own.find((row) => row.target === target && row.auxiliary === auxiliary)?.values[measure];
      if (auxiliary === null || gain === undefined || value === null || value === undefined) return [];
      return [{ target, auxiliary, measure: value, gain: gain.mean }];
    });
}

/** Fewer pairs have no correlation that says anything. */
const fewest = 4;

/** Every measure with the gains by each method at each size: of each target, of all, and of all within their targets. */
export function correlationsOf(
  gains: readonly Gain[],
  rows: readonly MeasureRow[],
  {
    targets,
    methods,
    sizes,
  }: Readonly<Record<'targets' | 'methods', readonly string[]>> & {
    readonly sizes: readonly StudySize[];
  },
): MeasureCorrelation[] {
  const families = sizes.flatMap((size) =>
    methods.flatMap((method) =>
      scopes.flatMap((scope) =>
        (scope === 'target' ? targets : [undefined]).map((target) => ({
          ...{ method, size, scope },
          ...(target === undefined ? {} : { target }),
        })),
      ),
    ),
  );
  return families.flatMap((family) =>
    corrected(
      withPermutations(
        measureIds.flatMap(
          (measure) => association(pointsOf(gains, rows, { measure, ...family }), family, measure) ?? [],
        ),
        family,
      ),
    ),
  );
}

interface Family {
  readonly method: string;
  readonly size: StudySize;
  readonly scope: Scope;
  readonly target?: string;
}

/** A measure and the gains of the pairs that have both. */
interface Association {
  readonly measure: MeasureId;
  readonly points: readonly Point[];
  /** Their targets, each once. */
  readonly targets: readonly string[];
  readonly columns: Columns;
  readonly rankColumns: Columns;
  readonly r: number;
  readonly rho: number;
}

type Uncorrected = Omit<MeasureCorrelation, 'pearson' | 'spearman'> &
  Readonly<Record<'pearson' | 'spearman', Omit<Coefficient, 'holm'>>>;

function association(points: readonly Point[], { scope, target }: Family, measure: MeasureId): Association | undefined {
  const chosen = points.filter((point) => {
    if (scope === 'target') return point.target === target;
    // A target with one pair is nothing but its own mean.
    return scope === 'pooled' || points.filter((other) => other.target === point.target).length > 1;
  });
  const targets = [...new Set(chosen.map((point) => point.target))];
  if (chosen.length - controlledOf(scope, targets) < fewest) return undefined;
  const columns = scope === 'within' ? withinTargets(chosen) : columnsOf(chosen);
  const rankColumns = ranked(columns);
  const [r, rho] = [pearson(columns), pearson(rankColumns)];
  if (r === undefined || rho === undefined) return undefined;
  return { measure, points: chosen, targets, columns, rankColumns, r, rho };
}

/** How many variables the targets' means are that were taken out: one less than the targets, as the mean of all is. */
function controlledOf(scope: Scope, targets: readonly string[]): number {
  return scope === 'within' ? Math.max(0, targets.length - 1) : 0;
}

/** Measures of the same pairs are tested on the same arrangements. */
function withPermutations(found: readonly Association[], family: Family): Uncorrected[] {
  const placesOf = ({ points }: Association) =>
    JSON.stringify(points.map(({ target, auxiliary }) => [target, auxiliary]));
  const ps = new Map<MeasureId, readonly [number, number]>();
  for (const places of new Set(found.map(placesOf))) {
    const same = found.filter((each) => placesOf(each) === places);
    const { points = [], targets = [] } = same[0] ?? {};
    const indices = [...points.keys()];
    const strata =
      family.scope === 'within'
        ? targets.map((name) => indices.filter((index) => points[index]?.target === name))
        : [indices];
    const { method, size, scope, target = '' } = family;
    const random = randomOf('measure-correlation', method, sizeName(size), scope, target);
    const columns = same.flatMap((each) => [each.columns, each.rankColumns]);
    const tested = permutationTest(columns, strata, random);
    for (const [index, { measure }] of same.entries()) {
      ps.set(measure, [tested[2 * index] as number, tested[2 * index + 1] as number]);
    }
  }
  return found.map((each) => coefficients(each, family, ps.get(each.measure) ?? [1, 1]));
}

function coefficients(
  { measure, points, targets, r, rho }: Association,
  family: Family,
  [first, second]: readonly [number, number],
): Uncorrected {
  const controlled = controlledOf(family.scope, targets);
  const coefficient = (value: number, permutation: number, kind: 'pearson' | 'spearman') => {
    const p = coefficientP(value, points.length, controlled);
    const interval = coefficientInterval(value, points.length, kind, controlled);
    return {
      r: value,
      ...(interval ? { interval: { low: interval[0], high: interval[1] } } : {}),
      ...(p === undefined ? {} : { p }),
      permutation,
    };
  };
  return {
    measure,
    ...family,
    n: points.length,
    targets: targets.length,
    pearson: coefficient(r, first, 'pearson'),
    spearman: coefficient(rho, second, 'spearman'),
  };
}

function columnsOf(points: readonly Point[]): Columns {
  return { x: points.map(({ measure }) => measure), y: points.map(({ gain }) => gain) };
}

/** Without the means of their targets, whose differences would decide else. */
function withinTargets(points: readonly Point[]): Columns {
  const left = (value: (point: Point) => number) =>
    points.map((point) => value(point) - mean(points.filter(({ target }) => target === point.target).map(value)));
  return { x: left(({ measure }) => measure), y: left(({ gain }) => gain) };
}

function corrected(family: readonly Uncorrected[]): MeasureCorrelation[] {
  const [first, second] = [
    holm(family.map((each) => each.pearson.permutation)),
    holm(family.map((each) => each.spearman.permutation)),
  ];
  return family.map((each, index) => ({
    ...each,
    pearson: { ...each.pearson, holm: first[index] as number },
    spearman: { ...each.spearman, holm: second[index] as number },
  }));
}

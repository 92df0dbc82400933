import type { CellResult, CellScores, StudySize } from '../../study.ts';
import { type GroupName, type ReportedCell, type ScoreGroup, type Spread, sizeName } from '../report.ts';
import { deviation, mean } from '../statistics/moments.ts';

/** A group's results by seed; a cell that has none yet has undefined. */
export interface Group extends GroupName {
  readonly results: ReadonlyMap<number, CellResult | undefined>;
}

/** The study's cells with their results. */
export interface Grouped {
  readonly groups: readonly Group[];
  readonly finished: readonly CellResult[];
  /** Results of no cell. */
  readonly ignored: number;
}

/**
 * Gives each cell its result: that of the same key, or where the cell has none, of the same name; of several, the last.
 * Cells of the same place in the grid become a group, in the order in which the study has them, seeds ascending.
 */
export function groupCells(cells: readonly ReportedCell[], results: readonly CellResult[]): Grouped {
  const byKey = new Map(results.map((result) => [result.key, result]));
  const byName = new Map(results.map((result) => [nameOf(result), result]));
  const found = cells.map((cell) => (cell.key === undefined ? byName.get(nameOf(cell)) : byKey.get(cell.key)));
  const keys = new Set(cells.map(({ key }) => key));
  const names = new Set(cells.filter(({ key }) => key === undefined).map(nameOf));

  const groups = new Map<string, { readonly name: GroupName; readonly seeds: [number, CellResult | undefined][] }>();
  for (const [index, { target, auxiliary, method, size, seed }] of cells.entries()) {
    const id = groupId({ target, auxiliary, method, size });
    const group = groups.get(id) ?? { name: { target, auxiliary, method, size }, seeds: [] };
    group.seeds.push([seed, found[index]]);
    groups.set(id, group);
  }
  return {
    groups: [...groups.values()].map(({ name, seeds }) => ({
      ...name,
      results: new Map(seeds.sort(([a], [b]) => a - b)),
    })),
    finished: found.filter((result) => result !== undefined),
    ignored: results.filter((result) => !keys.has(result.key) && !names.has(nameOf(result))).length,
  };
}

/** Mean and deviation of a group's scores, and what is missing. */
export function scoreGroup({ results, ...name }: Group): ScoreGroup {
  const seeds = [...results.keys()];
  const there = [...results.values()].filter((result) => result !== undefined);
  const group = { ...name, seeds, missing: seeds.filter((seed) => results.get(seed) === undefined) };
  if (there.length === 0) return group;
  const of = (score: keyof CellScores) => spreadOf(there.map(({ test }) => test[score]));
  const trainSentences = Math.round(mean(there.map((result) => result.trainSentences)));
  return { ...group, scores: { precision: of('precision'), recall: of('recall'), f1: of('f1'), trainSentences } };
}

/** Of at least one value. */
export function spreadOf(values: readonly number[]): Spread {
  return { mean: mean(values), ...(values.length > 1 ? { deviation: deviation(values) } : {}) };
}

/** One text for each group. */
export function groupId({ target, auxiliary, method, size }: GroupName): string {
  return JSON.stringify([target, auxiliary, method, sizeName(size)]);
}

function nameOf(cell: GroupName & { readonly seed: number; readonly size: StudySize }): string {
  return JSON.stringify([groupId(cell), cell.seed]);
}

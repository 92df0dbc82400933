import type { CellResult } from '../study.ts';
import { auxiliaryGains, methodGains } from './build/averages.ts';
import { correlationsOf } from './build/correlations.ts';
import { gainsOf } from './build/gains.ts';
import { groupCells, scoreGroup } from './build/groups.ts';
import type { ReportedCell, ReportedMeasures, ReportedStudy, StudyReport } from './report.ts';

/**
 * What the results of a study say: the same for the same results on every machine.
 * @param cells all that the study has, whether they have a result or not.
 * @param results lines of its results, in their order.
 * @param measures of its auxiliaries for its targets, where they are to be compared with the gains.
 */
export function buildReport(
  study: ReportedStudy,
  cells: readonly ReportedCell[],
  results: readonly CellResult[],
  measures?: ReportedMeasures,
): StudyReport {
  const names = {
    targets: study.targets.map(({ name }) => name),
    auxiliaries: study.auxiliaries.map(({ name }) => name),
    methods: study.methods.map(({ name }) => name),
    sizes: study.sizes,
  };
  const [baseline = '', ...compared] = names.methods;
  const { groups, finished, ignored } = groupCells(cells, results);
  const gains = gainsOf(groups, baseline);
  const until = finished
    .map((result) => result.finished)
    .sort()
    .at(-1);
  return {
    version: 1,
    name: study.name,
    baseline,
    ...names,
    cells: { planned: cells.length, finished: finished.length, ignoredResults: ignored },
    ...(until === undefined ? {} : { until }),
    versions: [...new Set(finished.map(({ version }) => version))].sort(),
    groups: groups.map(scoreGroup),
    gains,
    methodGains: methodGains(gains, compared, names.sizes),
    auxiliaryGains: auxiliaryGains(gains, { ...names, methods: compared }),
    ...(measures ? { measures } : {}),
    correlations: measures ? correlationsOf(gains, measures.rows, { ...names, methods: compared }) : [],
  };
}

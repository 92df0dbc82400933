import { count, pValue } from '../../../evaluate/report/format.ts';
import { coefficientText } from '../format.ts';
import { scatterPlot } from '../plots/scatter.ts';
import {
  type Coefficient,
  type MeasureCorrelation,
  type Scope,
  type StudyReport,
  sameSize,
  sizeName,
} from '../report.ts';
import { slug } from './gain-sections.ts';
import { type Block, type Section, table } from './section.ts';

/** How the measures go with the gains. */
export function measureSections(report: StudyReport): Section[] {
  const { measures, methodGains } = report;
  if (!measures) return [];
  const plots = methodGains.flatMap(({ method, size }, index): Block[] => {
    // Names of methods are free: two of them may be alike once they are part of a file's name.
    const plot = scatterPlot(report, method, size, `measures-${index + 1}-${slug(`${method}-${sizeName(size)}`)}`);
    return plot ? [{ kind: 'plot', plot }] : [];
  });
  const single = report.targets.flatMap((target) => coefficientTables(report, 'target', target));
  return [
    {
      id: 'measures',
      title: 'Measures and gains',
      lead: 'Each pair of target and auxiliary is one dot: its measure and its mean gain. “Within” takes the mean of each target from both before, so that it asks which auxiliary is best for a target; “pooled” takes all as they are, where differences between targets decide much, and its p are too small because gains of a target are not independent. p are by t, by permutation, and the latter by Holm over the measures of the table.',
      blocks: [
        ...coefficientTables(report, 'within'),
        ...coefficientTables(report, 'pooled'),
        ...(measures.notes.length > 0 ? [{ kind: 'list', items: measures.notes } as const] : []),
        ...plots,
      ],
    },
    ...(single.length === 0
      ? []
      : [
          {
            id: 'targets',
            title: 'Measures and gains, target by target',
            lead: 'The same over the auxiliaries of one target. With so few of them intervals are wide.',
            blocks: single,
          },
        ]),
  ];
}

/** A table for each method and size, the measure with the largest ρ first. */
function coefficientTables({ correlations, methodGains }: StudyReport, scope: Scope, target?: string): Block[] {
  const where = target === undefined ? (scope === 'within' ? 'Within targets' : 'Pooled') : target;
  return methodGains.flatMap(({ method, size }) => {
    const found = correlations.filter(
      (each) => each.method === method && sameSize(each.size, size) && each.scope === scope && each.target === target,
    );
    return found.length > 0 ? [coefficientTable(`${where}: ${method}, ${sizeName(size)}`, found)] : [];
  });
}

function coefficientTable(caption: string, found: readonly MeasureCorrelation[]): Block {
  const of = ({ r, interval, p, permutation, holm }: Coefficient) => [
    coefficientText(r),
    interval ? `${coefficientText(interval.low)} to ${coefficientText(interval.high)}` : '',
    p === undefined ? '' : pValue(p),
    pValue(permutation),
    pValue(holm),
  ];
  const titles = ['interval', 'p, t', 'permuted', 'Holm'];
  return table(
    caption,
    1,
    ['measure', 'n', "Pearson's r", ...titles, "Spearman's ρ", ...titles],
    found
      .toSorted((a, b) => Math.abs(b.spearman.r) - Math.abs(a.spearman.r))
      .map((each) => [each.measure, count(each.n), ...of(each.pearson), ...of(each.spearman)]),
  );
}

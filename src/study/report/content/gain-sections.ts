import { count, differenceInterval, percent, points, pValue } from '../../../evaluate/report/format.ts';
import { gainText, spreadText } from '../format.ts';
import { dotPlot } from '../plots/dot-plot.ts';
import { heatMap } from '../plots/heat-map.ts';
import type { Plot } from '../plots/plot.ts';
import { type Gain, type MeanGain, type StudyReport, sizeName } from '../report.ts';
import { type Block, type Section, table } from './section.ts';

/** Where the gains are: means, heat maps, every run, every comparison. */
export function gainSections(report: StudyReport): Section[] {
  const { baseline, gains, sizes } = report;
  if (!gains.some(({ gain }) => gain)) return [];
  const plots = (
    draw: (report: StudyReport, size: StudyReport['sizes'][number], name: string) => Plot | undefined,
    name: string,
  ) =>
    sizes.flatMap((size): Block[] => {
      const plot = draw(report, size, `${name}-${slug(sizeName(size))}`);
      return plot ? [{ kind: 'plot', plot }] : [];
    });
  return [
    {
      id: 'gains',
      title: 'Gains',
      lead: `F1 on test over ${baseline} at the same target and size, in points, the mean over seeds that both have. Means are over targets, each by the mean of its own gains; intervals by Student's t over the targets.`,
      blocks: [meanTable(report), ...plots(heatMap, 'gains'), auxiliaryTable(report)],
    },
    {
      id: 'runs',
      title: 'Gains seed by seed',
      lead: 'Where the dots of a row lie further apart than the rows do, the order of the rows says little.',
      blocks: plots(dotPlot, 'seeds'),
    },
    {
      id: 'comparisons',
      title: 'Every comparison',
      lead: `Gain in points with its sample deviation over pairs of the same seed. Interval and p of the paired t-test; p by Holm and by Benjamini and Hochberg (B-H) over all comparisons of this table; p of Fisher's randomisation test with the smallest that so many pairs can give.`,
      blocks: [gainTable(gains)],
    },
  ];
}

/** A text as a part of a file's name or an address. */
export function slug(text: string): string {
  return text
    .toLowerCase()
    .replaceAll('%', 'percent')
    .replaceAll(/[^a-z0-9.]+/g, '-');
}

function meanTable({ methodGains }: StudyReport): Block {
  return table(
    'Mean gains of methods',
    2,
    [
      'method',
      'size',
      'targets',
      'mean gain',
      'interval',
      'p',
      'p, Holm',
      'above',
      'below',
      'clearly above',
      'clearly below',
      'pairs',
    ],
    methodGains.map((gain) => [
      gain.method,
      sizeName(gain.size),
      count(gain.targets),
      ...meanCells(gain),
      gain.interval ? pValue(gain.interval.p) : '',
      gain.holm === undefined ? '' : pValue(gain.holm),
      ...[gain.wins, gain.losses, gain.better, gain.worse, gain.pairs].map(count),
    ]),
  );
}

function auxiliaryTable({ auxiliaryGains }: StudyReport): Block {
  return table(
    'Mean gains with auxiliaries over targets, not tested',
    3,
    ['auxiliary', 'method', 'size', 'targets', 'mean gain', 'interval', 'above', 'below', 'pairs'],
    byMean(auxiliaryGains).map((gain) => [
      gain.auxiliary,
      gain.method,
      sizeName(gain.size),
      count(gain.targets),
      ...meanCells(gain),
      ...[gain.wins, gain.losses, gain.pairs].map(count),
    ]),
  );
}

/** Those of a method and size together, the largest first. */
function byMean(gains: StudyReport['auxiliaryGains']): StudyReport['auxiliaryGains'] {
  const place = new Map(gains.map(({ method, size }, index) => [`${sizeName(size)} ${method}`, index]));
  const placeOf = ({ method, size }: (typeof gains)[number]) => place.get(`${sizeName(size)} ${method}`) ?? 0;
  return gains.toSorted((a, b) => placeOf(a) - placeOf(b) || b.mean - a.mean);
}

function meanCells({ mean, interval }: MeanGain): string[] {
  return [points(mean), interval ? differenceInterval([interval.low, interval.high]) : ''];
}

function gainTable(gains: readonly Gain[]): Block {
  return table(
    'Gains by target, auxiliary, method and size',
    4,
    [
      'target',
      'auxiliary',
      'method',
      'size',
      'gain',
      'interval',
      'p',
      'p, Holm',
      'p, B-H',
      'p, randomised',
      'smallest',
      'pairs',
    ],
    gains.map(({ target, auxiliary, method, size, gain, test, randomisation, pairs, seeds }) => [
      target,
      auxiliary ?? '',
      method,
      sizeName(size),
      gain ? gainText(gain) : '',
      ...(test
        ? [differenceInterval([test.low, test.high]), ...[test.p, test.holm, test.falseDiscovery].map(pValue)]
        : ['', '', '', '']),
      ...(randomisation ? [randomisation.p, randomisation.floor].map(pValue) : ['', '']),
      `${pairs.length} of ${seeds}`,
    ]),
  );
}

/** The scores that the gains are of, and what is missing. */
export function scoreSection({ groups }: StudyReport): Section {
  return {
    id: 'scores',
    title: 'Scores',
    lead: 'On test, in per cent, exact match: mean and sample deviation over the seeds that have a result.',
    blocks: [
      table(
        'Scores by target, auxiliary, method and size',
        4,
        ['target', 'auxiliary', 'method', 'size', 'F1', 'precision', 'recall', 'sentences', 'seeds', 'missing seeds'],
        groups.map(({ target, auxiliary, method, size, scores, seeds, missing }) => [
          target,
          auxiliary ?? '',
          method,
          sizeName(size),
          ...(scores
            ? [
                spreadText(scores.f1),
                percent(scores.precision.mean),
                percent(scores.recall.mean),
                count(scores.trainSentences),
              ]
            : ['', '', '', '']),
          `${seeds.length - missing.length} of ${seeds.length}`,
          missing.join(', '),
        ]),
      ),
    ],
  };
}

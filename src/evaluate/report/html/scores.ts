import { h } from 'hastscript';
import { count, differenceInterval, interval, modeMeanings, percent, plain, points, pValue } from '../format.ts';
import { type Difference, type EvaluationReport, type MeanIntervals, type MeanScore, modes } from '../report.ts';
import { axisLabels, differenceAxis, ratioAxis, second, strip, whisker } from './axis.ts';
import { column, number, row, section, table, text, typeName } from './element.ts';

/** Where the two systems that are compared stand in a row, in pixels from its top. */
const lanes = { first: 11, second: 24 };

/** F1 by type, as a forest plot: each row a dot with its interval, and its numbers. */
export function scoresSection(report: EvaluationReport) {
  const { types, micro, macro, weighted, intervals, comparison } = report;
  const rows = [
    ...Object.entries(types).map(
      ([type, score]) => [typeName(type), score, intervals.types[type], comparison?.scores.types[type]] as const,
    ),
    ['micro', micro, intervals.micro, comparison?.scores.micro] as const,
    ['macro', macro, intervals.macro, comparison?.scores.macro] as const,
    ['weighted', weighted, undefined, comparison?.scores.weighted] as const,
  ];
  const axis = ratioAxis(
    rows.flatMap(([, { f1 }, bounds, other]) => [f1, ...(bounds?.f1 ?? []), ...(other ? [other.f1] : [])]),
  );
  const marks = ({ f1 }: MeanScore, bounds: MeanIntervals | undefined, other: MeanScore | undefined) => [
    ...whisker(axis, f1, bounds?.f1 ?? [f1, f1], other ? lanes.first : undefined),
    ...(other ? [second(axis, other.f1, lanes.second)] : []),
  ];
  return section(
    'scores',
    'F1 by type',
    comparison
      ? [
          legend('first', report.system.name),
          ' with its interval, ',
          legend('second', comparison.other.name),
          '. In per cent.',
        ]
      : 'In per cent, with 95 % intervals: how far the score would move with other documents of this kind.',
    table(
      'scores',
      'Precision, recall and F1 by entity type',
      [
        column('type'),
        column('F1 with interval', 'plot'),
        ...['F1', ...(comparison ? ['second F1'] : []), 'interval', 'precision', 'recall', 'support'].map((title) =>
          column(title, 'number'),
        ),
      ],
      rows.map(([name, score, bounds, other]) => [
        row(name, typeof name === 'string'),
        strip(axis, marks(score, bounds, other)),
        number(h('strong', percent(score.f1))),
        ...(comparison ? [number(other ? percent(other.f1) : '')] : []),
        number(bounds ? interval(bounds.f1) : ''),
        number(percent(score.precision)),
        number(percent(score.recall)),
        number(count(score.support)),
      ]),
      [text(''), axisLabels(axis, (tick) => String(Math.round(100 * tick))), h('td', { colSpan: comparison ? 6 : 5 })],
    ),
    h(
      'p.note',
      'micro counts all mentions together, macro is the mean of the types, weighted the mean by support, which is the number of labelled mentions.',
    ),
  );
}

function legend(className: string, name: string) {
  return h('span.legend', [h(`span.mark.${className}`), plain(name)]);
}

/** How much better the first system is, by type; absent where only one was evaluated. */
export function comparisonSection({ comparison, system }: EvaluationReport) {
  if (!comparison) return [];
  const { difference, rounds, samples, seed, other } = comparison;
  const rows: (readonly [ReturnType<typeof typeName> | string, Difference])[] = [
    ...Object.entries(difference.types).map(([type, each]) => [typeName(type), each] as const),
    ['micro', difference.micro],
    ['macro', difference.macro],
  ];
  const axis = differenceAxis(rows.flatMap(([, { f1, interval: bounds }]) => [f1, ...bounds]));
  return [
    section(
      'comparison',
      'Is the difference real?',
      `F1 of ${plain(system.name)} minus F1 of ${plain(other.name)}, in points. An interval that does not hold zero, and a small p, say that it is hardly chance.`,
      table(
        'scores',
        'Differences of F1',
        [
          column('type'),
          column('difference with interval', 'plot'),
          ...['difference', 'interval', 'p'].map((title) => column(title, 'number')),
        ],
        rows.map(([name, { f1, interval: bounds, p }]) => [
          row(name, typeof name === 'string'),
          strip(axis, whisker(axis, f1, bounds)),
          number(h('strong', points(f1))),
          number(differenceInterval(bounds)),
          number(pValue(p)),
        ]),
        [text(''), axisLabels(axis, (tick) => points(tick).replace('.0', '')), h('td', { colSpan: 3 })],
      ),
      h(
        'p.note',
        `Paired bootstrap over documents (${count(samples)} samples) and two-sided approximate randomisation over documents (${count(rounds)} rounds), seed ${seed}. p is not corrected for the number of types.`,
      ),
    ),
  ];
}

/** The same documents, counted in other ways. */
export function modesSection({ modes: byMode, mode }: EvaluationReport) {
  const axis = ratioAxis(modes.flatMap((each) => [byMode[each].micro.f1]));
  return section(
    'modes',
    'Counted in other ways',
    'How much of what is wrong is a matter of bounds, and how much of types: micro scores under each definition of a right mention.',
    table(
      'scores',
      'Micro scores by mode',
      [
        column('mode'),
        column('F1', 'plot'),
        ...['F1', 'precision', 'recall'].map((title) => column(title, 'number')),
        column('a mention is right if'),
      ],
      modes.map((each) => {
        const { f1, precision, recall } = byMode[each].micro;
        return [
          row(each === mode ? h('strong', each) : each),
          strip(axis, whisker(axis, f1, [f1, f1])),
          number(h('strong', percent(f1))),
          number(percent(precision)),
          number(percent(recall)),
          h('td.meaning', modeMeanings[each]),
        ];
      }),
      [text(''), axisLabels(axis, (tick) => String(Math.round(100 * tick))), h('td', { colSpan: 4 })],
    ),
  );
}

import { h } from 'hastscript';
import { count, percent } from '../format.ts';
import type { EvaluationReport } from '../report.ts';
import { column, row, section, table, typeName } from './element.ts';

/** Shades of a heat map. */
const shades = 10;

/** Words by the type that they have and were given, as a heat map. */
export function confusionSection({ confusion: { labels, counts } }: EvaluationReport) {
  const outside = labels.length - 1;
  const name = (label: string, index: number) => (index === outside ? h('span.outside', 'no entity') : typeName(label));
  return section(
    'confusion',
    'Which types are taken for which',
    'Words by the type that they are labelled with (rows) and were given (columns). The darker, the larger the share of its row; words that are rightly no entity are not shaded.',
    table(
      'heat',
      'Confusion of words',
      [
        h('th.corner', { scope: 'col' }, 'labelled ╲ found'),
        ...labels.map((label, index) => column(name(label, index), 'number')),
      ],
      counts.map((found, index) => {
        // So many words are rightly no entity that nothing else of their row would be seen.
        const total = found.reduce(
          (sum, value, other) => sum + (index === outside && other === outside ? 0 : value),
          0,
        );
        return [
          row(name(labels[index] ?? '', index)),
          ...found.map((value, other) => {
            const plainCell = index === outside && other === outside;
            const share = plainCell || total === 0 ? 0 : value / total;
            const shade = value === 0 ? 0 : Math.max(1, Math.round(share * shades));
            const shown = plainCell || value === 0 ? [] : [h('small', `${percent(share)} %`)];
            return h(
              'td',
              { className: plainCell ? ['plain'] : [`heat-${shade}`, ...(index === other ? ['right'] : [])] },
              [count(value), ...shown],
            );
          }),
        ];
      }),
    ),
  );
}

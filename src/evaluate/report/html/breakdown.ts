import { h } from 'hastscript';
import { count, percent } from '../format.ts';
import type { Breakdown, EvaluationReport, Part } from '../report.ts';
import { axisLabels, bar, strip } from './axis.ts';
import { column, number, row, section, table, text } from './element.ts';

const axis = { from: 0, to: 1, ticks: [0, 0.25, 0.5, 0.75, 1] };
const labels = () => axisLabels(axis, (tick) => String(Math.round(100 * tick)));

/** What each part of the mentions is, where its name does not tell. */
const meanings: Readonly<Record<string, string>> = {
  seen: 'the same words are in the training part',
  synonym: 'new words for a concept of the training part',
  'new concept': 'neither words nor concept are there',
  unseen: 'the words are not in the training part',
};

/** How well it does on mentions that it may remember, on long ones, and by section. */
export function breakdownSection({ breakdown }: EvaluationReport) {
  const { length, section: sections } = breakdown;
  return section(
    'breakdown',
    'Which mentions are found',
    breakdown.novelty
      ? 'A model that remembers does well on seen mentions; one that understands, on new ones too.'
      : undefined,
    h('.columns', [
      ...noveltyTable(breakdown),
      partTable('By number of words', 'words', length),
      ...(sections ? [partTable('By section', 'section', sections)] : []),
    ]),
  );
}

function noveltyTable({ novelty }: Breakdown) {
  if (!novelty) return [];
  return [
    h('div', [
      h('h3', 'By what the training part holds'),
      table(
        'bars',
        'Recall by novelty',
        [column('mention'), column('recall', 'plot'), column('recall', 'number'), column('found of', 'number')],
        novelty.map(({ name, recall, found, support }) => [
          row([name, ...(meanings[name] === undefined ? [] : [h('small', meanings[name])])]),
          strip(axis, [bar(axis, recall)]),
          number(h('strong', percent(recall))),
          number(`${count(found)} of ${count(support)}`),
        ]),
        [text(''), labels(), h('td', { colSpan: 2 })],
      ),
    ]),
  ];
}

function partTable(title: string, what: string, parts: readonly Part[]) {
  return h('div', [
    h('h3', title),
    table(
      'bars',
      `F1 ${title.toLowerCase()}`,
      [
        column(what),
        column('F1', 'plot'),
        ...['F1', 'precision', 'recall', 'support'].map((name) => column(name, 'number')),
      ],
      parts.map((part) => [
        row(part.name),
        strip(axis, [bar(axis, part.f1)]),
        number(h('strong', percent(part.f1))),
        number(percent(part.precision)),
        number(percent(part.recall)),
        number(count(part.support)),
      ]),
      [text(''), labels(), h('td', { colSpan: 4 })],
    ),
  ]);
}

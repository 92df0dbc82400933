import { h } from 'hastscript';
import { facts, repetition } from '../facts.ts';
import { count, plain } from '../format.ts';
import type { EvaluationReport } from '../report.ts';
import { column, number, row, section, table, text } from './element.ts';

/** What was evaluated on what, and how to do it again. */
export function aboutSections(report: EvaluationReport) {
  const { intervals, corpus } = report;
  const { counts, examples } = corpus.problems;
  const kinds = Object.entries(counts);
  return [
    ...(kinds.length === 0
      ? []
      : [
          section(
            'problems',
            'Problems of the corpus',
            'Found while it was read; they may cost any model some points.',
            table(
              'numbers',
              'Problems of the corpus by kind',
              [column('problem'), column('count', 'number'), column('for example')],
              kinds.map(([kind, value]) => {
                const first = examples.find((problem) => problem.kind === kind);
                return [
                  row(kind),
                  number(count(value)),
                  text(first ? [h('code', `${plain(first.file)}:${first.line}`), ` ${plain(first.message)}`] : ''),
                ];
              }),
            ),
          ),
        ]),
    section(
      'about',
      'Corpus and model',
      undefined,
      h(
        'dl',
        facts(report).flatMap(([name, value]) => [h('dt', name), h('dd', plain(value))]),
      ),
    ),
    section(
      'repeat',
      'Do it again',
      undefined,
      h('pre', { tabIndex: 0 }, h('code', repetition(report))),
      h(
        'p.note',
        `Intervals are percentiles of a bootstrap over documents (${count(intervals.samples)} samples, seed ${intervals.seed}): the same seed gives the same figures.`,
      ),
    ),
  ];
}

import { h } from 'hastscript';
import { count, differenceInterval, interval, modeMeanings, percent, plain, points, pValue } from '../format.ts';
import type { EvaluationReport } from '../report.ts';

/** What was evaluated, and the figure that papers report. */
export function summaryHeader(report: EvaluationReport) {
  const { corpus, system, mode, micro, intervals, comparison, date } = report;
  return h('header', [
    h('p.brand', ['GERBERA', h('span', ` evaluation, ${date.slice(0, 10)}`)]),
    h('h1', [
      plain(system.name),
      ...(comparison ? [h('span.quiet', ' against '), plain(comparison.other.name)] : []),
      h('span.quiet', ' on '),
      plain(corpusName(report)),
    ]),
    h('.figures', [
      h('.figure.main', [
        h('span.value', percent(micro.f1)),
        h('span.label', ['F1', h('small', `95 %: ${interval(intervals.micro.f1)}`)]),
      ]),
      figure(percent(micro.precision), 'precision', `${count(micro.tp)} of ${count(micro.tp + micro.fp)} found`),
      figure(percent(micro.recall), 'recall', `${count(micro.tp)} of ${count(micro.tp + micro.fn)} labelled`),
      ...(comparison
        ? [
            figure(
              points(comparison.difference.micro.f1),
              `F1 over ${plain(comparison.other.name)}`,
              `95 %: ${differenceInterval(comparison.difference.micro.interval)}, p ${equal(pValue(comparison.difference.micro.p))}`,
            ),
          ]
        : []),
    ]),
    h(
      'p.lead',
      `All types together; ${count(corpus.documents)} documents, ${count(corpus.words)} words. Mode ${mode}: ${modeMeanings[mode]}.`,
    ),
  ]);
}

/** The corpus's name and part, for people. */
export function corpusName({ corpus: { name, split } }: EvaluationReport): string {
  return split === undefined ? name : `${name}, ${split}`;
}

function figure(value: string, label: string, more: string) {
  return h('.figure', [h('span.value', value), h('span.label', [label, h('small', more)])]);
}

function equal(p: string): string {
  return p.startsWith('<') ? p : `= ${p}`;
}

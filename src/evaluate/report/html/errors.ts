import { h, s } from 'hastscript';
import { count, counted, errorMeanings, percent, plain } from '../format.ts';
import { type ErrorKind, type EvaluationReport, errorKinds, type FrequentError } from '../report.ts';
import { errorItem } from './context.ts';
import { section } from './element.ts';

/** What is shown of each list; report.json holds more. */
const most = { frequent: 40, contexts: 5, kind: 25 };

/** Errors by kind, the frequent ones, and some of each kind where they stand. */
export function errorsSection({ errors }: EvaluationReport) {
  const total = errorKinds.reduce((sum, kind) => sum + errors.counts[kind], 0);
  if (total === 0) return section('errors', 'Errors', 'None: everything that is labelled was found, and nothing else.');
  const frequent = errors.frequent.slice(0, most.frequent);
  return section(
    'errors',
    'Errors',
    [
      `${counted(total, 'error')}. In the text, what is `,
      h('mark.gold', 'labelled'),
      ' is underlined, what was ',
      h('mark.found', 'found'),
      ' is shaded.',
    ],
    kindStrip(errors.counts, total),
    h('h3', 'The most frequent'),
    h(
      'ol.frequent',
      frequent.map((error, index) => frequentItem(error, errors, index === 0)),
    ),
    h('h3', 'By kind, in the order of the corpus'),
    ...errorKinds.filter((kind) => errors.counts[kind] > 0).map((kind) => kindDetails(kind, errors)),
  );
}

function kindStrip(counts: Readonly<Record<ErrorKind, number>>, total: number) {
  let from = 0;
  const bars = errorKinds.map((kind) => {
    const x = from;
    const width = (100 * counts[kind]) / total;
    from += width;
    return s('rect', {
      className: [className(kind)],
      x: `${x.toFixed(2)}%`,
      width: `${width.toFixed(2)}%`,
      height: 22,
    });
  });
  return h('.kinds', [
    h('.strip', s('svg', { width: '100%', height: 22, ariaHidden: 'true', focusable: 'false' }, bars)),
    h(
      'ul',
      errorKinds.map((kind) =>
        h('li', [
          h('span.key', { className: [className(kind)] }),
          h('strong', count(counts[kind])),
          ` ${kind} `,
          h('small', `${percent(counts[kind] / total)} %: ${errorMeanings[kind]}`),
        ]),
      ),
    ),
  ]);
}

function className(kind: ErrorKind): string {
  return `kind-${kind.replaceAll(' ', '-')}`;
}

function frequentItem(
  { kind, gold, found, count: times, places }: FrequentError,
  errors: EvaluationReport['errors'],
  first: boolean,
) {
  const shown = places.flatMap((index) => errors.places[index] ?? []).slice(0, most.contexts);
  const summary = [
    h('span.times', `${count(times)}×`),
    h('span.kind', [h('span.key', { className: [className(kind)] }), kind]),
    h('span.what', [
      ...(gold ? [h('b', plain(gold.text)), ` ${plain(gold.type)}`] : []),
      ...(gold && found ? [' → '] : []),
      ...(found ? [h('b', plain(found.text)), ` ${plain(found.type)}`] : []),
    ]),
  ];
  if (shown.length === 0) return h('li', h('p.summary', summary));
  return h('li', h('details', { open: first }, [h('summary', summary), h('ul.places', shown.map(errorItem))]));
}

function kindDetails(kind: ErrorKind, errors: EvaluationReport['errors']) {
  const all = errors.places.filter((error) => error.kind === kind);
  const shown = all.slice(0, most.kind);
  const more = errors.counts[kind] - shown.length;
  return h('details', [
    h('summary', [
      h('span.key', { className: [className(kind)] }),
      h('strong', kind),
      ` ${count(errors.counts[kind])}: ${errorMeanings[kind]}`,
    ]),
    h('ul.places', shown.map(errorItem)),
    ...(more > 0
      ? [h('p.note', `${count(more)} more; report.json holds ${errors.cut ? 'the first of them' : 'all of them'}.`)]
      : []),
  ]);
}

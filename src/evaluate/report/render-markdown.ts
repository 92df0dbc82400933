import { facts, repetition } from './facts.ts';
import { count, differenceInterval, errorMeanings, interval, modeMeanings, percent, points, pValue } from './format.ts';
import { escaped, table } from './markdown.ts';
import {
  type EvaluationReport,
  errorKinds,
  type FrequentError,
  type MeanIntervals,
  type MeanScore,
  modes,
} from './report.ts';

/** Frequent errors that are shown. */
const shownErrors = 20;

/** A report as a page of GitHub-flavoured Markdown: what people put into an issue, a wiki or a model card. */
export function renderMarkdown(report: EvaluationReport): string {
  const { corpus, system, mode, comparison } = report;
  const title = [corpus.name, corpus.split].filter((part) => part !== undefined).join(', ');
  const against = comparison ? ` against ${comparison.other.name}` : '';
  const blocks = [
    `# ${escaped(`${system.name}${against} on ${title}`)}`,
    `Precision, recall and F1 in per cent, mode *${mode}* (${modeMeanings[mode]}), with 95 % bootstrap intervals over documents.`,
    scoreTable(report),
    ...comparisonBlocks(report),
    '## Other modes',
    table(
      ['mode', 'a mention is right if', 'precision', 'recall', 'micro F1'],
      modes.map((each) => [each, modeMeanings[each], ...ratios(report.modes[each].micro)]),
    ),
    ...breakdownBlocks(report),
    ...errorBlocks(report),
    '## Corpus and model',
    facts(report)
      .map(([name, value]) => `- ${escaped(name)}: ${escaped(value)}`)
      .join('\n'),
    ...problemBlocks(report),
    '## Repeat it',
    `${fence}sh\n${repetition(report)}\n${fence}`,
  ];
  return `${blocks.join('\n\n')}\n`;
}

const fence = '```';

function scoreTable({ types, micro, macro, weighted, intervals }: EvaluationReport): string {
  const row = (name: string, score: MeanScore, bounds?: MeanIntervals) => [
    name,
    ...ratios(score),
    bounds ? interval(bounds.f1) : '',
    count(score.support),
  ];
  return table(
    ['', 'precision', 'recall', 'F1', 'interval', 'support'],
    [
      ...Object.entries(types).map(([type, score]) => row(escaped(type), score, intervals.types[type])),
      row('**micro**', micro, intervals.micro),
      row('**macro**', macro, intervals.macro),
      row('**weighted**', weighted),
    ],
  );
}

function comparisonBlocks({ types, micro, macro, system, comparison }: EvaluationReport): string[] {
  if (!comparison) return [];
  const { other, scores, difference, rounds, samples, seed } = comparison;
  const rows = [
    ...Object.entries(types).map(([type, score]) => [type, score, scores.types[type], difference.types[type]] as const),
    ['micro', micro, scores.micro, difference.micro] as const,
    ['macro', macro, scores.macro, difference.macro] as const,
  ];
  return [
    '## Comparison',
    table(
      ['F1', system.name, other.name, 'difference', 'interval', 'p'].map(escaped),
      rows.map(([name, first, second, between]) => [
        escaped(name),
        percent(first.f1),
        second ? percent(second.f1) : '',
        between ? points(between.f1) : '',
        between ? differenceInterval(between.interval) : '',
        between ? escaped(pValue(between.p)) : '',
      ]),
    ),
    `p is two-sided, of an approximate randomisation test over documents (${count(rounds)} rounds); intervals are of a paired bootstrap (${count(samples)} samples); seed ${seed}.`,
  ];
}

function breakdownBlocks({ breakdown: { novelty, length, section } }: EvaluationReport): string[] {
  const parts = (name: string, rows: typeof length) =>
    table(
      [name, 'precision', 'recall', 'F1', 'support'],
      rows.map((part) => [escaped(part.name), ...ratios(part), count(part.support)]),
    );
  return [
    '## Which mentions',
    ...(novelty
      ? [
          table(
            ['in the training part', 'recall', 'found', 'of'],
            novelty.map(({ name, recall, found, support }) => [name, percent(recall), count(found), count(support)]),
          ),
        ]
      : []),
    parts('words', length),
    ...(section ? [parts('section', section)] : []),
  ];
}

function errorBlocks({ errors }: EvaluationReport): string[] {
  const frequent = errors.frequent.slice(0, shownErrors);
  return [
    '## Errors',
    table(
      ['kind', 'what it is', 'count'],
      errorKinds.map((kind) => [kind, errorMeanings[kind], count(errors.counts[kind])]),
    ),
    ...(frequent.length > 0
      ? [
          table(
            ['times', 'kind', 'labelled', 'found'],
            frequent.map((error) => [count(error.count), error.kind, side(error.gold), side(error.found)]),
          ),
        ]
      : []),
  ];
}

function side(mention: FrequentError['gold']): string {
  return mention ? `${escaped(mention.text)} (${escaped(mention.type)})` : '';
}

function problemBlocks({ corpus: { problems } }: EvaluationReport): string[] {
  const counts = Object.entries(problems.counts);
  if (counts.length === 0) return [];
  return [
    '## Problems of the corpus',
    table(
      ['problem', 'count', 'first at'],
      counts.map(([kind, value]) => {
        const first = problems.examples.find((problem) => problem.kind === kind);
        return [kind, count(value), first ? escaped(`${first.file}: line ${first.line}: ${first.message}`) : ''];
      }),
    ),
  ];
}

function ratios({ precision, recall, f1 }: MeanScore): string[] {
  return [precision, recall, f1].map(percent);
}

import { aligned } from './aligned.ts';
import { count, differenceInterval, interval, listed, modeMeanings, percent, plain, points, pValue } from './format.ts';
import {
  type Comparison,
  type CountedScore,
  type Difference,
  type EvaluationReport,
  type MeanIntervals,
  type MeanScore,
  modes,
} from './report.ts';

export interface TableOptions {
  /** Whether a terminal shows colours. */
  readonly colour?: boolean;
}

/** What a person reads first of a report, in lines for a terminal or a log; ends with a line end. */
export function renderTable(report: EvaluationReport, { colour = false }: TableOptions = {}): string {
  const bold = (text: string) => (colour ? `\u001b[1m${text}\u001b[22m` : text);
  const dim = (text: string) => (colour ? `\u001b[2m${text}\u001b[22m` : text);
  const { corpus, system, mode } = report;
  const title = [corpus.name, corpus.split].filter((part) => part !== undefined).join(', ');
  const blocks = [
    [bold(plain(`${system.name} on ${title}`)), dim(`${mode}: ${modeMeanings[mode]}; in per cent, 95 % intervals`)],
    aligned(scoreRows(report)).map((line, index) => (index === 0 ? dim(line) : line)),
    ...(report.comparison ? [comparisonLines(report, report.comparison, dim)] : []),
    summaryLines(report),
  ];
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function scoreRows({ types, micro, macro, weighted, intervals }: EvaluationReport): string[][] {
  const row = (name: string, score: MeanScore | CountedScore, bounds?: MeanIntervals) => [
    plain(name),
    percent(score.precision),
    percent(score.recall),
    percent(score.f1),
    bounds ? interval(bounds.f1) : '',
    count(score.support),
    ...('tp' in score ? [score.tp, score.fp, score.fn].map(count) : ['', '', '']),
  ];
  return [
    ['', 'precision', 'recall', 'F1', 'interval', 'support', 'tp', 'fp', 'fn'],
    ...Object.entries(types).map(([type, score]) => row(type, score, intervals.types[type])),
    row('micro', micro, intervals.micro),
    row('macro', macro, intervals.macro),
    row('weighted', weighted),
  ];
}

function comparisonLines(
  { system, types, micro, macro }: EvaluationReport,
  { other, scores, difference, rounds, seed }: Comparison,
  dim: (text: string) => string,
): string[] {
  const row = (name: string, first: MeanScore, second: MeanScore | undefined, between: Difference | undefined) => [
    plain(name),
    percent(first.f1),
    second ? percent(second.f1) : '',
    between ? points(between.f1) : '',
    between ? differenceInterval(between.interval) : '',
    between ? pValue(between.p) : '',
  ];
  const rows = aligned([
    ['F1', 'first', 'second', 'difference', 'interval', 'p'],
    ...Object.entries(types).map(([type, score]) => row(type, score, scores.types[type], difference.types[type])),
    row('micro', micro, scores.micro, difference.micro),
    row('macro', macro, scores.macro, difference.macro),
  ]);
  return [
    plain(`first: ${system.name}; second: ${other.name}`),
    dim(`p: approximate randomisation over documents, ${count(rounds)} rounds, seed ${seed}`),
    ...rows.map((line, index) => (index === 0 ? dim(line) : line)),
  ];
}

function summaryLines({ modes: byMode, mode, breakdown, errors, calibration, corpus }: EvaluationReport): string[] {
  const others = modes.filter((each) => each !== mode).map((each) => `${each} ${percent(byMode[each].micro.f1)}`);
  const novelty = breakdown.novelty?.map(
    ({ name, recall, support }) => `${name} ${percent(recall)} (of ${count(support)})`,
  );
  const wrong = listed(errors.counts);
  const problems = listed(corpus.problems.counts);
  return [
    `micro F1 in other modes: ${others.join(', ')}`,
    ...(novelty ? [`recall: ${novelty.join(', ')}`] : []),
    wrong === '' ? 'no error' : `errors: ${wrong}`,
    ...(calibration ? [`expected calibration error: ${percent(calibration.error)}`] : []),
    ...(problems === '' ? [] : [`problems of the corpus: ${problems}`]),
  ];
}

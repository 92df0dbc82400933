import { aligned } from '../../evaluate/report/aligned.ts';
import { count, counted, plain } from '../../evaluate/report/format.ts';
import { measureGroups, measures, rankingMeasure, tellingMeasures } from '../measures.ts';
import {
  type ComparedCorpus,
  type MeasureId,
  predictedMethods,
  type RankedCandidate,
  type TransferReport,
} from '../report.ts';
import { chanceText, intervalText, measureText } from './numbers.ts';

export interface TableOptions {
  /** Measures that are shown; a few that tell most if not given. */
  readonly shown?: readonly MeasureId[];
  /** Whether a terminal shows colours. */
  readonly colour?: boolean;
}

/** Measures that stand beside the gains in one table, at most. */
const mostInOne = 7;

/** What a person reads of a report, in lines for a terminal; ends with a line end. */
export function renderTable(report: TransferReport, { shown, colour = false }: TableOptions = {}): string {
  const bold = (text: string) => (colour ? `\u001b[1m${text}\u001b[22m` : text);
  const dim = (text: string) => (colour ? `\u001b[2m${text}\u001b[22m` : text);
  const headed = (rows: readonly (readonly string[])[]) =>
    aligned(rows).map((line, index) => (index === 0 ? dim(line) : line));
  const few = shown ?? tellingMeasures(report);
  const target = report.corpora.find(({ name }) => name === report.target);
  const isMatrix = report.pairs.some((pair) => pair.target !== report.target);
  const blocks = [
    [
      bold(`What may help ${plain(report.target)}`),
      ...(target ? [dim(sizeText(target))] : []),
      ...predictionLines(report).map(dim),
    ],
    ...rankingBlocks(report, few).map(headed),
    warningLines(report.ranking),
    ...(isMatrix ? few.map((id) => [bold(matrixTitle(id)), ...headed(matrixRows(report, id))]) : []),
  ];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function sizeText({ sentences, words, mentions }: ComparedCorpus): string {
  const types = Object.entries(mentions).map(([type, number]) => `${count(number)} ${type}`);
  return plain(`${counted(sentences, 'sentence')}, ${counted(words, 'word')}; ${types.join(', ')}`);
}

function predictionLines({ prediction, rankedBy, ranking }: TransferReport): readonly string[] {
  const method = predictedMethods.find((each) => each === rankedBy);
  if (!prediction || method === undefined) {
    const title = measures[rankingMeasure].title;
    return [`no gain can be predicted; in the order of the measure "${title}", which promises nothing`];
  }
  const methods = ranking[0]?.gains.map((gain) => gain.method).join(', ');
  return [
    `gain: points of F1 over the target alone, by ${methods}, with the interval that holds it in ${100 * prediction.coverage} of 100 cases`,
    plain(`learned from ${prediction.learnedFrom}`),
    ...prediction.notes.map(plain),
  ];
}

/** Tables of candidates: gains and a few measures in one, or measures group by group where there are more than fit. */
function rankingBlocks(report: TransferReport, shown: readonly MeasureId[]): readonly (readonly string[][])[] {
  const { ranking, corpora, pairs } = report;
  const sentences = (name: string) => corpora.find((corpus) => corpus.name === name)?.sentences ?? 0;
  const methods = ranking[0]?.gains.map(({ method }) => method) ?? [];
  const gainHead = methods.flatMap((method) => [`${method}`, 'helps']);
  const gains = (candidate: RankedCandidate) =>
    candidate.gains.flatMap((gain) => [intervalText(gain), chanceText(gain.helps)]);
  const values = (name: string, ids: readonly MeasureId[]) => {
    const pair = pairs.find(({ target, candidate }) => target === report.target && candidate === name);
    return ids.map((id) => valueText(pair?.values[id]));
  };
  const table = (ids: readonly MeasureId[], withGains: boolean) => [
    ['', ...(withGains ? [...gainHead, 'sentences'] : []), ...ids.map((id) => measures[id].title)],
    ...ranking.map((candidate) => [
      plain(candidate.name),
      ...(withGains ? [...gains(candidate), count(sentences(candidate.name))] : []),
      ...values(candidate.name, ids),
    ]),
  ];
  if (shown.length <= mostInOne) return [table(shown, true)];
  const groups = measureGroups.map((group) => shown.filter((id) => measures[id].group === group));
  return [table([], true), ...groups.filter((ids) => ids.length > 0).map((ids) => table(ids, false))];
}

function warningLines(ranking: readonly RankedCandidate[]): readonly string[] {
  return ranking.flatMap(({ name, warnings }) => warnings.map((warning) => plain(`${name}: ${warning}`)));
}

function matrixTitle(id: MeasureId): string {
  const { title, closer, symmetric } = measures[id];
  return `${title} (${closer} is closer${symmetric ? '' : '; rows are targets'})`;
}

/** Columns by number, since names are long. */
function matrixRows({ corpora, pairs }: TransferReport, id: MeasureId): string[][] {
  const found = (target: string, candidate: string) =>
    pairs.find((pair) => pair.target === target && pair.candidate === candidate)?.values[id];
  return [
    ['', ...corpora.map((_, index) => String(index + 1))],
    ...corpora.map(({ name }, index) => [
      plain(`${index + 1} ${name}`),
      ...corpora.map((other) => (other.name === name ? '' : valueText(found(name, other.name)))),
    ]),
  ];
}

function valueText(value: number | null | undefined): string {
  return value === null || value === undefined ? '–' : measureText(value);
}

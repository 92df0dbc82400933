import { type RunSummary, runStates } from '../../../src/runs/run.ts';
import { element } from '../../element.ts';
import { icon } from '../../icon.ts';
import { t } from '../../texts.ts';
import { baseName, bestText, methodWords, stateWords, targetNames, testScore } from '../run-words.ts';
import { bytesText, dateText, durationText, percentText } from '../words.ts';
import type { ColumnName } from './kept.ts';

/** A column of the table of runs. */
export interface Column {
  readonly name: ColumnName;
  readonly title: string;
  readonly numeric: boolean;
  /** What rows are sorted by; runs without it come last. */
  value(run: RunSummary): string | number | undefined;
  /** What a person reads and the filter looks in. */
  text(run: RunSummary): string;
}

/** The columns, in order, with their titles in the user's language. */
export function runColumns(): readonly Column[] {
  const words = (name: ColumnName, title: string, text: (run: RunSummary) => string): Column => ({
    ...{ name, title, numeric: false, value: text, text },
  });
  const figures = (
    name: ColumnName,
    title: string,
    value: (run: RunSummary) => number | undefined,
    text: (value: number, run: RunSummary) => string,
  ): Column => ({
    ...{ name, title, numeric: true, value },
    text(run) {
      const found = value(run);
      return found === undefined ? '–' : text(found, run);
    },
  });
  return [
    words('name', t('Name'), ({ name }) => name),
    {
      ...words('state', t('State'), (run) => stateWords(run).text),
      value: ({ state }) => runStates.indexOf(state),
    },
    words('method', t('Method'), ({ method }) => methodWords(method)),
    words('base', t('Base model'), baseName),
    words('corpora', t('Corpora'), targetNames),
    figures(
      'devel',
      t('F1 devel'),
      ({ best }) => best?.score,
      (_, run) => bestText(run),
    ),
    figures('test', t('F1 test'), testScore, percentText),
    { ...words('started', t('Started'), ({ started }) => dateText(started)), value: ({ started }) => started },
    figures('seconds', t('Duration'), ({ seconds }) => seconds, durationText),
    figures('bytes', t('On disk'), ({ bytes }) => bytes, bytesText),
  ];
}

/** Runs in the order of a column. */
export function sorted(runs: readonly RunSummary[], column: Column, descending: boolean): readonly RunSummary[] {
  const order = (a: RunSummary, b: RunSummary): number => {
    const [first, second] = [column.value(a), column.value(b)];
    if (first === undefined || second === undefined) return Number(first === undefined) - Number(second === undefined);
    const apart =
      typeof first === 'number' && typeof second === 'number'
        ? first - second
        : String(first).localeCompare(String(second), undefined, { numeric: true });
    return descending ? -apart : apart;
  };
  return [...runs].sort(order);
}

/** The state of a run with its icon, how far it is, or why it is as it is. */
export function stateNodes(run: RunSummary): readonly Node[] {
  const { text, icon: name } = stateWords(run);
  const { progress, problem } = run;
  return [
    element('span', { class: `state ${run.state}` }, icon(name), text),
    ...(progress ? [progressOf(run.state === 'running', progress)] : []),
    ...(problem === undefined ? [] : [reasonOf(problem)]),
  ];
}

function progressOf(
  running: boolean,
  { share, secondsLeft, epoch, epochs }: NonNullable<RunSummary['progress']>,
): Node {
  const done = t('{0} %', Math.floor(100 * share));
  const bar = element('progress', { value: share, max: 1, 'aria-label': t('Progress') });
  const left = running ? t('{0} left', durationText(secondsLeft)) : t('epoch {0} of {1}', epoch, epochs);
  return element('span', { class: 'progress' }, bar, element('small', {}, `${done} · ${left}`));
}

/** Two lines of a reason, and all of it when it is opened. */
function reasonOf(problem: string): Node {
  return element('details', { class: 'reason' }, element('summary', {}, element('span', {}, problem)));
}

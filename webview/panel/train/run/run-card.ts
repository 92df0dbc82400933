import type { RunLogEntry, RunSummary } from '../../../../src/runs/run.ts';
import { element } from '../../../element.ts';
import { t } from '../../../texts.ts';
import { planFacts } from '../../runs/facts.ts';
import { baseName, generalNames, methodWords, targetNames } from '../../runs/run-words.ts';
import { bytesText, dateText, durationText } from '../../words.ts';
import { finalTable } from './score-table.ts';

/** What a run gave: its scores, what it learnt from and how. */
export function runCard(run: RunSummary, log: readonly RunLogEntry[]): HTMLElement {
  const general = generalNames(run);
  const facts: readonly (readonly [string, string])[] = [
    [t('Corpora'), targetNames(run)],
    ...(general === '' ? [] : [[t('General corpora'), general] as const]),
    [t('Method'), methodWords(run.method)],
    [t('Base model'), baseName(run)],
    ...planFacts(log),
    [t('Seed'), String(run.seed)],
    ...(run.device === undefined ? [] : [[t('Device'), run.device] as const]),
    [t('Duration'), durationText(run.seconds)],
    [t('Started'), dateText(run.started)],
    ...(run.finished === undefined ? [] : [[t('Ended'), dateText(run.finished)] as const]),
    [t('GERBERA version'), run.gerbera],
    [t('Saved in'), t('{0} ({1})', run.output, bytesText(run.bytes))],
  ];
  return element(
    'section',
    { class: 'card', 'aria-label': t('The model') },
    finalTable(run),
    element('dl', {}, ...facts.flatMap(([term, value]) => [element('dt', {}, term), element('dd', {}, value)])),
  );
}

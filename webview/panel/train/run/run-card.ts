import type { RunLogEntry, RunSummary } from '../../../../src/runs/run.ts';
import { element } from '../../../element.ts';
import { t } from '../../../texts.ts';
import { baseName, generalNames, methodWords, targetNames } from '../../runs/run-words.ts';
import { bytesText, dateText, durationText, numberText } from '../../words.ts';
import { deviceName, stageName } from '../names.ts';
import { finalTable } from './score-table.ts';

/** What a run gave: its scores, what it learnt from and how. */
export function runCard(run: RunSummary, log: readonly RunLogEntry[]): HTMLElement {
  const general = generalNames(run);
  const facts: readonly (readonly [string, string])[] = [
    [t('Corpora'), targetNames(run)],
    ...(general === '' ? [] : [[t('General corpora'), general] as const]),
    [t('Method'), methodWords(run.method)],
    [t('Base model'), baseName(run)],
    ...stageFacts(log),
    [t('Seed'), String(run.seed)],
    ...(run.device === undefined ? [] : [[t('Device'), deviceName(run.device)] as const]),
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

/** What each stage was to do, and how far it went. */
function stageFacts(log: readonly RunLogEntry[]): readonly (readonly [string, string])[] {
  const plan = log.findLast((entry) => entry.kind === 'plan');
  return (plan?.stages ?? []).map(({ name, examples, epochs }, place) => {
    const updates = log.filter((entry) => entry.kind === 'step' && entry.stage === name);
    const last = updates.at(-1);
    const rates = updates.map((entry) => (entry.kind === 'step' ? entry.learningRate : 0));
    const greatest = rates.reduce((most, rate) => Math.max(most, rate), 0);
    const facts = [
      t('{0} examples', numberText(examples)),
      last?.kind === 'step'
        ? t('{0} of at most {1} epochs', numberText(last.epoch), numberText(epochs))
        : t('at most {0} epochs', numberText(epochs)),
      ...(greatest > 0 ? [t('learning rate up to {0}', greatest.toExponential(1))] : []),
    ];
    return [t('Stage {0}: {1}', place + 1, stageName(name)), facts.join('; ')] as const;
  });
}

import { deviceName } from '../../../../src/protocol/device-name.ts';
import type { RunLogEntry, RunStage, RunSummary } from '../../../../src/runs/run.ts';
import { element } from '../../../element.ts';
import { t } from '../../../texts.ts';
import { baseName, generalNames, methodWords, targetNames } from '../../run-words.ts';
import { bytesText, dateText, durationText, epochsText, examplesText, numberText } from '../../words.ts';
import { scheduleName, stageName } from '../names.ts';
import { finalTable } from './score-table.ts';

/** What a run gave: its scores, what it learnt from and how. */
export function runCard(run: RunSummary, log: readonly RunLogEntry[]): HTMLElement {
  const general = generalNames(run);
  const facts: readonly (readonly [string, string])[] = [
    [t('Corpora'), targetNames(run)],
    ...(general === '' ? [] : [[t('General corpora'), general] as const]),
    [t('Method'), methodWords(run.method)],
    [t('Base model'), baseName(run)],
    ...stageFacts(run, log),
    [t('Seed'), String(run.seed)],
    ...(run.device === undefined ? [] : [[t('Device'), deviceName(run.device)] as const]),
    [t('Duration'), durationText(run.seconds)],
    [t('Started'), dateText(run.started)],
    ...(run.finished === undefined ? [] : [[t('Ended'), dateText(run.finished)] as const]),
    [
      t('GERBERA version'),
      run.commit === undefined ? run.gerbera : t('{0}, commit {1}', run.gerbera, run.commit.slice(0, 10)),
    ],
    [t('Saved in'), t('{0} ({1})', run.output, bytesText(run.bytes))],
  ];
  return element(
    'section',
    { class: 'card', 'aria-label': t('The model') },
    finalTable(run),
    element('dl', {}, ...facts.flatMap(([term, value]) => [element('dt', {}, term), element('dd', {}, value)])),
  );
}

/** What each stage learnt from and for how long, with its hyper-parameters. */
function stageFacts({ stages }: RunSummary, log: readonly RunLogEntry[]): readonly (readonly [string, string])[] {
  const plan = log.findLast((entry) => entry.kind === 'plan');
  return (stages ?? []).map((stage, place) => {
    const planned = plan?.stages.find(({ name }) => name === stage.name);
    const last = log.findLast((entry) => entry.kind === 'step' && entry.stage === stage.name);
    const epochs =
      last?.kind === 'step'
        ? t('{0} of at most {1}', numberText(last.epoch), epochsText(stage.epochs))
        : t('at most {0}', epochsText(stage.epochs));
    const facts = [...(planned ? [examplesText(planned.examples)] : []), ...[epochs, ...settingsOf(stage)]];
    return [t('Stage {0}: {1}', place + 1, stageName(stage.name)), facts.join('; ')] as const;
  });
}

function settingsOf(stage: RunStage): readonly string[] {
  const { batch, batchTokens, accumulate, warmup, dropout, patience } = stage;
  const exact = (value: number) => numberText(value, 6);
  return [
    t('learning rate {0}, {1}', stage.learningRate.toExponential(), scheduleName(stage.schedule)),
    warmup < 1
      ? t('warm-up {0} % of the updates', numberText(100 * warmup, 2))
      : t('warm-up {0} updates', exact(warmup)),
    batch > 0 ? t('batches of {0} sentences', exact(batch)) : t('batches of {0} tokens', exact(batchTokens)),
    ...(accumulate > 1 ? [t('{0} batches to an update', exact(accumulate))] : []),
    t('weight decay {0}', exact(stage.weightDecay)),
    dropout === undefined ? t("the base model's dropout") : t('dropout {0}', exact(dropout)),
    ...(stage.layerDecay === 1 ? [] : [t('layer decay {0}', exact(stage.layerDecay))]),
    ...(stage.labelSmoothing === 0 ? [] : [t('label smoothing {0}', exact(stage.labelSmoothing))]),
    ...(stage.alpha === 1 ? [] : [t('sampling alpha {0}', exact(stage.alpha))]),
    patience === 0 ? t('no early end') : t('patience {0}', exact(patience)),
  ];
}

import { deviceName } from '../../../src/protocol/device-name.ts';
import type { RunLogEntry, RunSummary } from '../../../src/runs/run.ts';
import { t } from '../../texts.ts';
import { baseName, bestText, generalNames, methodWords, stateWords, targetNames } from '../run-words.ts';
import { stageName } from '../train/names.ts';
import {
  bytesText,
  dateText,
  durationText,
  epochsText,
  examplesText,
  numberText,
  percentText,
  updatesText,
} from '../words.ts';

/** What is known of a run, in the order in which it is told: names for people, and what they have. */
export function runFacts(run: RunSummary, log: readonly RunLogEntry[]): ReadonlyMap<string, string> {
  const { best } = run;
  return new Map([
    [t('State'), stateWords(run).text],
    [t('Method'), methodWords(run.method)],
    [t('Base model'), baseName(run)],
    [t('Corpora'), targetNames(run)],
    [t('General corpora'), generalNames(run)],
    [t('Seed'), String(run.seed)],
    ...planFacts(run, log),
    [t('Device'), run.device === undefined ? '' : deviceName(run.device)],
    [t('GERBERA version'), run.gerbera],
    [t('Started'), dateText(run.started)],
    [t('Duration'), durationText(run.seconds)],
    [t('On disk'), bytesText(run.bytes)],
    [t('Best on devel'), bestText(run)],
    [
      t('Best at'),
      best ? t('{0}, epoch {1}, update {2}', stageName(best.stage), best.epoch, numberText(best.step)) : '',
    ],
    ...scoreFacts(run.devel, (corpus) => t('F1 on devel, {0}', corpus)),
    ...scoreFacts(run.test, (corpus) => t('F1 on test, {0}', corpus)),
  ]);
}

/** The stages as they were planned, and the learning rate of each. */
function planFacts({ stages }: RunSummary, log: readonly RunLogEntry[]): readonly [string, string][] {
  const plan = log.findLast((entry) => entry.kind === 'plan');
  return (plan?.stages ?? []).flatMap(({ name, examples, epochs, steps }): [string, string][] => {
    const rate = stages?.find((stage) => stage.name === name)?.learningRate;
    return [
      [
        t('Stage: {0}', stageName(name)),
        [examplesText(examples), epochsText(epochs), t('at most {0}', updatesText(steps))].join(', '),
      ],
      [t('Learning rate: {0}', stageName(name)), rate === undefined ? '' : rate.toExponential()],
    ];
  });
}

/** The score of each corpus, and of each type where it has several. */
function scoreFacts(scores: RunSummary['devel'], title: (corpus: string) => string): readonly [string, string][] {
  return scores.flatMap(({ corpus, micro, types }): [string, string][] => {
    const each = Object.entries(types);
    return [
      [title(corpus), percentText(micro.f1)],
      ...(each.length < 2
        ? []
        : each.map(([type, { f1 }]): [string, string] => [`${title(corpus)}: ${type}`, percentText(f1)])),
    ];
  });
}

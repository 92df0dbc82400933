import type { RunState, RunSummary } from '../../src/runs/run.ts';
import type { IconName } from '../icon.ts';
import { t } from '../texts.ts';
import { nameOf, numberText, percentText } from './words.ts';

/** How a state is told, and the icon that stands beside it. */
export function stateWords({ state, stopping }: RunSummary): { readonly text: string; readonly icon: IconName } {
  if (state === 'running' && stopping === 'pause') return { text: t('Pausing …'), icon: 'paused' };
  if (state === 'running' && stopping === 'finish') return { text: t('Ending with the best …'), icon: 'best' };
  const words: Record<RunState, { readonly text: string; readonly icon: IconName }> = {
    running: { text: t('Running'), icon: 'running' },
    stopped: { text: t('Paused'), icon: 'paused' },
    interrupted: { text: t('Interrupted'), icon: 'interrupted' },
    failed: { text: t('Failed'), icon: 'failed' },
    done: { text: t('Done'), icon: 'done' },
    missing: { text: t('Missing'), icon: 'missing' },
  };
  return words[state];
}

/** What a method is called; one that is not known, as it is. */
export function methodWords(method: string): string {
  const names: Readonly<Record<string, string>> = {
    single: t('Single task'),
    transfer: t('Transfer, two stages'),
    joint: t('Multi-task'),
    gerbera: t('GERBERA, two stages'),
    'transfer-joint': t('Transfer, then multi-task'),
    best: t('Best candidates, two stages'),
    multi: t('All corpora, multi-head'),
    pretrain: t('Pretraining'),
  };
  return names[method] ?? method;
}

/** The corpora that a run is for, by their names. */
export function targetNames({ corpora }: RunSummary): string {
  return corpora
    .filter(({ target }) => target)
    .map(({ name }) => name)
    .join(', ');
}

/** The corpora that only help. */
export function generalNames({ corpora }: RunSummary): string {
  return corpora
    .filter(({ target }) => !target)
    .map(({ name }) => name)
    .join(', ');
}

/** What a run starts from, as people call it. */
export function baseName({ base }: RunSummary): string {
  return nameOf(base);
}

/** Whether it learns to guess words, whose score is a loss, not to find entities. */
export function isPretraining({ method }: RunSummary): boolean {
  return method === 'pretrain';
}

/** The best F1 on devel, or the least loss of held-out text. */
export function bestText(run: RunSummary): string {
  if (!run.best) return '–';
  return isPretraining(run) ? t('loss {0}', numberText(-run.best.score, 3)) : percentText(run.best.score);
}

/** Mean F1 of the test parts in [0, 1]; undefined where nothing was tested. */
export function testScore({ test }: RunSummary): number | undefined {
  return test.length === 0 ? undefined : test.reduce((sum, { micro }) => sum + micro.f1, 0) / test.length;
}

import { type QuickPickItem, window } from 'vscode';
import { unlinked } from '../../core/unlinked.ts';
import type { TrainingStop } from '../../protocol/training.ts';
import type { RunSummary } from '../../runs/run.ts';
import { byteWords } from '../bytes.ts';
import { tell } from '../tell.ts';
import { t } from '../texts.ts';
import { ask } from '../wizard.ts';
import { runLine } from './run-words.ts';
import type { Runs } from './runs.ts';

interface RunItem extends QuickPickItem {
  readonly run: RunSummary;
}

interface StopItem extends QuickPickItem {
  readonly how?: TrainingStop['how'];
}

interface ResumeItem extends QuickPickItem {
  readonly finish: boolean;
}

/** Asks which run to stop, if there are several, and how, and asks it to. */
export async function stopTraining(runs: Runs, argument: unknown): Promise<void> {
  const running = (runs.list ?? []).filter(({ state }) => state === 'running');
  if (running.length === 0) {
    void tell(t('nothing is trained now.'));
    return;
  }
  const title = t('Stop Training');
  const run = await pickRun(running, argument, title);
  if (!run) return;
  const picked = await ask<StopItem>({
    ...{ title: `${title}: ${run.name}`, step: 1, steps: 1, canGoBack: false, items: stopItems(run) },
    placeholder: t('How it is to end'),
  });
  if (picked && picked !== 'back' && picked.how) await runs.stop(run.id, picked.how);
}

function stopItems({ best, stopping }: RunSummary): readonly StopItem[] {
  const pause: StopItem = {
    label: `$(debug-pause) ${t('Stop so that it can go on')}`,
    detail: t('A checkpoint is written, and it can be resumed from there'),
    how: 'pause',
  };
  const finish: StopItem = {
    label: `$(check) ${t('End now and keep the best')}`,
    detail: t('The best weights so far become its model'),
    how: 'finish',
  };
  const kill: StopItem = {
    label: `$(close) ${t('End its process at once')}`,
    detail: t('It was asked to stop and has not done so yet; what it learnt since its last checkpoint is lost'),
    how: 'kill',
  };
  const cancel: StopItem = { label: `$(arrow-right) ${t('Let it go on')}` };
  return [...(stopping ? [kill] : []), pause, ...(best ? [finish] : []), cancel];
}

/** Asks which run to go on with, if there are several, and whether to its end, and goes on with it. */
export async function resumeTraining(runs: Runs, argument: unknown): Promise<RunSummary | undefined> {
  const states: readonly string[] = ['stopped', 'interrupted', 'failed'];
  const ended = (runs.list ?? []).filter(({ state }) => states.includes(state));
  const title = t('Resume Training');
  if (ended.length === 0) {
    void tell(t('there is no run that could go on.'));
    return undefined;
  }
  const run = await pickRun(ended, argument, title);
  if (!run) return undefined;
  const finish = run.best && typeof argument !== 'string' ? await askFinish(run, title) : false;
  return finish === undefined ? undefined : runs.resume(run.id, finish);
}

async function askFinish({ name }: RunSummary, title: string): Promise<boolean | undefined> {
  const items: readonly ResumeItem[] = [
    {
      label: `$(play) ${t('Go on training')}`,
      detail: t('From its last checkpoint to its end'),
      finish: false,
    },
    {
      label: `$(check) ${t('Make the best its model')}`,
      detail: t('Nothing more is trained; the best weights so far become its model'),
      finish: true,
    },
  ];
  const picked = await ask<ResumeItem>({
    ...{ title: `${title}: ${name}`, step: 1, steps: 1, canGoBack: false, items, placeholder: t('What is to be done') },
  });
  return picked === 'back' ? undefined : picked?.finish;
}

/**
 * Removes runs, or their checkpoints, if a person means it.
 * @returns whether they were removed.
 */
export async function removeRuns(runs: Runs, ids: readonly string[], what: 'checkpoints' | 'all'): Promise<boolean> {
  const found = ids.flatMap((id) => runs.find(id) ?? []);
  if (found.length === 0) return false;
  const all = what === 'all';
  const bytes = found.reduce((sum, run) => sum + (all ? run.bytes : run.checkpointBytes), 0);
  const names = found.map(({ name }) => name).join(', ');
  const yes = all ? t('Remove') : t('Remove Checkpoints');
  const answer = await window.showWarningMessage(
    unlinked(all ? t('Remove {0}?', names) : t('Remove the checkpoints of {0}?', names)),
    {
      modal: true,
      detail: all
        ? t('Their folders go for good, with the models in them ({0}): {1}', byteWords(bytes), outputsOf(found))
        : t('{0} become free. Runs that are not done cannot be resumed then; models stay.', byteWords(bytes)),
    },
    yes,
  );
  if (answer !== yes) return false;
  await runs.remove({ runs: found.map(({ id }) => id), what });
  return true;
}

function outputsOf(runs: readonly RunSummary[]): string {
  return runs.map(({ output }) => output).join(', ');
}

async function pickRun(runs: readonly RunSummary[], argument: unknown, title: string): Promise<RunSummary | undefined> {
  const given = typeof argument === 'string' ? runs.find(({ id }) => id === argument) : undefined;
  if (given || runs.length === 1) return given ?? runs[0];
  const items: readonly RunItem[] = runs.map((run) => ({ ...runLine(run), run }));
  const picked = await window.showQuickPick(items, { title, matchOnDescription: true, ignoreFocusOut: true });
  return picked?.run;
}

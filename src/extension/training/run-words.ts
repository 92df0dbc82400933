import { percent } from '../../evaluate/report/format.ts';
import { deviceName } from '../../protocol/device-name.ts';
import type { RunState, RunSummary, TrainingEstimate } from '../../runs/run.ts';
import { byteWords } from '../bytes.ts';
import { t } from '../texts.ts';

/** A time to wait or a time that has passed, in words that are no more exact than it is: `40 s`, `12 min`, `3 h 20 min`. */
export function spanWords(seconds: number): string {
  if (seconds < 60) return t('{0} s', Math.max(1, Math.round(seconds)));
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return t('{0} min', minutes);
  const hours = Math.floor(minutes / 60);
  if (hours >= 48) return t('{0} days {1} h', Math.floor(hours / 24), hours % 24);
  return minutes % 60 === 0 ? t('{0} h', hours) : t('{0} h {1} min', hours, minutes % 60);
}

/** `F1 81.2`; of pretraining `loss 2.31`. A score of pretraining is minus its loss. */
export function scoreWords(score: number): string {
  return score < 0 ? t('loss {0}', (-score).toFixed(2)) : t('F1 {0}', percent(score));
}

/** The score of a run's model: on test if it was scored there, else the best on devel. */
export function resultWords({ test, devel, best }: Pick<RunSummary, 'test' | 'devel' | 'best'>): string | undefined {
  const scored = test.length > 0 ? test : devel;
  if (scored.length > 0) {
    const mean = scored.reduce((sum, { micro }) => sum + micro.f1 / scored.length, 0);
    return test.length > 0 ? t('F1 {0} on test', percent(mean)) : t('F1 {0} on devel', percent(mean));
  }
  return best && scoreWords(best.score);
}

export function stateWords(state: RunState): string {
  const words: Record<RunState, string> = {
    running: t('running'),
    stopped: t('stopped'),
    interrupted: t('interrupted'),
    failed: t('failed'),
    done: t('done'),
    missing: t('its folder is gone'),
  };
  return words[state];
}

/** A run in a list. */
export function runLine(run: RunSummary): { label: string; description: string; detail: string } {
  const { name, state, progress, problem, output } = run;
  const icons: Record<RunState, string> = {
    running: '$(loading~spin)',
    stopped: '$(debug-pause)',
    interrupted: '$(debug-disconnect)',
    failed: '$(error)',
    done: '$(check)',
    missing: '$(circle-slash)',
  };
  const result = resultWords(run);
  const share = progress && state !== 'done' ? [`${Math.floor(100 * progress.share)} %`] : [];
  return {
    label: `${icons[state]} ${name}`,
    description: [stateWords(state), ...share, ...(result === undefined ? [] : [result])].join(' · '),
    detail: problem ?? output,
  };
}

/** What the status bar tells of the runs under way; undefined if there is none. */
export function runningWords(
  runs: readonly RunSummary[],
): { readonly text: string; readonly label: string; readonly lines: readonly string[] } | undefined {
  const running = runs.filter(({ state }) => state === 'running');
  const [first] = running;
  if (!first) return undefined;
  const lines = running.map((run) => `${run.name}: ${factsOf(run).join(', ')}`);
  const several = running.length > 1;
  const text = several ? t('{0} runs of training', running.length) : [first.name, ...factsOf(first)].join(' · ');
  return {
    text: `$(mortar-board) ${text}`,
    label: several
      ? t('GERBERA: {0} runs of training are under way', running.length)
      : t('GERBERA: training {0}', lines[0] ?? first.name),
    lines,
  };
}

/** `43 %`, `F1 81.2`, `12 min left`, as far as it is known. */
function factsOf({ progress, best, stopping }: RunSummary): readonly string[] {
  const scored = best ? [scoreWords(best.score)] : [];
  if (stopping) return [...scored, t('stopping')];
  if (!progress) return [t('preparing')];
  return [
    `${Math.floor(100 * progress.share)} %`,
    ...scored,
    ...(progress.secondsLeft > 0 ? [t('{0} left', spanWords(progress.secondsLeft))] : []),
  ];
}

/** What is told of an estimate before the start: time, memory and where it runs. */
export function estimateWords({ seconds, device, stages }: TrainingEstimate): readonly string[] {
  const memories = stages.flatMap(({ memory }) => memory ?? []);
  const most = memories.reduce((most, each) => (each.estimated > most.estimated ? each : most), {
    estimated: 0,
    available: 0,
    cut: false,
  });
  const steps = stages.reduce((sum, stage) => sum + stage.steps, 0);
  return [
    t('at most {0} on {1}', spanWords(seconds), deviceName(device)),
    ...[steps === 1 ? t('1 update') : t('{0} updates', steps.toLocaleString('en'))],
    ...(stages.length === 1 ? [] : [t('{0} stages', stages.length)]),
    ...(memories.length === 0 ? [] : [t('{0} of {1} of memory', byteWords(most.estimated), byteWords(most.available))]),
    ...(memories.some(({ cut }) => cut) ? [t('batches are cut to fit into the memory, which takes longer')] : []),
  ];
}

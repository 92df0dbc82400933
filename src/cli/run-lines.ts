import { count, duration, plain } from '../evaluate/report/format.ts';
import type { RunCorpus, RunSummary } from '../runs/run.ts';
import type { CorpusScores, EvaluationEvent } from '../train/events.ts';
import { bytesText } from './sizes.ts';
import { shownScore } from './training-progress.ts';

/** A run in a list. */
export function runLines(run: RunSummary): readonly string[] {
  const { name, output, started, bytes, problem } = run;
  const what = [stateText(run), methodText(run), bestText(run)].filter((part) => part !== '').join('; ');
  return [
    plain(`${name}: ${what}`),
    ...indented(
      ...(problem === undefined ? [] : [problem]),
      `${output}${started === '' ? '' : `, started ${timeText(started)}`}, ${bytesText(bytes)}`,
    ),
  ];
}

/** All that is known of a run, with its scores on devel as it learnt. */
export function shownRun(run: RunSummary, evaluations: readonly EvaluationEvent[]): readonly string[] {
  const { base, corpora, seed, gerbera, device, started, finished, seconds, bytes, checkpointBytes, problem } = run;
  const times = [
    ...(started === '' ? [] : [`started ${timeText(started)}`]),
    ...(finished === undefined ? [] : [`ended ${timeText(finished)}`]),
    `${duration(seconds)} of updates`,
  ];
  const facts = [
    ...(problem === undefined ? [] : [problem]),
    `folder: ${run.output}, ${bytesText(bytes)} (checkpoints ${bytesText(checkpointBytes)})`,
    times.join(', '),
    `method: ${run.method}, seed ${seed}, gerbera ${gerbera}${device === undefined ? '' : `, on ${device}`}`,
    `base: ${base}`,
    ...corpora.map(({ name, folder, target }) => `corpus ${name}${target ? '' : ' (not the target)'}: ${folder}`),
    ...(run.best ? [`${bestText(run)}: ${run.best.stage} epoch ${run.best.epoch}, step ${run.best.step}`] : []),
  ];
  const tables = [curve(evaluations), scoreTable('devel', run.devel), scoreTable('test', run.test)];
  return [plain(`${run.name}: ${stateText(run)}`), ...indented(...facts), ...tables.flat()];
}

function indented(...texts: readonly string[]): readonly string[] {
  return texts.map((text) => `  ${plain(text)}`);
}

function stateText({ state, progress, stopping }: RunSummary): string {
  if (state === 'missing') return 'its folder has gone';
  const asked = stopping === undefined ? '' : ', is stopping';
  if (!progress) return `${state}${asked}`;
  const { stage, stageNumber, stages, epoch, epochs, share, secondsLeft } = progress;
  const left = state === 'running' ? `, ${duration(secondsLeft)} left` : '';
  const place = `stage ${stage} (${stageNumber} of ${stages}), epoch ${epoch} of ${epochs}`;
  return `${state}${asked}, ${place}, ${Math.floor(100 * share)} %${left}`;
}

function methodText({ method, corpora }: RunSummary): string {
  const targets = corpora.filter(({ target }: RunCorpus) => target).map(({ name }) => name);
  return targets.length > 0 ? `${method} on ${targets.join(', ')}` : method;
}

function bestText({ best }: RunSummary): string {
  if (!best) return '';
  return `best ${best.score < 0 ? 'loss' : 'F1'} ${shownScore(best.score)}`;
}

function timeText(iso: string): string {
  return `${iso.slice(0, 16).replace('T', ' ')} UTC`;
}

/** F1 on devel, or the loss on held-out text, after each epoch or so many updates. */
function curve(evaluations: readonly EvaluationEvent[]): readonly string[] {
  const corpora = [...new Set(evaluations.flatMap((each) => each.corpora.map(({ corpus }) => corpus)))];
  if (evaluations.length === 0) return [];
  const head = ['stage', 'epoch', 'step', ...(corpora.length > 0 ? corpora.map((name) => `F1 ${name}`) : ['loss'])];
  const rows = evaluations.map(({ stage, epoch, step, corpora: scores, score, best }) => {
    const values = corpora.map((name) => scores.find(({ corpus }) => corpus === name)?.micro.f1);
    const cells =
      corpora.length > 0 ? values.map((f1) => (f1 === undefined ? '' : shownScore(f1))) : [shownScore(score)];
    return [stage, String(epoch), String(step), ...cells, ...(best ? ['best'] : [])];
  });
  return ['', ...table([head, ...rows])];
}

/** Precision, recall and F1 of each type. */
function scoreTable(part: string, scores: readonly CorpusScores[]): readonly string[] {
  if (scores.length === 0) return [];
  const rows = scores.flatMap(({ corpus, micro, types }) =>
    [['all', micro] as const, ...Object.entries(types)].map(([type, { precision, recall, f1, support }]) => {
      return [corpus, type, ...[precision, recall, f1].map(shownScore), count(support)];
    }),
  );
  return ['', ...table([[part, 'type', 'precision', 'recall', 'F1', 'mentions'], ...rows])];
}

/** Lines of columns, each as wide as its widest cell; numbers stand at the right. */
function table(given: readonly (readonly string[])[]): readonly string[] {
  const rows = given.map((row) => row.map(plain));
  const columns = Math.max(...rows.map(({ length }) => length));
  const widths = Array.from({ length: columns }, (_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  const isNumber = widths.map((_, at) => rows.slice(1).every((row) => /^[\d.,]*$/.test(row[at] ?? '')));
  return rows.map((row) => {
    const cells = row.map((cell, at) => (isNumber[at] ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0)));
    return `  ${cells.join('  ')}`.trimEnd();
  });
}

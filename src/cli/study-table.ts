import { duration } from '../evaluate/report/format.ts';
import type { ProgressRow, RunPhase, StudyProgress } from '../study/progress.ts';
import type { StudySpec } from '../study/study.ts';

/** What is told of runs beside those that are done. */
const told: readonly RunPhase[] = ['running', 'queued', 'interrupted', 'failed'];

/** How far a study is: a line for each target, a column for each method. */
export function studyTable({ targets, methods }: StudySpec, progress: StudyProgress): readonly string[] {
  const rows = progress.rows();
  const of = (target: string, method: string) =>
    rows.find((row) => row.target === target && row.method === method)?.phases ?? {};
  const shared = rows.find(({ target }) => target === null);
  const cells = [
    ['', ...methods.map(({ name }) => name)],
    ...targets.map(({ name }) => [name, ...methods.map((method) => countText(of(name, method.name)))]),
    ...(shared ? [['(shared stages)', countText(shared.phases)]] : []),
  ];
  const widths = ['', ...methods].map((_, column) => Math.max(...cells.map((row) => (row[column] ?? '').length)));
  const lines = cells.map((row) =>
    row
      .map((text, column) => text.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return [...lines, summaryText(progress)];
}

/** `63 of 279 runs done, 2 running, 1 failed; about 8 h 12 min left` */
export function summaryText(progress: StudyProgress): string {
  const totals = progress.totals();
  const all = sum(totals);
  const others = told.flatMap((phase) => (totals[phase] ? [`, ${totals[phase]} ${phase}`] : []));
  const seconds = progress.secondsLeft();
  const left = seconds === undefined || seconds === 0 ? '' : `; about ${duration(seconds)} left`;
  return `${totals.done ?? 0} of ${all} runs done${others.join('')}${left}`;
}

/** `12/30, 2 running, 1 failed`; a dash where there is no cell. */
function countText(phases: ProgressRow['phases']): string {
  const all = sum(phases);
  if (all === 0) return '-';
  const others = told.flatMap((phase) => (phases[phase] ? [`, ${phases[phase]} ${phase}`] : []));
  return `${phases.done ?? 0}/${all}${others.join('')}`;
}

function sum(phases: ProgressRow['phases']): number {
  return Object.values(phases).reduce((total, count) => total + count, 0);
}

import path from 'node:path';
import { plain } from '../evaluate/report/format.ts';
import { transferFolder } from '../library/folders.ts';
import type { StudyPlan } from '../study/cells/plan.ts';
import { measureStudy } from '../study/measures.ts';
import { buildReport } from '../study/report/build-report.ts';
import { findings } from '../study/report/content/findings.ts';
import { type StudyReportFormat, studyReportFiles, writeStudyReport } from '../study/report/write-study-report.ts';
import type { CellResult } from '../study/study.ts';
import type { Arguments } from './arguments.ts';
import { StatusLine } from './status-line.ts';
import { type Terminal, tell, write } from './terminal.ts';

/** Where reports go unless it is said, in the work folder. */
const usualFolder = 'report';

const formats = Object.keys(studyReportFiles) as readonly StudyReportFormat[];

/** Options of `gerbera study report` besides those that say which study. */
export const reportOptions = {
  out: { kind: 'value', placeholder: 'DIR', help: `the folder of the report; "${usualFolder}" in the work folder` },
  format: { kind: 'value', placeholder: 'F', help: `only ${formats.join(', ')}; all of them if not given` },
  measures: { kind: 'flag', help: 'compare measures of the corpora with the gains; takes minutes, and is cached' },
} as const;

/** Writes what the results of a study say, and prints what was found. */
export async function reportStudy(
  { plan, work, results }: { readonly plan: StudyPlan; readonly work: string; readonly results: readonly CellResult[] },
  given: Arguments,
  terminal: Terminal,
): Promise<number> {
  const format = given.choice('format', formats);
  const folder = path.resolve(given.value('out') ?? path.join(work, usualFolder));
  const cells = plan.runs.flatMap(({ key, cells: names }) => names.map((name) => ({ ...name, key })));
  const without = buildReport(plan.spec, cells, results);
  const report = given.flag('measures')
    ? buildReport(plan.spec, cells, results, await measured(plan, without, terminal))
    : without;
  const files = writeStudyReport(folder, report, format ? [format] : formats);
  await write(
    terminal.stdout,
    findings(report)
      .map((line) => `${plain(line)}\n`)
      .join(''),
  );
  const shown = files.find((file) => path.basename(file) === studyReportFiles[format ?? 'html']);
  tell(terminal.stderr, `gerbera: report: ${shown ?? folder}\n`);
  return 0;
}

async function measured({ spec }: StudyPlan, report: ReturnType<typeof buildReport>, terminal: Terminal) {
  const status = new StatusLine(terminal);
  try {
    return await measureStudy(spec, report, {
      cache: transferFolder(),
      ...(spec.run.threads === undefined ? {} : { threads: spec.run.threads }),
      signal: terminal.signal,
      onProgress: (share, message) => status.progress(share, `${Math.round(100 * share)} %, ${plain(message)}`),
    });
  } finally {
    status.clear();
  }
}

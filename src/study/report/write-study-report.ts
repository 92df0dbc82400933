import { writeTexts } from '../../files/write-texts.ts';
import { sectionsOf } from './content/sections.ts';
import { plotFile } from './plots/plot.ts';
import { renderHtml } from './render-html.ts';
import { renderMarkdown } from './render-markdown.ts';
import type { StudyReport } from './report.ts';

/** The forms of a report, with their files. */
export const studyReportFiles = { html: 'report.html', md: 'report.md', json: 'report.json' } as const;
export type StudyReportFormat = keyof typeof studyReportFiles;

/** The plots of a report as SVG images, by the names of their files. */
export function renderPlots(report: StudyReport): (readonly [name: string, svg: string])[] {
  return sectionsOf(report).flatMap(({ blocks }) =>
    blocks.flatMap((block) =>
      block.kind === 'plot' ? [[`${block.plot.name}.svg`, plotFile(block.plot)] as const] : [],
    ),
  );
}

/**
 * Writes a report into a folder, which is made if need be: each file is either whole or what it was before.
 * @param formats all if not given; the plots' files come with Markdown, which shows them.
 * @returns the files that were written.
 * @throws UserError naming the file, or the system's error naming the folder, and what is refused.
 */
export function writeStudyReport(
  folder: string,
  report: StudyReport,
  formats: readonly StudyReportFormat[] = ['html', 'md', 'json'],
): readonly string[] {
  const render: Readonly<Record<StudyReportFormat, () => (readonly [string, string])[]>> = {
    html: () => [[studyReportFiles.html, renderHtml(report)]],
    md: () => [...renderPlots(report), [studyReportFiles.md, renderMarkdown(report)]],
    json: () => [[studyReportFiles.json, `${JSON.stringify(report)}\n`]],
  };
  return writeTexts(
    folder,
    formats.flatMap((format) => render[format]()),
  );
}

import { writeTexts } from '../../files/write-texts.ts';
import { renderHtml } from './render-html.ts';
import { renderMarkdown } from './render-markdown.ts';
import type { EvaluationReport } from './report.ts';

/** The files of a report, in its folder. */
export const reportFiles = { json: 'report.json', markdown: 'report.md', html: 'report.html' } as const;

/**
 * Writes a report into a folder, which is made if need be: each file is either whole or what it was before.
 * @returns the files that were written.
 * @throws UserError naming the file, or the system's error naming the folder, and what is refused.
 */
export function writeReport(folder: string, report: EvaluationReport): readonly string[] {
  // All are rendered before the first is written.
  const texts = [
    [reportFiles.html, renderHtml(report)],
    [reportFiles.markdown, renderMarkdown(report)],
    [reportFiles.json, `${JSON.stringify(report)}\n`],
  ] as const;
  return writeTexts(folder, texts);
}

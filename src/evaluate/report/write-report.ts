import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { writeTextDurably } from '../../files/durable.ts';
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
  makeFolder(path.resolve(folder));
  return texts.map(([name, text]) => {
    const file = path.join(folder, name);
    writeTextDurably(file, text);
    return file;
  });
}

/** As `mkdir -p`; Node's own way to do so never ends where the system says that a folder in a folder cannot be (/proc). */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(path.dirname(folder));
  mkdirSync(folder);
}

import { plain } from './format.ts';
import { aboutSections } from './html/about.ts';
import { breakdownSection } from './html/breakdown.ts';
import { calibrationSection } from './html/calibration.ts';
import { confusionSection } from './html/confusion.ts';
import { errorsSection } from './html/errors.ts';
import { htmlPage } from './html/page.ts';
import { comparisonSection, modesSection, scoresSection } from './html/scores.ts';
import { corpusName, summaryHeader } from './html/summary.ts';
import type { EvaluationReport } from './report.ts';

/**
 * A report as a page that needs nothing else: no script, no font, no picture from elsewhere. Every plot stands in a table
 * with its numbers or beside one.
 */
export function renderHtml(report: EvaluationReport): string {
  const sections = [
    scoresSection(report),
    ...comparisonSection(report),
    confusionSection(report),
    breakdownSection(report),
    errorsSection(report),
    ...calibrationSection(report),
    modesSection(report),
    ...aboutSections(report),
  ];
  const title = `${plain(report.system.name)} on ${plain(corpusName(report))}: GERBERA evaluation`;
  return htmlPage(title, summaryHeader(report), sections);
}

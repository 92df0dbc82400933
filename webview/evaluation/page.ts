import { aboutSections } from '../../src/evaluate/report/html/about.ts';
import { breakdownSection } from '../../src/evaluate/report/html/breakdown.ts';
import { calibrationSection } from '../../src/evaluate/report/html/calibration.ts';
import { confusionSection } from '../../src/evaluate/report/html/confusion.ts';
import { comparisonSection, modesSection, scoresSection } from '../../src/evaluate/report/html/scores.ts';
import { palettes, style } from '../../src/evaluate/report/html/style.ts';
import { summaryHeader } from '../../src/evaluate/report/html/summary.ts';
import type { EvaluationReport } from '../../src/evaluate/report/report.ts';
import { errorsSection } from './error-section.ts';
import { fragmentOf, part } from './fragment.ts';

/** The style of reports, with the colours of the theme's kind rather than of the system's. */
export function adoptStyle(): void {
  const sheet = (text: string) => {
    const made = new CSSStyleSheet();
    made.replaceSync(text);
    return made;
  };
  const { light, dark } = palettes;
  const themes = [
    ['vscode-light', light],
    ['vscode-dark', dark],
    ['vscode-high-contrast', dark],
    ['vscode-high-contrast-light', light],
  ];
  document.adoptedStyleSheets = [
    // Those of the toolkit.
    ...document.adoptedStyleSheets,
    sheet(style),
    sheet(themes.map(([name, colours]) => `.${name} #report { ${colours} }`).join('\n')),
  ];
}

/** Shows a report on the page of `page.html`. */
export function showReport(report: EvaluationReport): void {
  part('summary').replaceChildren(fragmentOf(summaryHeader(report)));
  part('sections').replaceChildren(
    fragmentOf(
      scoresSection(report),
      ...comparisonSection(report),
      errorsSection(report),
      confusionSection(report),
      breakdownSection(report),
      ...calibrationSection(report),
      modesSection(report),
      ...aboutSections(report),
    ),
  );
  part('actions').hidden = false;
  part('waiting').hidden = true;
}

import { aboutSections } from '../../src/evaluate/report/html/about.ts';
import { breakdownSection } from '../../src/evaluate/report/html/breakdown.ts';
import { calibrationSection } from '../../src/evaluate/report/html/calibration.ts';
import { confusionSection } from '../../src/evaluate/report/html/confusion.ts';
import { comparisonSection, modesSection, scoresSection } from '../../src/evaluate/report/html/scores.ts';
import { summaryHeader } from '../../src/evaluate/report/html/summary.ts';
import type { EvaluationReport } from '../../src/evaluate/report/report.ts';
import { type ReportAction, reportActions } from '../../src/protocol/report-page.ts';
import { element } from '../element.ts';
import { t } from '../texts.ts';
import { attachErrors, errorsSection, type LiveErrors } from './error-section.ts';
import type { Filters } from './filters.ts';
import { fragmentOf } from './fragment.ts';
import { reportSheets } from './style.ts';

/** Who hears what is done with a report. */
export interface ReportListener {
  act(action: ReportAction): void;
  filter(filters: Filters): void;
  /** An error was chosen: its place in `report.errors.places`, and those that the filters leave. */
  open(index: number, shown: readonly number[]): void;
}

/** A report on a page, in a shadow tree: its ids and its style are its own, and the page's do not reach it. */
export class ReportView {
  readonly root = element('div', { class: 'report' });
  readonly #tree = this.root.attachShadow({ mode: 'open' });
  readonly #listener: ReportListener;
  readonly #depth: number;
  #errors: LiveErrors | undefined;

  /** @param depth how many levels of headings of the page stand above the report's first. */
  constructor(listener: ReportListener, depth = 0) {
    this.#listener = listener;
    this.#depth = depth;
    this.#tree.adoptedStyleSheets = reportSheets();
  }

  show(report: EvaluationReport, filters: Filters): void {
    this.#tree.replaceChildren(
      fragmentOf(summaryHeader(report)),
      this.#actions(),
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
    this.#lowerHeadings();
    this.#errors = attachErrors(
      this.#tree,
      report,
      filters,
      (set) => this.#listener.filter(set),
      (index, shown) => this.#listener.open(index, shown),
    );
  }

  /** Marks the error that is open in the editor. */
  mark(index: number): void {
    this.#errors?.mark(index);
  }

  #actions(): HTMLElement {
    const titles: Record<ReportAction, string> = {
      browser: t('Open in Browser'),
      reveal: t('Show in File Explorer'),
      save: t('Save As …'),
      again: t('Evaluate Again'),
    };
    const buttons = reportActions.map((action) => {
      const button = element(
        'vscode-button',
        { id: action, appearance: action === 'browser' ? 'primary' : 'secondary' },
        titles[action],
      );
      button.addEventListener('click', () => this.#listener.act(action));
      return button;
    });
    return element('div', { id: 'actions', role: 'group', 'aria-label': t('Report') }, ...buttons);
  }

  #lowerHeadings(): void {
    if (this.#depth === 0) return;
    for (const heading of this.#tree.querySelectorAll('h1, h2, h3')) {
      heading.ariaLevel = String(Number(heading.tagName.slice(1)) + this.#depth);
    }
  }
}

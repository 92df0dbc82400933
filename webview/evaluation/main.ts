import { type ReportRequest, reportActions } from '../../src/protocol/report-page.ts';
import { defineElements } from '../toolkit.ts';
import { attachErrors, type LiveErrors } from './error-section.ts';
import { readFilters } from './filters.ts';
import { part } from './fragment.ts';
import { isReportUpdate } from './messages.ts';
import { adoptStyle, showReport } from './page.ts';

/** What VS Code gives to the pages of webviews. */
declare function acquireVsCodeApi(): {
  postMessage(message: ReportRequest): void;
  getState(): unknown;
  setState(state: unknown): void;
};

const vscode = acquireVsCodeApi();
let state: Record<string, unknown> = { ...Object(vscode.getState()) };
let errors: LiveErrors | undefined;

/** What is kept over a reload. */
const keep = (change: Record<string, unknown>) => {
  state = { ...state, ...change };
  vscode.setState(state);
};

defineElements();
adoptStyle();
for (const action of reportActions) {
  part(action).addEventListener('click', () => vscode.postMessage({ kind: 'action', action }));
}
window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  if (!isReportUpdate(data)) return;
  if (data.kind === 'opened') {
    errors?.mark(data.index);
    return;
  }
  keep({ id: data.id });
  showReport(data.report);
  errors = attachErrors(
    data.report,
    readFilters(state.filters),
    (filters) => keep({ filters }),
    (index, shown) => vscode.postMessage({ kind: 'open', index, shown }),
  );
  if (typeof state.scroll === 'number') window.scrollTo(0, state.scroll);
});
let settled: ReturnType<typeof setTimeout> | undefined;
window.addEventListener('scroll', () => {
  clearTimeout(settled);
  settled = setTimeout(() => keep({ scroll: window.scrollY }), 200);
});
vscode.postMessage({ kind: 'ready' });

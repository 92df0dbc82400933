import type { ReportRequest } from '../../src/protocol/report-page.ts';
import { defineElements } from '../toolkit.ts';
import { readFilters } from './filters.ts';
import { isReportUpdate } from './messages.ts';
import { ReportView } from './report-view.ts';

/** What VS Code gives to the pages of webviews. */
declare function acquireVsCodeApi(): {
  postMessage(message: ReportRequest): void;
  getState(): unknown;
  setState(state: unknown): void;
};

const vscode = acquireVsCodeApi();
let state: Record<string, unknown> = { ...Object(vscode.getState()) };

/** What is kept over a reload. */
const keep = (change: Record<string, unknown>) => {
  state = { ...state, ...change };
  vscode.setState(state);
};

defineElements();
const view = new ReportView({
  act: (action) => vscode.postMessage({ kind: 'action', action }),
  filter: (filters) => keep({ filters }),
  open: (index, shown) => vscode.postMessage({ kind: 'open', index, shown }),
});
window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  if (!isReportUpdate(data)) return;
  if (data.kind === 'opened') {
    view.mark(data.index);
    return;
  }
  keep({ id: data.id });
  view.show(data.report, readFilters(state.filters));
  document.getElementById('report')?.replaceChildren(view.root);
  if (typeof state.scroll === 'number') window.scrollTo(0, state.scroll);
});
let settled: ReturnType<typeof setTimeout> | undefined;
window.addEventListener('scroll', () => {
  clearTimeout(settled);
  settled = setTimeout(() => keep({ scroll: window.scrollY }), 200);
});
vscode.postMessage({ kind: 'ready' });

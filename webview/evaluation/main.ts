import { isReportUpdate, type ReportRequest } from '../../src/protocol/report-page.ts';
import { element } from '../element.ts';
import { openHost } from '../host.ts';
import { keepScroll } from '../scroll.ts';
import { defineElements } from '../toolkit.ts';
import { readFilters } from './filters.ts';
import { ReportView } from './report-view.ts';

const host = openHost<ReportRequest>();
const scroll = keepScroll(host);
defineElements();
const main = document.getElementById('page');
main?.replaceChildren(element('p', { role: 'status' }, 'Loading the report …'));
const view = new ReportView({
  act: (action) => host.post({ kind: 'action', action }),
  filter: (filters) => host.keep('filters', filters),
  open: (index, shown) => host.post({ kind: 'open', index, shown }),
});
window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  if (!isReportUpdate(data)) return;
  if (data.kind === 'opened') {
    view.mark(data.index);
    return;
  }
  if (host.kept('id') !== data.id) scroll.forget();
  host.keep('id', data.id);
  view.show(data.report, readFilters(host.kept('filters')));
  main?.replaceChildren(view.root);
});
host.post({ kind: 'ready' });

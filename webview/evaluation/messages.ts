import { isReport } from '../../src/evaluate/report/is-report.ts';
import type { ReportUpdate } from '../../src/protocol/report-page.ts';

/** Whether a message is one of the extension's: a page may get messages from elsewhere. */
export function isReportUpdate(message: unknown): message is ReportUpdate {
  if (typeof message !== 'object' || message === null || !('kind' in message)) return false;
  if (message.kind === 'opened') return 'index' in message && Number.isInteger(message.index);
  return (
    message.kind === 'report' &&
    'id' in message &&
    typeof message.id === 'string' &&
    'report' in message &&
    isReport(message.report)
  );
}

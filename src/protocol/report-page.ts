/** Every message between the extension and the pages of reports. */
import type { EvaluationReport } from '../evaluate/report/report.ts';

/** What the buttons above a report do. */
export const reportActions = ['browser', 'reveal', 'save', 'again'] as const;
export type ReportAction = (typeof reportActions)[number];

/** From the page of a report to the extension. */
export type ReportRequest =
  | { readonly kind: 'ready' }
  | { readonly kind: 'action'; readonly action: ReportAction }
  /** Opens an error in its file; `index` is its place in `report.errors.places`, `shown` those that the filters leave. */
  | { readonly kind: 'open'; readonly index: number; readonly shown: readonly number[] };

/** From the extension to the page of a report. */
export type ReportUpdate =
  /** `id` names the evaluation among those that are kept; the page remembers it over a reload. */
  | { readonly kind: 'report'; readonly id: string; readonly report: EvaluationReport }
  /** The error that was opened by a command. */
  | { readonly kind: 'opened'; readonly index: number };

/** Whether a message from the page of a report is one. */
export function isReportRequest(message: unknown): message is ReportRequest {
  if (typeof message !== 'object' || message === null || !('kind' in message)) return false;
  if (message.kind === 'ready') return true;
  if (message.kind === 'action') return 'action' in message && reportActions.some((each) => each === message.action);
  return (
    message.kind === 'open' &&
    'index' in message &&
    isIndex(message.index) &&
    'shown' in message &&
    Array.isArray(message.shown) &&
    message.shown.every(isIndex)
  );
}

const isIndex = (value: unknown): value is number => typeof value === 'number' && Number.isInteger(value) && value >= 0;

/** Every message between the extension and the pages of reports, each checked where it comes in. */
import * as v from 'valibot';
import { isReport } from '../evaluate/report/is-report.ts';
import type { EvaluationReport } from '../evaluate/report/report.ts';
import { count, list, text } from './schema.ts';

/** What the buttons above a report do. */
export const reportActions = ['browser', 'reveal', 'save', 'again'] as const;
export type ReportAction = (typeof reportActions)[number];

/** The report of an evaluation, as the extension sends it. */
export const evaluationReport = v.custom<EvaluationReport>(isReport);

/** From the page of a report to the extension. */
const reportRequest = v.variant('kind', [
  v.object({ kind: v.literal('ready') }),
  v.object({ kind: v.literal('action'), action: v.picklist(reportActions) }),
  /** Opens an error in its file; `index` is its place in `report.errors.places`, `shown` those that the filters leave. */
  v.object({ kind: v.literal('open'), index: count, shown: list(count) }),
]);
export type ReportRequest = v.InferOutput<typeof reportRequest>;

/** From the extension to the page of a report. */
const reportUpdate = v.variant('kind', [
  /** `id` names the evaluation among those that are kept; the page remembers it over a reload. */
  v.object({ kind: v.literal('report'), id: text, report: evaluationReport }),
  /** The error that was opened by a command. */
  v.object({ kind: v.literal('opened'), index: count }),
]);
export type ReportUpdate = v.InferOutput<typeof reportUpdate>;

/** Whether a message from the page of a report is one. */
export function isReportRequest(message: unknown): message is ReportRequest {
  return v.is(reportRequest, message);
}

/** Whether a message is one of the extension's: a page may get messages from elsewhere. */
export function isReportUpdate(message: unknown): message is ReportUpdate {
  return v.is(reportUpdate, message);
}

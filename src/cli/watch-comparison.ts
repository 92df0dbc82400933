import { plain } from '../evaluate/report/format.ts';
import type { TransferEvent, TransferReport } from '../transfer/report.ts';
import { StatusLine } from './status-line.ts';
import type { Terminal } from './terminal.ts';

/**
 * Shows how far a comparison of corpora is, and what is wrong with them.
 * @param onEvent is handed every event too.
 * @returns its report.
 * @throws what the comparison throws.
 */
export async function watchComparison(
  events: AsyncIterable<TransferEvent>,
  terminal: Terminal,
  onEvent: (event: TransferEvent) => Promise<void> | void = () => {},
): Promise<TransferReport> {
  const status = new StatusLine(terminal);
  let report: TransferReport | undefined;
  try {
    for await (const event of events) {
      if (event.kind === 'progress')
        status.progress(event.share, `${Math.round(100 * event.share)} %, ${plain(event.message)}`);
      else if (event.kind === 'report') report = event.report;
      else for (const line of event.problems.split('\n')) status.line(plain(`${event.corpus}: ${line}`));
      await onEvent(event);
    }
  } finally {
    status.clear();
  }
  if (!report) throw new Error('the comparison ended without a report');
  return report;
}

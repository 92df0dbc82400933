import { exportTransfer } from '../transfer/export-transfer.ts';
import type { PanelHandlers, PanelServices, TellPage } from './handlers.ts';

/** What the page asks of auxiliary corpora. */
export function transferHandlers({
  transfers,
}: PanelServices): Pick<PanelHandlers, 'compare' | 'stopComparison' | 'exportTransfer'> {
  return {
    compare: async ({ asked }) => void (await transfers.run(asked)),
    stopComparison: () => transfers.stop(),
    async exportTransfer() {
      const report = await transfers.last();
      if (report) await exportTransfer(report);
    },
  };
}

/** Tells the page the last report, if there is one. */
export async function tellTransfer({ transfers }: PanelServices, tell: TellPage): Promise<void> {
  const report = await transfers.last();
  if (report) tell({ kind: 'transfer', report, isNew: false });
}

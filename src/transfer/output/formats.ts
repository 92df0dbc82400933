import type { MeasureId, TransferReport } from '../report.ts';
import { renderCsv } from './csv.ts';
import { renderHeatMap } from './heat-map.ts';
import { renderTable } from './table.ts';

/** What a report can be written as. */
export const transferFormats = ['table', 'json', 'csv', 'svg'] as const;
export type TransferFormat = (typeof transferFormats)[number];

export interface FormatOptions {
  /** Measures that a table or a heat map shows. */
  readonly shown?: readonly MeasureId[];
  /** Whether a terminal shows colours. */
  readonly colour?: boolean;
}

/** A report as a text that ends with a line end. */
export function renderReport(report: TransferReport, format: TransferFormat, options: FormatOptions = {}): string {
  if (format === 'json') return `${JSON.stringify(report, undefined, 2)}\n`;
  if (format === 'csv') return renderCsv(report);
  return format === 'svg' ? renderHeatMap(report, options.shown) : renderTable(report, options);
}

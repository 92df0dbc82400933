import * as v from 'valibot';
import { type MeasureId, measureIds } from '../../../src/transfer/report.ts';

/** The measure that is looked at first where all pairs are compared. */
const firstMeasure: MeasureId = 'entityWordOverlap';

const texts = v.fallback(v.array(v.string()), []);

const kept = v.object({
  /** The target, absolute; '' where none is chosen. */
  target: v.fallback(v.string(), ''),
  /** Corpora that are offered besides those that are known. */
  added: texts,
  /** Corpora that are offered and not to be compared. */
  left: texts,
  /** Whether all pairs are compared. */
  allPairs: v.fallback(v.boolean(), false),
  /** The measure of the heat map. */
  measure: v.fallback(v.picklist(measureIds), firstMeasure),
  /** Names of the candidates of which every measure is shown. */
  open: texts,
});

/** What is kept of the tab over a reload; what cannot be read is as at first. */
export type TransferState = v.InferOutput<typeof kept>;

/** What was kept, of a value that another version of the page may have written. */
export function readTransferState(value: unknown): TransferState {
  return v.parse(kept, typeof value === 'object' && value !== null ? value : {});
}

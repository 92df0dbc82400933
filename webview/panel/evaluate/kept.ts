import * as v from 'valibot';
import { type Filters, noFilters, readFilters } from '../../evaluation/filters.ts';

const kept = v.object({
  /** The corpus, absolute; '' where none is chosen. */
  place: v.fallback(v.string(), ''),
  split: v.fallback(v.optional(v.string()), undefined),
  /** As evaluations name them; '' for the one in use, and for none. */
  model: v.fallback(v.string(), ''),
  against: v.fallback(v.string(), ''),
  /** The evaluation whose report is shown. */
  shown: v.fallback(v.string(), ''),
  /** The error of the report that was opened last, by its place among all. */
  opened: v.fallback(v.optional(v.number()), undefined),
});

/** What is kept of the tab over a reload; what cannot be read is as at first. */
export type EvaluateState = v.InferOutput<typeof kept> & {
  /** Of the errors of the report that is shown. */
  readonly filters: Filters;
};

/** What was kept, of a value that another version of the page may have written. */
export function readEvaluateState(value: unknown): EvaluateState {
  if (typeof value !== 'object' || value === null) return { ...v.parse(kept, {}), filters: noFilters };
  return { ...v.parse(kept, value), filters: readFilters('filters' in value ? value.filters : undefined) };
}

import * as v from 'valibot';

/** The columns of the table of runs. */
export const columnNames = [
  'name',
  'state',
  'method',
  'base',
  'corpora',
  'devel',
  'test',
  'started',
  'seconds',
  'bytes',
] as const;
export type ColumnName = (typeof columnNames)[number];

/** What is kept of the tab over a reload; what cannot be read is as at first. */
const kept = v.object({
  sort: v.fallback(v.object({ by: v.picklist(columnNames), descending: v.boolean() }), {
    by: 'started',
    descending: true,
  }),
  filter: v.fallback(v.string(), ''),
  /** Ids. */
  selected: v.fallback(v.array(v.string()), []),
  /** Whether the comparison tells what is the same, too. */
  all: v.fallback(v.boolean(), false),
});
/** How the table is sorted, filtered and selected. */
export type RunsState = v.InferOutput<typeof kept>;

/** What was kept, of a value that another version of the page may have written. */
export function readRunsState(value: unknown): RunsState {
  return v.parse(kept, typeof value === 'object' && value !== null ? value : {});
}

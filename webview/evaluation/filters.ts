import * as v from 'valibot';
import { foldedSurface } from '../../src/evaluate/known-mentions.ts';
import {
  type ErrorKind,
  type Errors,
  type EvaluationError,
  errorKinds,
  type FrequentError,
  type PlacedMention,
} from '../../src/evaluate/report/report.ts';

/** Which errors are shown, and how. */
export interface Filters {
  /** None for all. */
  readonly kinds: readonly ErrorKind[];
  /** Of the gold or of the predicted mention; '' for any. */
  readonly type: string;
  readonly order: 'frequency' | 'corpus';
}

/** All errors, the most frequent first. */
export const noFilters: Filters = { kinds: [], type: '', order: 'frequency' };

const kept = v.fallback(
  v.object({
    kinds: v.fallback(v.pipe(v.array(v.picklist(errorKinds)), v.readonly()), []),
    type: v.fallback(v.string(), ''),
    order: v.fallback(v.picklist(['frequency', 'corpus']), 'frequency'),
  }),
  noFilters,
);

/** The filters that a page was left with; those of a state that is none are not set. */
export function readFilters(state: unknown): Filters {
  return v.parse(kept, state);
}

/** Errors that are the same to a reader, with the places that are kept of them. */
export interface ErrorGroup {
  readonly error: FrequentError;
  /** Indices in `errors.places`. */
  readonly places: readonly number[];
}

/** The groups that filters leave, most frequent first. */
export function shownGroups(errors: Errors, filters: Filters): readonly ErrorGroup[] {
  return [...errors.frequent, ...rareErrors(errors)]
    .filter((error) => passes(error, filters))
    .map((error) => ({ error, places: error.places }));
}

/** The groups that are not among those that a report holds, which are the most frequent ones, out of its places. */
function rareErrors({ frequent, places }: Errors): readonly FrequentError[] {
  const held = new Set(frequent.flatMap((error) => error.places));
  const groups = new Map<string, FrequentError & { readonly places: number[] }>();
  for (const [index, { kind, gold, found }] of places.entries()) {
    if (held.has(index)) continue;
    const about = { kind, ...(gold ? { gold: folded(gold) } : {}), ...(found ? { found: folded(found) } : {}) };
    const key = JSON.stringify(about);
    const known = groups.get(key)?.places ?? [];
    known.push(index);
    groups.set(key, { ...about, count: known.length, places: known });
  }
  return [...groups.values()].sort((a, b) => b.count - a.count);
}

/** As groups of errors name their mentions. */
function folded({ type, text }: PlacedMention): { readonly type: string; readonly text: string } {
  return { type, text: foldedSurface(text) };
}

/** Indices of the errors that filters leave, in the order of the corpus. */
export function shownPlaces({ places }: Errors, filters: Filters): readonly number[] {
  return places.flatMap((error, index) => (passes(error, filters) ? [index] : []));
}

/** Every type that an error has, most frequent first. */
export function errorTypes({ places }: Errors): readonly string[] {
  const counts = new Map<string, number>();
  for (const { gold, found } of places) {
    for (const type of new Set([gold?.type, found?.type])) {
      if (type !== undefined) counts.set(type, (counts.get(type) ?? 0) + 1);
    }
  }
  return [...counts].sort(([, a], [, b]) => b - a).map(([type]) => type);
}

function passes({ kind, gold, found }: FrequentError | EvaluationError, { kinds, type }: Filters): boolean {
  return (kinds.length === 0 || kinds.includes(kind)) && (type === '' || gold?.type === type || found?.type === type);
}

import type { ObjectReader } from '../../train/config/reader.ts';

const mostSeeds = 1000;
const wanted = 'a list of whole numbers, such as [1, 2, 3], or a range, such as "1-3"';

/** Seeds: a list of numbers and ranges, or one range; in their order, each once. */
export function readSeeds(reader: ObjectReader): readonly number[] {
  const given = reader.any('seeds') ?? [1];
  const items: readonly unknown[] = Array.isArray(given) ? given : [given];
  const seeds = items.flatMap((item) => {
    const range = seedsOf(item);
    if (!range) throw reader.wrong('seeds', item, wanted);
    return range;
  });
  const once = [...new Set(seeds)];
  if (once.length === 0) throw reader.wrong('seeds', given, wanted);
  if (once.length > mostSeeds) throw reader.error(`seeds: ${once.length} of them are more than ${mostSeeds}`);
  return once;
}

function seedsOf(item: unknown): readonly number[] | undefined {
  if (typeof item === 'number') return Number.isSafeInteger(item) && item >= 0 ? [item] : undefined;
  const [, first, last] = (typeof item === 'string' && /^(\d{1,9})\s*-\s*(\d{1,9})$/.exec(item)) || [];
  const [from, to] = [Number(first ?? Number.NaN), Number(last ?? Number.NaN)];
  if (!(from <= to && to - from <= mostSeeds)) return undefined;
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

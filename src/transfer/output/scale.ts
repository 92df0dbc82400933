import type { Measure } from '../measures.ts';
import type { ComparedPair } from '../report.ts';
import { measureText } from './numbers.ts';

/** Where a value of a measure stands among those that there are. */
export interface ValueScale {
  /** In [0, 1], from the value that is farthest to the closest one. */
  readonly shareOf: (value: number) => number;
  /** What the ends are called, for people. */
  readonly ends: readonly [farthest: string, closest: string];
}

/** The scale of a measure over the pairs that there are. */
export function scaleOf(pairs: readonly ComparedPair[], { id, closer }: Measure): ValueScale {
  const values = pairs.map((pair) => pair.values[id]).filter((value) => value !== null);
  if (values.length === 0) return { shareOf: () => 0, ends: ['farther', 'closer'] };
  const [least, greatest] = [Math.min(...values), Math.max(...values)];
  const [far, near] = closer === 'higher' ? [least, greatest] : [greatest, least];
  return {
    shareOf: (value) => (near === far ? 0.5 : (value - far) / (near - far)),
    ends: [`farther ${measureText(far)}`, `${measureText(near)} closer`],
  };
}

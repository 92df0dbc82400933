/**
 * Holm's step-down correction (1979) of the p of a family of tests: to call significant what is at most α keeps the
 * probability of a single false one at α, however the tests depend on each other.
 * @returns the corrected p, in the same order.
 */
export function holm(ps: readonly number[]): number[] {
  const result = ps.map(() => 0);
  let largest = 0;
  for (const [rank, index] of ascending(ps).entries()) {
    largest = Math.max(largest, Math.min(1, (ps.length - rank) * (ps[index] as number)));
    result[index] = largest;
  }
  return result;
}

/**
 * The step-up correction of Benjamini and Hochberg (1995): of what is at most α, a share of α is false on average, for
 * tests that are independent or positively dependent.
 * @returns the corrected p, in the same order.
 */
export function benjaminiHochberg(ps: readonly number[]): number[] {
  const result = ps.map(() => 0);
  let smallest = 1;
  for (const [rank, index] of [...ascending(ps).entries()].reverse()) {
    smallest = Math.min(smallest, (ps.length / (rank + 1)) * (ps[index] as number));
    result[index] = smallest;
  }
  return result;
}

function ascending(values: readonly number[]): number[] {
  return [...values.keys()].sort((a, b) => (values[a] as number) - (values[b] as number));
}

/** No framework makes tensors of more dimensions than NumPy's 64. */
export const largestRank = 64;

/** Whether a value is a list of dimensions: integers from 0 that a double holds exactly. */
export function isShape(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every(isCount);
}

/** Whether a value is a count or an offset: an integer from 0 that a double holds exactly. */
export function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

/**
 * The number of elements of a tensor: the product of its dimensions, 1 for a scalar. Undefined where the product of
 * the dimensions other than 0 is too large to be exact, as a lying header may have it.
 */
export function elementCount(shape: readonly number[]): number | undefined {
  let product = 1;
  for (const dimension of shape) {
    if (dimension !== 0) product *= dimension;
    if (product > Number.MAX_SAFE_INTEGER) return undefined;
  }
  return shape.includes(0) ? 0 : product;
}

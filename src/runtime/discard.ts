/**
 * Frees the memory of arrays that nobody reads any more, at once where Node can (from 22 on). Left to the garbage
 * collector, which counts little of what lies outside its heap, gradients of several steps pile up: twice the model's
 * size on a busy machine.
 * @param arrays each with a buffer of its own.
 */
export function discard(arrays: Iterable<Float32Array>): void {
  for (const { buffer } of arrays) {
    if ('transfer' in buffer && typeof buffer.transfer === 'function') buffer.transfer(0);
  }
}

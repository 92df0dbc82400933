/**
 * A number for a key, by which the store finds it: 47 bits, which SQLite keeps in six bytes. Two lanes of 32 bits, each a
 * product by an odd constant per UTF-16 unit (as FNV-1a) with its bits mixed at the end; names that share no key have
 * equal numbers about once in 2^47 pairs, and are told apart by their keys.
 */
export function hashOf(key: string): number {
  let low = 0x811c9dc5;
  let high = 0x2545f491;
  for (let i = 0; i < key.length; i++) {
    const unit = key.charCodeAt(i);
    low = Math.imul(low ^ unit, 0x01000193);
    high = Math.imul(high ^ unit, 0x5bd1e995) ^ (high >>> 15);
  }
  return (mixed(high ^ (low >>> 7)) & 0x7fff) * 2 ** 32 + (mixed(low) >>> 0);
}

function mixed(bits: number): number {
  let value = Math.imul(bits ^ (bits >>> 16), 0x7feb352d);
  value = Math.imul(value ^ (value >>> 15), 0x846ca68b);
  return value ^ (value >>> 16);
}

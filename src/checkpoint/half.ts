const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);

/**
 * The binary16 code of a number (IEEE 754), rounded to the nearest, ties to even, as hardware rounds it. What is larger
 * than 65504 by half a step or more becomes infinite, what is smaller than 2⁻²⁵ becomes zero; NaN stays NaN.
 */
export function toHalf(value: number): number {
  float[0] = value;
  const word = bits[0]!;
  const sign = (word >>> 16) & 0x8000;
  const exponent = (word >>> 23) & 0xff;
  const mantissa = word & 0x7fffff;
  if (exponent === 0xff) return sign | 0x7c00 | (mantissa === 0 ? 0 : 0x200 | (mantissa >>> 13));
  const scale = exponent - 112; // binary32 is biased by 127, binary16 by 15
  if (scale >= 31) return sign | 0x7c00;
  if (scale > 0) return sign | nearest((scale << 23) | mantissa, 13);
  // Subnormal: the implied one becomes part of the mantissa.
  return scale < -10 ? sign : sign | nearest(mantissa | 0x800000, 14 - scale);
}

/** `code` without its lowest `dropped` bits, rounded to the nearest, ties to even; a carry goes into the exponent. */
function nearest(code: number, dropped: number): number {
  const kept = code >>> dropped;
  const rest = code & (2 ** dropped - 1);
  const half = 2 ** (dropped - 1);
  return kept + (rest > half || (rest === half && kept % 2 === 1) ? 1 : 0);
}

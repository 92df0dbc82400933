/** The first half of a character outside the basic plane, which UTF-16 writes as two units. */
const surrogate = /[\ud800-\udbff][\udc00-\udfff]/;

/**
 * Converts offsets in a text between code points, as most corpora and all of Python count them, and UTF-16 code units. A
 * lone surrogate counts as one code point. Texts without characters outside the basic plane cost nothing.
 */
export class CodePoints {
  /** In code points. */
  readonly length: number;
  /** The unit at which each code point starts, and the end; absent where both counts are the same. */
  readonly #units: Uint32Array | undefined;

  constructor(text: string) {
    if (!surrogate.test(text)) {
      this.length = text.length;
      return;
    }
    const units = new Uint32Array(text.length + 1);
    let points = 0;
    for (let unit = 0; unit < text.length; points++) {
      units[points] = unit;
      unit += (text.codePointAt(unit) ?? 0) > 0xffff ? 2 : 1;
    }
    units[points] = text.length;
    this.#units = units.subarray(0, points + 1);
    this.length = points;
  }

  /**
   * The UTF-16 unit at which a code point starts.
   * @param point an integer in [0, length]; the length itself gives the end of the text.
   */
  toUnit(point: number): number {
    return this.#units?.[point] ?? point;
  }

  /**
   * The code point that a UTF-16 unit belongs to.
   * @param unit an integer in [0, units]; the number of units itself gives the number of code points.
   */
  toPoint(unit: number): number {
    const units = this.#units;
    if (!units) return unit;
    let low = 0;
    let high = units.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((units[middle] ?? 0) <= unit) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

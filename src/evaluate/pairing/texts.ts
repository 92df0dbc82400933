/**
 * How a stretch of one text stands in another one that has the same characters but for white space and what cannot be seen:
 * control and format characters, and lone surrogates, which no word holds. (So CoNLL, whose text is made of words, can be
 * laid over the text that they come from.)
 */
export interface TextAlignment {
  /** Offsets up to which the two agree: just before what differs, or at the end of one of them. */
  readonly goldEnd: number;
  readonly foundEnd: number;
  /** Whether both go on, with another character. */
  readonly differ: boolean;
  /**
   * The offset in the gold text of each character of the found text, from the start on as far as they agree; -1 of one
   * that does not count.
   */
  readonly places: readonly number[];
}

/** Lays a text over another one, from an offset of each on, as far as one of them goes. */
export function alignTexts(gold: string, goldStart: number, found: string, foundStart: number): TextAlignment {
  const places: number[] = [];
  let g = skip(gold, goldStart);
  let f = skip(found, foundStart);
  while (g < gold.length && f < found.length) {
    if (gold.charCodeAt(g) !== found.charCodeAt(f)) return { goldEnd: g, foundEnd: f, differ: true, places };
    while (places.length < f - foundStart) places.push(-1);
    places.push(g);
    g = skip(gold, g + 1);
    f = skip(found, f + 1);
  }
  return { goldEnd: g, foundEnd: f, differ: false, places };
}

/** The next offset, from one on, at which something stands that counts. */
export function skip(text: string, offset: number): number {
  let at = offset;
  while (at < text.length) {
    const unit = text.charCodeAt(at);
    if (unit > 0x20 && unit < 0x7f) return at;
    // The second half of a pair is looked at with the first.
    const inside = isLow(unit) && at > 0 && isHigh(text.charCodeAt(at - 1));
    const from = inside ? at - 1 : at;
    const character = String.fromCodePoint(text.codePointAt(from) ?? 0);
    if (!uncounted.test(character)) return at;
    at = from + character.length;
  }
  return at;
}

const uncounted = /^[\s\p{Cc}\p{Cf}\p{Cs}]$/u;

function isHigh(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xdc00;
}

function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit < 0xe000;
}

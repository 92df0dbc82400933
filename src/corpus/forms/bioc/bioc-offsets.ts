import { CodePoints } from '../../code-points.ts';
import type { BiocPassage, BiocSentence } from './bioc.ts';

/**
 * What offsets count. BioC's DTD says bytes of UTF-8; PubTator, PubMed Central's exports and the libraries of the field
 * count Unicode code points; some programs count UTF-16 units.
 */
export const offsetUnits = ['code points', 'UTF-16 units', 'UTF-8 bytes'] as const;
export type OffsetUnit = (typeof offsetUnits)[number];

/** A stretch of a document's text that has an offset of its own: a passage's text, or that of one of its sentences. */
export interface Piece {
  readonly offset: number;
  /** Where it begins in the document's text, in UTF-16 units. */
  readonly start: number;
  readonly text: string;
  readonly units: UnitOffsets;
  readonly sentence: BiocSentence | undefined;
}

/** What had to be done about an offset for the text to be put together. */
export interface Mended {
  readonly line: number;
  readonly message: string;
}

/** A document's text put together from passages. */
export interface Layout {
  readonly text: string;
  readonly pieces: readonly Piece[];
  /** The indices of the pieces of each passage, half open. */
  readonly ranges: readonly { readonly from: number; readonly to: number }[];
  readonly mended: readonly Mended[];
}

/** A gap between passages is filled with as many spaces; a larger one, which only a broken file has, with one. */
const longestGap = 100_000;

/**
 * Puts passages together: each begins at its offset, after spaces where there is a gap. One that has no offset, or one
 * inside the text before it, follows after one space.
 */
export function layOut(passages: readonly BiocPassage[], unit: OffsetUnit): Layout {
  const parts: string[] = [];
  const pieces: Piece[] = [];
  const mended: Mended[] = [];
  let start = 0;
  let next = 0;

  function add(text: string, given: number | undefined, line: number, what: string, sentence?: BiocSentence): void {
    const first = pieces.length === 0;
    const offset = given ?? (first ? 0 : next + 1);
    let gap = offset - next;
    if (given === undefined)
      mended.push({ line, message: `${what} without an offset; it is put after the one before` });
    else if (gap < 0) {
      mended.push({
        line,
        message: `${what} at offset ${given} begins before ${next}, where the one before ends; put after it`,
      });
      gap = 1;
    } else if (gap > longestGap) {
      mended.push({ line, message: `${what} at offset ${given} leaves a gap of ${gap} ${unit}; made 1` });
      gap = 1;
    }
    parts.push(' '.repeat(gap), text);
    const units = new UnitOffsets(text, unit);
    pieces.push({ offset, start: start + gap, text, units, sentence });
    start += gap + text.length;
    next = offset + units.length;
  }

  const ranges = passages.map(({ text, offset, sentences, line }) => {
    const from = pieces.length;
    if (text !== '' || sentences.length === 0) add(text, offset, line, 'a passage');
    else for (const sentence of sentences) add(sentence.text, sentence.offset, sentence.line, 'a sentence', sentence);
    return { from, to: pieces.length };
  });
  return { text: parts.join(''), pieces, ranges, mended };
}

/**
 * The place in a document's text of an offset, looked for in one piece first, then in all and in the gaps between them.
 * @returns undefined if it is outside, or inside a character.
 */
export function locate({ pieces, text, mended }: Layout, offset: number, first: number): number | undefined {
  const within = (piece: Piece | undefined) => {
    const local = offset - (piece?.offset ?? 0);
    return piece && local >= 0 && local <= piece.units.length ? piece : undefined;
  };
  const after = mended.length > 0 ? pieces.findIndex((each) => each.offset > offset) : firstAfter(pieces, offset);
  const piece =
    within(pieces[first]) ?? (mended.length > 0 ? pieces.find((each) => within(each)) : within(pieces[after - 1]));
  if (piece) {
    const local = piece.units.toUnit(offset - piece.offset);
    return local === undefined ? undefined : piece.start + local;
  }
  const following = pieces[after];
  if (offset < 0 || !following) return undefined;
  const place = following.start - (following.offset - offset);
  const end = (pieces[after - 1]?.start ?? 0) + (pieces[after - 1]?.text.length ?? 0);
  return place >= end && place <= text.length ? place : undefined;
}

/** Whether all units count the same. */
export function isAscii(text: string): boolean {
  return !/[\u0080-\uffff]/.test(text);
}

/** The index of the first piece that begins after an offset, which their number is if none does. */
function firstAfter(pieces: readonly Piece[], offset: number): number {
  let low = 0;
  let high = pieces.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((pieces[middle]?.offset ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Offsets in a text in one of the units. */
export class UnitOffsets {
  /** Of the text. */
  readonly length: number;
  readonly #toUnit: (offset: number) => number | undefined;

  constructor(text: string, unit: OffsetUnit) {
    if (unit === 'UTF-16 units' || isAscii(text)) {
      this.length = text.length;
      this.#toUnit = (offset) => offset;
    } else if (unit === 'code points') {
      const points = new CodePoints(text);
      this.length = points.length;
      this.#toUnit = (offset) => points.toUnit(offset);
    } else {
      const units = new Map<number, number>();
      let bytes = 0;
      let at = 0;
      for (const character of text) {
        units.set(bytes, at);
        bytes += Buffer.byteLength(character);
        at += character.length;
      }
      units.set(bytes, at);
      this.length = bytes;
      this.#toUnit = (offset) => units.get(offset);
    }
  }

  /** @param offset in [0, length]. @returns UTF-16 units; undefined inside a character. */
  toUnit(offset: number): number | undefined {
    return this.#toUnit(offset);
  }
}

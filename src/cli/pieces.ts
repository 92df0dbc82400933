import type { Language } from '../core/words.ts';

/** A part of a text and where it starts in it. */
export interface Piece {
  readonly text: string;
  readonly offset: number;
}

const usualSize = 1 << 20;

/** A line that follows a blank one. */
const paragraph = /(?<=(?:\r\n|\n|\r(?!\n))[^\S\r\n]*(?:\r\n|\n|\r(?!\n)))[^\s\ufeff]/u;

/**
 * A text in pieces that can be read one after another, so that a long one need not be in memory as words all at once.
 * Plain text is cut between paragraphs, which are read apart from each other anyway; only a paragraph longer than a piece
 * is cut at white space, or where there is none, anywhere. Markdown is one piece: what a paragraph means may hang on any
 * other.
 * @param size about how many UTF-16 units a piece has: up to twice as many.
 */
export function* piecesOf(text: string, language: Language, size = usualSize): Generator<Piece> {
  let offset = 0;
  while (language === 'plaintext' && text.length - offset > 2 * size) {
    const end = offset + size;
    const next = end + cutIn(text.slice(end, end + size));
    yield { text: text.slice(offset, next), offset };
    offset = next;
  }
  yield { text: text.slice(offset), offset };
}

/** Where to cut in the second half of a piece. */
function cutIn(window: string): number {
  const places = [paragraph, /(?<=\s)\S/u].map((pattern) => window.search(pattern));
  const anywhere = isLowSurrogate(window.charCodeAt(window.length - 1)) ? window.length : window.length - 1;
  return places.find((place) => place > 0) ?? anywhere;
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}

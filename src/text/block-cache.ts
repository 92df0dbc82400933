import type { Sentence } from '../core/words.ts';
import { type Block, type BlockProse, type BlockSyntax, lineStartFrom, shifted, windowEnd } from './blocks.ts';

/** A block that has been read. */
interface Piece {
  /** Where the block starts in the text now. */
  start: number;
  readonly length: number;
  readonly lead: number;
  readonly defines: readonly string[];
  readonly prose: BlockProse;
  /** Its sentences in document offsets, and the offset of the block that they were made for. */
  placed: readonly Sentence[];
  place: number;
}

/**
 * The blocks of one text through its versions. A new version parses only the blocks that an edit can have changed: from the
 * block where the versions begin to differ to the first boundary that both have behind the difference, and blocks
 * that mention a name whose definition came or went.
 */
export class BlockCache {
  readonly #syntax: BlockSyntax;
  #text = '';
  #pieces: Piece[] = [];
  /** How many blocks define a name. */
  readonly #definitions = new Map<string, number>();

  constructor(syntax: BlockSyntax) {
    this.#syntax = syntax;
  }

  /** The sentences of each block of `text`, placed as if `text` stood at `offset`. */
  read(text: string, offset: number): readonly (readonly Sentence[])[] {
    if (text !== this.#text) this.#update(text);
    return this.#pieces.map((piece) => {
      const place = offset + piece.start;
      if (piece.place !== place) {
        piece.placed = piece.prose.sentences.map((sentence) => shifted(sentence, place));
        piece.place = place;
      }
      return piece.placed;
    });
  }

  #update(text: string): void {
    const old = this.#text;
    const pieces = this.#pieces;
    const same = commonPrefix(old, text);
    const kept = commonSuffix(old, text, same);
    const shift = text.length - old.length;

    let first = pieces.findLastIndex((piece) => piece.start + piece.lead <= same);
    if (first < 0) first = 0;
    const behind = pieces.findIndex((piece, index) => index > first && piece.start >= old.length - kept);
    const ends = new Map<number, number>([[text.length, pieces.length]]);
    if (behind >= 0)
      for (let index = behind; index < pieces.length; index++) ends.set(pieces[index]!.start + shift, index);

    const from = pieces[first]?.start ?? 0;
    const blocks = this.#scan(text, from, (pieces[behind + 1]?.start ?? old.length) + shift, behind < 0, ends);
    const next = ends.get(blocks.at(-1)?.end ?? text.length) ?? pieces.length;

    const changed = this.#redefine(pieces.slice(first, next), blocks);
    for (let index = next; index < pieces.length; index++) pieces[index]!.start += shift;
    this.#text = text;
    this.#pieces = [
      ...this.#reread(pieces.slice(0, first), changed),
      ...blocks.map((block) => this.#piece(block, block.start)),
      ...this.#reread(pieces.slice(next), changed),
    ];
  }

  /** The blocks from `from` up to the first of them that ends at one of `ends`. */
  #scan(text: string, from: number, hint: number, unknown: boolean, ends: ReadonlyMap<number, number>): Block[] {
    const blocks: Block[] = [];
    let at = from;
    let to = unknown ? windowEnd(text, at) : hint;
    while (at < text.length) {
      const found = this.#syntax.scan(text, at, to);
      for (const block of found) {
        blocks.push(block);
        if (ends.has(block.end)) return blocks;
      }
      at = found.at(-1)?.end ?? at;
      const further =
        found.length === 0 ? lineStartFrom(text, at + Math.max(2 * (to - at), 1024)) : windowEnd(text, at);
      to = Math.max(to, further);
    }
    return blocks;
  }

  /** Replaces the definitions of some pieces by those of blocks. Returns the names that are defined now and were not, or the reverse. */
  #redefine(removed: readonly Piece[], added: readonly Block[]): ReadonlySet<string> {
    const before = new Map<string, boolean>();
    const count = (name: string, by: number): void => {
      const was = this.#definitions.get(name) ?? 0;
      if (!before.has(name)) before.set(name, was > 0);
      if (was + by > 0) this.#definitions.set(name, was + by);
      else this.#definitions.delete(name);
    };
    for (const { defines } of removed) for (const name of defines) count(name, -1);
    for (const { defines } of added) for (const name of defines) count(name, 1);
    return new Set([...before].filter(([name, was]) => this.#definitions.has(name) !== was).map(([name]) => name));
  }

  /** Reads again the pieces that looked up one of the names. */
  #reread(pieces: readonly Piece[], names: ReadonlySet<string>): readonly Piece[] {
    if (names.size === 0) return pieces;
    return pieces.flatMap((piece) => {
      if (!intersects(piece.prose.lookups, names)) return [piece];
      const text = this.#text.slice(piece.start, piece.start + piece.length);
      return this.#syntax.scan(text, 0, text.length).map((block) => this.#piece(block, piece.start + block.start));
    });
  }

  #piece(block: Block, start: number): Piece {
    const prose = block.read(this.#definitions);
    return {
      start,
      length: block.end - block.start,
      lead: block.lead,
      defines: block.defines,
      prose,
      placed: prose.sentences,
      place: 0,
    };
  }
}

function intersects(some: ReadonlySet<string>, others: ReadonlySet<string>): boolean {
  for (const name of some) if (others.has(name)) return true;
  return false;
}

function commonPrefix(a: string, b: string): number {
  const most = Math.min(a.length, b.length);
  let length = 0;
  while (length < most && a.charCodeAt(length) === b.charCodeAt(length)) length++;
  return length;
}

/** The length of the longest common end that leaves the first `prefix` code units of both alone. */
function commonSuffix(a: string, b: string, prefix: number): number {
  const most = Math.min(a.length, b.length) - prefix;
  let length = 0;
  while (length < most && a.charCodeAt(a.length - 1 - length) === b.charCodeAt(b.length - 1 - length)) length++;
  return length;
}

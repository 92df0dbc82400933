import type { Sentence, Word } from '../core/words.ts';
import { gapMark, splitSentences } from './sentences.ts';
import { splitIntoWords } from './words.ts';

/** What a character of a passage is. */
export const Kind = {
  /** Read as it stands in the source. */
  plain: 0,
  /** Written as an escape or a character reference, so never markup. */
  literal: 1,
  /** Read, set above the line: after a period it is a citation. */
  raised: 2,
  /** Markup: neither read nor felt. */
  markup: 3,
  /** Not read; no mention may reach across it. */
  gap: 4,
} as const;

/**
 * Running text gathered from a source: one block of prose such as a paragraph, a heading or a table cell. The character at
 * `i` of `text` (a UTF-16 unit) was written as the source's `[starts[i], ends[i])`; an escape is wider than its character.
 * `gapMark` stands for each thing that is not read.
 */
export class Passage {
  text = '';
  readonly starts: number[] = [];
  readonly ends: number[] = [];
  readonly kinds: number[] = [];

  /** Adds source text that stands at `start`, character by character. */
  addText(text: string, start: number, kind: number): void {
    this.text += text;
    for (let index = 0; index < text.length; index++) {
      this.starts.push(start + index);
      this.ends.push(start + index + 1);
      this.kinds.push(kind);
    }
  }

  /** Adds text of which every character was written as the whole of `[start, end)`. */
  addAs(text: string, start: number, end: number, kind: number): void {
    this.text += text;
    for (let index = 0; index < text.length; index++) {
      this.starts.push(start);
      this.ends.push(end);
      this.kinds.push(kind);
    }
  }

  /** Marks the characters `[from, to)`. */
  mark(from: number, to: number, kind: number): void {
    this.kinds.fill(kind, from, to);
  }
}

/**
 * The sentences of a passage, in source offsets. What holds no letter (a number in a table, a rule of dashes) is left
 * out: there is nothing to find in it.
 */
export function readPassage(passage: Passage): Sentence[] {
  const kept: number[] = [];
  let read = '';
  let felt = '';
  for (let index = 0; index < passage.text.length; index++) {
    const kind = passage.kinds[index];
    if (kind === Kind.markup || (kind === Kind.gap && passage.kinds[kept.at(-1) ?? -1] === Kind.gap)) continue;
    kept.push(index);
    const character = kind === Kind.gap ? gapMark : passage.text[index]!;
    read += character;
    felt += kind === Kind.raised && !/\s/.test(character) ? gapMark : character;
  }
  const sentences: Sentence[] = [];
  for (const span of splitSentences(felt)) {
    const text = read.slice(span.start, span.end);
    if (!/\p{L}/u.test(text)) continue;
    const words = sourceWords(text, span.start);
    if (words.length > 0) sentences.push({ start: words[0]!.start, end: words.at(-1)!.end, words });
  }
  return sentences;

  function sourceWords(text: string, offset: number): Word[] {
    const words: Word[] = [];
    let cut = false;
    for (const word of splitIntoWords(text)) {
      const first = kept[offset + word.start]!;
      const last = kept[offset + word.end - 1]!;
      if (passage.kinds[first] === Kind.gap) {
        cut = words.length > 0;
        continue;
      }
      const spaced = word.spaced || (cut && spaceBefore(offset + word.start));
      const place = { text: word.text, start: passage.starts[first]!, end: passage.ends[last]!, spaced };
      words.push(cut ? { ...place, cut: true } : place);
      cut = false;
    }
    return words;
  }

  /** Whether white space stands anywhere between a word and the word before it, past the gaps. */
  function spaceBefore(index: number): boolean {
    for (let at = index - 1; at >= 0; at--) {
      if (/\s/.test(read[at]!)) return true;
      if (passage.kinds[kept[at]!] !== Kind.gap) return false;
    }
    return false;
  }
}

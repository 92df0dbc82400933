import { Kind, type Passage } from './prose.ts';

/** What stands in a shape for characters that cannot be markup; Unicode noncharacters, which no text holds. */
export const hidden = '\u{fdd0}';
export const gapShape = '\u{fdd1}';
const escapes: Readonly<Record<string, string>> = {
  '(': '\u{fdd2}',
  ')': '\u{fdd3}',
  '[': '\u{fdd4}',
  ']': '\u{fdd5}',
};
export const escaped = {
  openParenthesis: '\u{fdd2}',
  closeParenthesis: '\u{fdd3}',
  open: '\u{fdd4}',
  close: '\u{fdd5}',
};

/**
 * A passage's text as a search for markup sees it, character for character: what is escaped, already marked or not read is
 * hidden, and escaped brackets keep a code of their own because they are also TeX's delimiters.
 */
export class Shape {
  readonly passage: Passage;
  text: string;
  readonly #marks: { from: number; to: number }[] = [];

  constructor(passage: Passage) {
    this.passage = passage;
    let text = '';
    for (let index = 0; index < passage.text.length; index++) {
      const kind = passage.kinds[index];
      const character = passage.text[index]!;
      if (kind === Kind.plain || kind === Kind.raised) text += character;
      else if (kind === Kind.gap) text += gapShape;
      else text += (passage.ends[index]! - passage.starts[index]! === 2 && escapes[character]) || hidden;
    }
    this.text = text;
  }

  /** Marks `[from, to)` in the passage; the shape shows it after `settle`. */
  mark(from: number, to: number, kind: number): void {
    this.passage.mark(from, to, kind);
    if (kind !== Kind.raised) this.#marks.push({ from, to });
  }

  /** Hides what has been marked since the last time. */
  settle(): void {
    if (this.#marks.length === 0) return;
    const characters = this.text.split('');
    for (const { from, to } of this.#marks) characters.fill(hidden, from, to);
    this.text = characters.join('');
    this.#marks.length = 0;
  }
}

/** The index of the bracket that closes each `[`, by the index of the opening one; unmatched brackets are absent. */
export function matchBrackets(text: string): Map<number, number> {
  const matches = new Map<number, number>();
  const open: number[] = [];
  for (const { index, 0: bracket } of text.matchAll(/[[\]]/g)) {
    if (bracket === '[') open.push(index);
    else if (open.length > 0) matches.set(open.pop()!, index);
  }
  return matches;
}

import type { Span } from '../core/span.ts';
import type { Language } from '../core/words.ts';
import { plainPassages } from './plain-blocks.ts';
import { streamBlocks } from './stream.ts';

/** A part of a paper as its source has it, markup included. */
export interface TextPassage extends Span {
  /** `title` is the first passage after the front matter, if it is a heading or a single short line before others. */
  readonly kind: 'front matter' | 'title' | 'heading' | 'paragraph';
}

/** In UTF-16 units: a first line of plain text that is longer is no title. */
const longestTitle = 300;

const atxHeading = /^ {0,3}#{1,6}(?:[ \t]|$)/m;
/** A line that is underlined, which is no list item, quotation, fence, table row or indented code. */
const setextHeading = /^ {0,3}(?![-*+>|`~#\s]|\d+[.)][ \t]).*[\r\n]+ {0,3}(?:=+|-+)[ \t]*$/s;

/**
 * The passages of a paper: its front matter, headings, and paragraphs (of Markdown also list items, tables and code, each as a
 * whole), without the white space around them. They are in order and disjoint, hold all of the source but white space, and
 * every sentence that is read (`readSentences`) lies in one of them.
 * @throws UserError if a single block is too long to be held in memory.
 */
export function* textPassages(source: string, language: Language): Generator<TextPassage> {
  const pending: TextPassage[] = [];
  let first = true;
  for (const passage of kinds(source, language)) {
    const before = pending.pop();
    if (before) {
      yield titled(before, first, source, true);
      if (before.kind !== 'front matter') first = false;
    }
    pending.push(passage);
  }
  for (const last of pending) yield titled(last, first, source, false);
}

function titled(passage: TextPassage, first: boolean, source: string, followed: boolean): TextPassage {
  const { start, end, kind } = passage;
  if (!first || kind === 'front matter') return passage;
  return kind === 'heading' || (followed && isLine(source, passage)) ? { start, end, kind: 'title' } : passage;
}

/** Plain text has no marks of headings: its title is a line. */
function isLine(source: string, { start, end, kind }: TextPassage): boolean {
  return kind === 'paragraph' && end - start <= longestTitle && !/[\r\n]/.test(source.slice(start, end));
}

function* kinds(source: string, language: Language): Generator<TextPassage> {
  let kind: TextPassage['kind'] = 'front matter';
  for (const block of streamBlocks(source, language)) {
    const text = source.slice(block.start, block.end);
    const parts = language === 'plaintext' && kind !== 'front matter' ? plainPassages(text) : [whole(text)];
    for (const part of parts) {
      const { start, end } = trimmed(text, part);
      if (start === end) continue;
      const here = text.slice(start, end);
      const heading = language === 'markdown' && kind !== 'front matter' && isHeading(here);
      yield { start: block.start + start, end: block.start + end, kind: heading ? 'heading' : kind };
    }
    kind = 'paragraph';
  }
}

function isHeading(block: string): boolean {
  const [line = ''] = block.split(/[\r\n]/, 1);
  return atxHeading.test(line) || setextHeading.test(block);
}

function whole(text: string): Span {
  return { start: 0, end: text.length };
}

function trimmed(text: string, { start, end }: Span): Span {
  const inside = text.slice(start, end);
  const from = start + inside.length - inside.trimStart().length;
  return { start: from, end: Math.max(from, start + inside.trimEnd().length) };
}

import type { Sentence } from '../core/words.ts';
import { markAddresses } from './addresses.ts';
import type { Block, BlockProse, BlockSyntax } from './blocks.ts';
import { standsAlone } from './plain-lines.ts';
import { Kind, Passage, readPassage } from './prose.ts';
import { Shape } from './shape.ts';

/** Plain text, cut where a line follows a blank one, or a long line (a paragraph that is not wrapped) that ends with a stop. */
export const plainBlocks: BlockSyntax = { scan };

const lineEnd = String.raw`(?:\r\n|\n|\r(?!\n)|\f)`;
const blockStart = new RegExp(
  String.raw`(?<=${lineEnd}[^\S\r\n\f]*${lineEnd}|[^\r\n\f]{200}[.!?]["'”’)\]]{0,9}[ \t]{0,9}${lineEnd})[^\s\ufeff]`,
  'gu',
);

function scan(source: string, from: number, to: number): Block[] {
  const starts = [from];
  const text = source.slice(from, to);
  for (const { index } of text.matchAll(blockStart)) if (index > 0) starts.push(from + index);
  const blocks: Block[] = [];
  for (const [index, start] of starts.entries()) {
    const end = starts[index + 1] ?? to;
    if (end === to && to < source.length) break;
    blocks.push({ start, end, lead: 1, defines: [], read: () => readBlock(source.slice(start, end)) });
  }
  return blocks;
}

function readBlock(text: string): BlockProse {
  const sentences: Sentence[] = [];
  for (const { start, end } of plainPassages(text)) {
    const passage = new Passage();
    passage.addText(text.slice(start, end), start, Kind.plain);
    markAddresses(new Shape(passage));
    sentences.push(...readPassage(passage));
  }
  return { sentences, lookups: new Set() };
}

/** The passages of a paragraph: wrapped lines are one, a heading or a list item is its own. */
export function plainPassages(text: string): { start: number; end: number }[] {
  const lines = [...text.matchAll(/[^\r\n\f]+/g)].filter(({ 0: line }) => line.trim() !== '');
  const ranges: { start: number; end: number }[] = [];
  for (const [index, { index: start, 0: line }] of lines.entries()) {
    const last = ranges.at(-1);
    const end = start + line.length;
    if (last === undefined || standsAlone(lines[index - 1]![0], line, lines[index + 1]?.[0]))
      ranges.push({ start, end });
    else last.end = end;
  }
  return ranges;
}

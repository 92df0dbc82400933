import { parse, postprocess, preprocess } from 'micromark';
import { normalizeIdentifier } from 'micromark-util-normalize-identifier';
import { subtokenize } from 'micromark-util-subtokenize';
import type { Event, ParseContext } from 'micromark-util-types';
import { compareSpans } from '../../core/span.ts';
import type { Sentence } from '../../core/words.ts';
import { type Block, type BlockProse, type BlockSyntax, type Definitions, lineStartFrom, shifted } from '../blocks.ts';
import { readPassage } from '../prose.ts';
import { blockStarts } from './block-starts.ts';
import { calmContainers, calmText } from './calm.ts';
import { resolvePandoc } from './pandoc.ts';
import { gatherPassages } from './passages.ts';
import { extensions } from './syntax.ts';

/** Markdown, cut where a new block starts at the top level or a new item in a list at the top level. */
export const markdownBlocks: BlockSyntax = { scan };

/** The sentences of a Markdown text that stands by itself. */
export function readMarkdown(text: string): Sentence[] {
  const definitions = new Set<string>();
  return scan(text, 0, text.length).flatMap((block) =>
    block.read(definitions).sentences.map((sentence) => shifted(sentence, block.start)),
  );
}

/** The structure of a text: micromark's events down to paragraphs, whose text is not tokenized yet. */
interface Structure {
  readonly parser: ParseContext;
  readonly events: Event[];
}

function scan(source: string, from: number, to: number): Block[] {
  const text = source.slice(from, to);
  const { parser, events } = structure(calmContainers(text));
  const starts = blockStarts(events, text);
  const blocks: Block[] = [];
  for (const [index, start] of starts.entries()) {
    const next = starts[index + 1];
    if (next === undefined && to < source.length) break;
    const end = next?.offset ?? text.length;
    const own = events.slice(start.event, next?.event ?? events.length);
    blocks.push({
      start: from + start.offset,
      end: from + end,
      lead: afterBlankLine(source, from + start.offset) ? 1 : firstLine(text, start.offset),
      defines: definitionsOf(own, text),
      read: (definitions) => readBlock({ parser, events: own }, text, start.offset, end, definitions),
    });
  }
  return blocks;
}

/** Whether a line start follows a blank line, or nothing: then its first character decides that a block starts there. */
function afterBlankLine(source: string, start: number): boolean {
  return start === 0 || /(?:\n|\r(?!\n))[ \t]*(?:\r\n?|\n)$/.test(source.slice(Math.max(0, start - 80), start));
}

/** The length of the line at `start` with its ending; unbounded where it may still grow. */
function firstLine(text: string, start: number): number {
  const next = lineStartFrom(text, start + 1);
  return next < text.length ? next - start : Number.POSITIVE_INFINITY;
}

/** Parses down to paragraphs. A byte order mark at the start is taken for a space, as micromark would drop it and shift offsets. */
function structure(text: string): Structure {
  const parser = parse({ extensions });
  const markdown = text.startsWith('\u{feff}') ? ` ${text.slice(1)}` : text;
  const events = parser.document().write(preprocess()(markdown, undefined, true));
  subtokenize(events);
  return { parser, events };
}

function definitionsOf(events: readonly Event[], text: string): string[] {
  const names: string[] = [];
  for (const [phase, { type, start, end }] of events) {
    if (phase === 'exit') continue;
    const footnote = type === 'gfmFootnoteDefinitionLabelString';
    if (!footnote && type !== 'definitionLabelString') continue;
    names.push((footnote ? '^' : '') + normalizeIdentifier(text.slice(start.offset, end.offset)));
  }
  return names;
}

/** A list of names for micromark that answers from the whole document's definitions and notes what was asked. */
class Names extends Array<string> {
  readonly #ask: (name: string) => boolean;

  constructor(ask: (name: string) => boolean) {
    super();
    this.#ask = ask;
  }

  override includes(name: string): boolean {
    return this.#ask(name);
  }
}

function readBlock(block: Structure, text: string, start: number, end: number, definitions: Definitions): BlockProse {
  const calm = calmText(block.events, text, start, end);
  const { parser, events } = calm === undefined ? block : structure(calm);
  const lookups = new Set<string>();
  const ask = (name: string): boolean => {
    lookups.add(name);
    return definitions.has(name);
  };
  parser.defined = new Names(ask);
  parser.gfmFootnotes = new Names((name) => ask(`^${name}`));
  postprocess(events);
  const sentences: Sentence[] = [];
  const base = calm === undefined ? 0 : start;
  for (const gathered of gatherPassages(events, text.slice(base))) {
    for (const passage of resolvePandoc(gathered)) {
      for (const sentence of readPassage(passage)) sentences.push(shifted(sentence, base - start));
    }
  }
  return { sentences: sentences.sort(compareSpans), lookups };
}

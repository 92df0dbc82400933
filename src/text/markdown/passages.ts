import { decodeString } from 'micromark-util-decode-string';
import type { Event, Token } from 'micromark-util-types';
import { Kind, Passage } from '../prose.ts';
import { htmlTag } from './html.ts';

/** Tokens that hold one passage each. */
const passageTokens: ReadonlySet<string> = new Set([
  'paragraph',
  'atxHeadingText',
  'setextHeadingText',
  'tableData',
  'tableHeader',
]);
/** Tokens inside a passage that are not read and part what stands before them from what stands behind. */
const gapTokens: ReadonlySet<string> = new Set([
  'codeText',
  'mathText',
  'inlineMath',
  'autolink',
  'literalAutolink',
  'gfmFootnoteCall',
]);
/** Tokens inside a passage that are markup: skipped with everything in them. */
const markupTokens: ReadonlySet<string> = new Set(['resource', 'reference', 'definition', 'taskListCheck']);
const whiteSpaceTokens: ReadonlySet<string> = new Set([
  'lineEnding',
  'hardBreakTrailing',
  'hardBreakEscape',
  'lineSuffix',
  'linePrefix',
]);

/** A passage being gathered: its HTML elements whose text is not read, and how deep it is in `<sup>`. */
interface Open {
  readonly passage: Passage;
  readonly hiding: { name: string; from: number }[];
  raised: number;
}

/**
 * Gathers the passages of parsed Markdown: paragraphs, headings, table cells, and the alternative text of images, which
 * leaves a gap where it stood. Emphasis, links and inline HTML do not cut the text; a line break is white space.
 * @param events micromark's events of the whole text, subtokenized.
 * @param source what the events' offsets count in.
 */
export function gatherPassages(events: readonly Event[], source: string): Passage[] {
  const done: Passage[] = [];
  const stack: Open[] = [];
  for (let index = 0; index < events.length; index++) {
    const [phase, token] = events[index]!;
    const { type } = token;
    if (passageTokens.has(type)) {
      if (phase === 'enter') stack.push({ passage: new Passage(), hiding: [], raised: 0 });
      else done.push(stack.pop()!.passage);
      continue;
    }
    const open = stack.at(-1);
    if (open === undefined) continue;
    if (type === 'image') {
      if (phase === 'enter') {
        addGap(open, token);
        stack.push({ passage: new Passage(), hiding: [], raised: 0 });
      } else done.push(stack.pop()!.passage);
    } else if (phase === 'enter' && read(open, token, source)) {
      while (events[index]![0] !== 'exit' || events[index]![1] !== token) index++;
    }
  }
  return done;
}

function addGap({ passage }: Open, token: Token): void {
  passage.addAs('\u{fffc}', token.start.offset, token.end.offset, Kind.gap);
}

/** Adds what a token holds. Returns whether the token is finished with, and what is nested in it to be skipped. */
function read(open: Open, token: Token, source: string): boolean {
  const { passage } = open;
  const { type } = token;
  const start = token.start.offset;
  const end = token.end.offset;
  if (type === 'data') {
    passage.addText(source.slice(start, end), start, open.raised > 0 ? Kind.raised : Kind.plain);
  } else if (whiteSpaceTokens.has(type)) {
    passage.addAs(type === 'lineEnding' ? '\n' : ' ', start, end, Kind.plain);
  } else if (gapTokens.has(type)) {
    addGap(open, token);
  } else if (type === 'characterEscape') {
    passage.addAs(source.slice(start + 1, end), start, end, Kind.literal);
  } else if (type === 'characterReference') {
    passage.addAs(decodeString(source.slice(start, end)), start, end, Kind.literal);
  } else if (type === 'htmlText') {
    readTag(open, source.slice(start, end), token);
  } else {
    return markupTokens.has(type);
  }
  return true;
}

/** Inline HTML: `<br>` is white space, `<sup>` raises, the text of `<code>` and its like becomes a gap, the rest is markup. */
function readTag(open: Open, source: string, token: Token): void {
  const tag = htmlTag(source);
  if (tag === undefined) return;
  if (tag.breaks) open.passage.addAs(' ', token.start.offset, token.end.offset, Kind.plain);
  if (tag.name === 'sup') open.raised = Math.max(0, open.raised + (tag.closes ? -1 : 1));
  if (!tag.hides) return;
  if (!tag.closes) {
    open.hiding.push({ name: tag.name, from: open.passage.text.length });
    return;
  }
  const at = open.hiding.findLastIndex(({ name }) => name === tag.name);
  if (at < 0) return;
  open.passage.mark(open.hiding[at]!.from, open.passage.text.length, Kind.gap);
  open.hiding.length = at;
}

import { markAddresses } from '../addresses.ts';
import { Kind, Passage } from '../prose.ts';
import { gapShape, matchBrackets, Shape } from '../shape.ts';
import { markCitations } from './citations.ts';
import { markRegions } from './regions.ts';

/**
 * Marks what Pandoc and Manubot write beyond CommonMark (https://pandoc.org/MANUAL.html#pandocs-markdown) in a passage whose
 * CommonMark and GFM markup is gone. Inline notes leave the passage, which gets a gap in their place.
 * @returns the passage and the notes taken out of it.
 */
export function resolvePandoc(passage: Passage): Passage[] {
  const shape = new Shape(passage);
  if (/[{\ufdd2\ufdd4]/.test(shape.text)) markRegions(shape);
  const notes = shape.text.includes('^[') ? noteRanges(shape.text) : [];
  for (const [from, to] of notes) {
    shape.mark(from, from + 2, Kind.markup);
    shape.mark(to - 1, to, Kind.markup);
  }
  shape.settle();
  if (/@|\[\^/.test(shape.text)) markCitations(shape);
  if (shape.text.includes('{')) markAttributes(shape);
  if (shape.text.includes('^')) markRaised(shape);
  if (shape.text.includes('\\ ')) markEscapedSpaces(shape);
  markAddresses(shape);
  return [passage, ...notes.map(([from, to]) => takeNote(passage, from, to))];
}

/** The outermost inline notes, `^[…]`, brackets included. */
function noteRanges(text: string): [number, number][] {
  const ranges: [number, number][] = [];
  let end = 0;
  for (const [open, close] of [...matchBrackets(text)].sort((a, b) => a[0] - b[0])) {
    if (open < end || open === 0 || text[open - 1] !== '^') continue;
    end = close + 1;
    ranges.push([open - 1, end]);
  }
  return ranges;
}

function takeNote(passage: Passage, from: number, to: number): Passage {
  const note = new Passage();
  for (let index = from + 2; index < to - 1; index++) {
    note.addAs(passage.text[index]!, passage.starts[index]!, passage.ends[index]!, passage.kinds[index]!);
  }
  passage.mark(from, to, Kind.gap);
  return note;
}

const named = String.raw`[#.][^\s{}"'=]+`;
const quoted = String.raw`[\w:-]+=(?:"[^"]*"|'[^']*')`;
const unquoted = String.raw`[\w:-]+=[^\s{}"']+`;
/** Surely attributes: they begin with an id, a class or a quoted value. */
const attributes = new RegExp(
  String.raw`^\{\s*(?:${named}|${quoted})(?:\s+(?:${named}|${quoted}|${unquoted}|-))*\s*\}$`,
);
/** Attributes only right behind the markup that they belong to. */
const boundAttributes = new RegExp(
  String.raw`^\{\s*(?:${unquoted}|-|=\w+)(?:\s+(?:${named}|${quoted}|${unquoted}))*\s*\}$`,
);

/** Marks attributes, `{#fig:x .class width=50%}`, and the brackets of spans, `[text]{.class}`, as markup. */
function markAttributes(shape: Shape): void {
  const { text, passage } = shape;
  const opening = new Map([...matchBrackets(text)].map(([open, close]) => [close, open]));
  for (let at = text.indexOf('{'); at >= 0; at = text.indexOf('{', at + 1)) {
    const end = text.slice(at, at + 500).indexOf('}') + at + 1;
    if (end === at) continue;
    const candidate = text.slice(at, end);
    const behind = text[at - 1];
    const bound = behind === ']' || behind === gapShape || (at > 0 && passage.ends[at - 1] !== passage.starts[at]);
    if (!attributes.test(candidate) && !(bound && boundAttributes.test(candidate))) continue;
    shape.mark(at, end, Kind.markup);
    const open = behind === ']' ? opening.get(at - 1) : undefined;
    if (open === undefined) continue;
    shape.mark(open, open + 1, Kind.markup);
    shape.mark(at - 1, at, Kind.markup);
  }
  shape.settle();
}

/** Marks the carets of superscripts, `Ca^2+^`. */
function markRaised(shape: Shape): void {
  for (const match of shape.text.matchAll(/\^([^\s^]+)\^/g)) {
    const end = match.index + match[0].length;
    for (let index = match.index + 1; index < end - 1; index++) {
      if (shape.passage.kinds[index] === Kind.plain) shape.mark(index, index + 1, Kind.raised);
    }
    shape.mark(match.index, match.index + 1, Kind.markup);
    shape.mark(end - 1, end, Kind.markup);
  }
  shape.settle();
}

/** Marks the backslash of Pandoc's escaped space. */
function markEscapedSpaces(shape: Shape): void {
  for (const match of shape.text.matchAll(/\\ /g)) shape.mark(match.index, match.index + 1, Kind.markup);
  shape.settle();
}

import type { Sentence } from '../core/words.ts';
import { markAddresses } from './addresses.ts';
import { shifted } from './blocks.ts';
import { readMarkdown } from './markdown/markdown-blocks.ts';
import { Kind, Passage, readPassage } from './prose.ts';
import { Shape } from './shape.ts';

/** The values that are read. */
const readKeys = /^(["']?)(title|subtitle|abstract)\1$/i;
/** An entry of a mapping or a sequence in such a value, as in Quarto's `title: [{type: main, text: …}]` and in a structured abstract. */
const nestedEntry = /^[ \t]*(?:(?:-[ \t]+)+(?:([a-z][\w-]*)[ \t]*:(?=[ \t]|$))?|([a-z][\w-]*)[ \t]*:(?=[ \t]|$))[ \t]*/;
/** Keys of entries that say of which kind the text beside them is. */
const kindKeys = /^(?:type|lang|id)$/;
/** From here on a TOML key is a table's, not the document's. */
const tomlTable = /^[ \t]*\[\[?[\w."' \t-]+\]\]?[ \t]*(?:#.*)?$/;

/**
 * The end of a document's front matter, its closing fence and line ending included; 0 where there is none. Front matter begins
 * in the first line with `---` (YAML, closed by `---` or, as in Pandoc, `...`) or `+++` (TOML). An opening `---` before a blank line is a
 * thematic break.
 */
export function frontMatterEnd(source: string): number {
  const opening = /^(---|\+\+\+)[ \t]*(?:\r\n|\n|\r)(?![ \t]*[\r\n])/.exec(source);
  if (opening === null) return 0;
  const closing =
    opening[1] === '---'
      ? /(?<=^|[\r\n])(?:---|\.\.\.)[ \t]*(?:\r\n|\n|\r|$)/g
      : /(?<=^|[\r\n])\+\+\+[ \t]*(?:\r\n|\n|\r|$)/g;
  closing.lastIndex = opening[0].length;
  const close = closing.exec(source);
  return close === null ? 0 : close.index + close[0].length;
}

/** The sentences of the title and the abstract in front matter, in the source's offsets. */
export function readFrontMatter(front: string): Sentence[] {
  const toml = front.startsWith('+++');
  const lines = [...front.matchAll(/([^\r\n]*)(?:\r\n|\n|\r|$)/g)];
  const sentences: Sentence[] = [];
  for (let index = 1; index < lines.length; index++) {
    const line = lines[index]![1]!;
    if (toml && tomlTable.test(line)) break;
    const entry = (toml ? /^([\w"'.-]+)[ \t]*=[ \t]*/ : /^([\w"'-]+)[ \t]*:(?:[ \t]+|$)/).exec(line);
    if (entry === null || !readKeys.test(entry[1]!)) continue;
    const start = lines[index]!.index + entry[0].length;
    let last = index;
    const continued = entry[0].length === line.length ? /^(?:[ \t]+\S|[ \t]*$|-[ \t])/ : /^(?:[ \t]+\S|[ \t]*$)/;
    if (!toml)
      while (last + 1 < lines.length && continued.test(lines[last + 1]![1]!) && lines[last + 1]![0] !== '') last++;
    const end = lines[last]!.index + lines[last]![1]!.length;
    for (const passage of toml ? tomlValue(front, start, end) : yamlValue(front, start, end)) {
      sentences.push(...readValue(front, passage));
    }
    index = last;
  }
  return sentences;
}

/** A value is Markdown, as in Pandoc, unless escapes in it part its text from the source. */
function readValue(front: string, passage: Passage): Sentence[] {
  const start = passage.starts[0] ?? 0;
  const end = passage.ends.at(-1) ?? 0;
  if (front.slice(start, end) === passage.text)
    return readMarkdown(passage.text).map((sentence) => shifted(sentence, start));
  markAddresses(new Shape(passage));
  return readPassage(passage);
}

/** A YAML value: a block scalar (`|`, `>`), a quoted or a plain one, or the values of a nested block; a blank line parts passages. */
function yamlValue(front: string, from: number, end: number): Passage[] {
  const start = from + /^(?:[&!]\S*[ \t]*)*/.exec(front.slice(from, end))![0].length;
  const value = front.slice(start, end);
  if (/^[ \t]*(?:#[^\r\n]*)?[\r\n]/.test(value)) {
    const nested = nestedValues(front, start, end);
    if (nested !== undefined) return nested;
  }
  const block = /^[|>][-+0-9]*[ \t]*(?:#[^\r\n]*)?(?=[\r\n]|$)/.exec(value);
  if (block !== null) return paragraphs(front, start + block[0].length, end);
  if (value.startsWith('"')) return quoted(front, start, '"', end);
  if (value.startsWith("'")) return quoted(front, start, "'", end);
  if (/^[[{*]|^(?:null|~)\s*$/.test(value)) return [];
  const comment = /(?:^|[ \t])#/.exec(value);
  return paragraphs(front, start, comment === null ? end : start + comment.index);
}

/** The values of the mappings and sequences that a block holds; undefined if it is a scalar. */
function nestedValues(front: string, start: number, end: number): Passage[] | undefined {
  const lines = [...front.slice(start, end).matchAll(/[^\r\n]*\S[^\r\n]*/g)];
  const first = lines.find(({ 0: line }) => !/^[ \t]*#/.test(line));
  if (first === undefined || !nestedEntry.test(first[0])) return undefined;
  const passages: Passage[] = [];
  for (let index = 0; index < lines.length; ) {
    const { index: at, 0: line } = lines[index++]!;
    const entry = nestedEntry.exec(line);
    if (entry === null) continue;
    const key = entry[1] ?? entry[2];
    const column = line.search(key === undefined ? /\S/ : /[a-z]/);
    while (index < lines.length && lines[index]![0].search(/\S/) > column) index++;
    const last = lines[index - 1]!;
    if (key !== undefined && kindKeys.test(key)) continue;
    passages.push(...yamlValue(front, start + at + entry[0].length, start + last.index + last[0].length));
  }
  return passages;
}

/** A TOML string, basic or literal, on one line, which ends at `lineEnd`, or between triple quotes. */
function tomlValue(front: string, start: number, lineEnd: number): Passage[] {
  const delimiter = /^(?:"""|'''|"|')/.exec(front.slice(start, start + 3))?.[0];
  return delimiter === undefined ? [] : quoted(front, start, delimiter, delimiter.length > 1 ? front.length : lineEnd);
}

function paragraphs(front: string, start: number, end: number): Passage[] {
  return [...front.slice(start, end).matchAll(/\S(?:[^\r\n]|(?:\r\n|\n|\r)(?![ \t]*(?:[\r\n]|$)))*/g)].map((match) => {
    const passage = new Passage();
    passage.addText(match[0], start + match.index, Kind.plain);
    return passage;
  });
}

const escapeCharacters: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  '"': '"',
  '/': '/',
  '\\': '\\',
  ' ': ' ',
  _: '\u{a0}',
};

/** A quoted string from its opening delimiter at `start`; an escape becomes the character it stands for. */
function quoted(front: string, start: number, delimiter: string, end: number): Passage[] {
  const passage = new Passage();
  const escapes = delimiter[0] === '"';
  let at = start + delimiter.length;
  while (at < end) {
    const doubled = delimiter === "'" && front.startsWith("''", at);
    if (!doubled && front.startsWith(delimiter, at)) break;
    const found = escapes
      ? /^\\(?:u([0-9a-f]{4})|U([0-9a-f]{8})|x([0-9a-f]{2})|([\s\S]))/i.exec(front.slice(at, at + 10))
      : null;
    if (found !== null) {
      const code = found[1] ?? found[2] ?? found[3];
      const point = code === undefined ? -1 : Number.parseInt(code, 16);
      const text =
        point >= 0 && point <= 0x10ffff ? String.fromCodePoint(point) : (escapeCharacters[found[4] ?? ''] ?? ' ');
      passage.addAs(text, at, at + found[0].length, Kind.literal);
      at += found[0].length;
    } else if (doubled) {
      passage.addAs("'", at, at + 2, Kind.literal);
      at += 2;
    } else passage.addText(front[at]!, at++, Kind.plain);
  }
  return [passage];
}

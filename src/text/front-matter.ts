import type { Sentence } from '../core/words.ts';
import { markAddresses } from './addresses.ts';
import { shifted } from './blocks.ts';
import { readMarkdown } from './markdown/markdown-blocks.ts';
import { Kind, Passage, readPassage } from './prose.ts';
import { Shape } from './shape.ts';

/** The values that are read. */
const readKeys = /^(["']?)(title|subtitle|abstract)\1$/i;

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
    const entry = (toml ? /^([\w"'.-]+)[ \t]*=[ \t]*/ : /^([\w"'-]+)[ \t]*:(?:[ \t]+|$)/).exec(line);
    if (entry === null || !readKeys.test(entry[1]!)) continue;
    const start = lines[index]!.index + entry[0].length;
    let last = index;
    if (!toml)
      while (
        last + 1 < lines.length &&
        /^(?:[ \t]+\S|[ \t]*$)/.test(lines[last + 1]![1]!) &&
        lines[last + 1]![0] !== ''
      )
        last++;
    const end = lines[last]!.index + lines[last]![1]!.length;
    for (const passage of toml ? tomlValue(front, start) : yamlValue(front, start, end)) {
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

/** A YAML scalar: block (`|`, `>`), quoted, or plain; a blank line in it parts passages. */
function yamlValue(front: string, start: number, end: number): Passage[] {
  const value = front.slice(start, end);
  const block = /^[|>][-+0-9]*[ \t]*(?:#[^\r\n]*)?(?=[\r\n]|$)/.exec(value);
  if (block !== null) return paragraphs(front, start + block[0].length, end);
  if (value.startsWith('"')) return quoted(front, start, '"', end);
  if (value.startsWith("'")) return quoted(front, start, "'", end);
  if (/^[[{&*!]/.test(value)) return [];
  const comment = /(?:^|[ \t])#/.exec(value);
  return paragraphs(front, start, comment === null ? end : start + comment.index);
}

/** A TOML string, basic or literal, on one line or between triple quotes. */
function tomlValue(front: string, start: number): Passage[] {
  const delimiter = /^(?:"""|'''|"|')/.exec(front.slice(start, start + 3))?.[0];
  return delimiter === undefined ? [] : quoted(front, start, delimiter, front.length);
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

/** `tag: value {qualifiers} ! comment` of a file in OBO. */
export interface OboLine {
  readonly tag: string;
  /** As it is written, with its escapes and quotation marks. */
  readonly value: string;
  /** What stands between the braces at its end. */
  readonly qualifiers: string;
}

/** Tags whose values have strings in quotation marks; in others these are characters as all are. */
const quoting = /^(?:def|xref(?:_\w+)?|property_value|(?:\w+_)?synonym)$/;

/** A line of OBO, without its comment; undefined if it has no tag. */
export function parseOboLine(text: string): OboLine | undefined {
  const [start, tag] = /^\s*([\w.-]+)\s*:/.exec(text) ?? [];
  if (start === undefined || tag === undefined) return undefined;
  // Most lines have nothing to look for.
  if (!/[!{\\]/.test(text)) return { tag, value: text.slice(start.length).trim(), qualifiers: '' };
  const { end, braces } = scan(text, start.length, quoting.test(tag));
  const qualifiers = braces && braces.end === end ? text.slice(braces.start + 1, braces.end - 1) : '';
  if (!braces || !qualifiers.includes('=')) return { tag, value: text.slice(start.length, end).trim(), qualifiers: '' };
  return { tag, value: text.slice(start.length, braces.start).trim(), qualifiers };
}

/**
 * Where the value ends, before white space and a comment, and the last braces that stand behind white space in it. A `!`
 * without white space before it belongs to a name that ought to escape it.
 */
function scan(text: string, from: number, quotes: boolean) {
  let end = from;
  let braces: { readonly start: number; end: number } | undefined;
  let inBraces = false;
  let inString = false;
  for (let at = from; at < text.length; at++) {
    const character = text[at];
    const isSpace = character === ' ' || character === '\t';
    if (!isSpace) end = at + 1;
    if (character === '\\') {
      end = Math.min(at + 2, text.length);
      at++;
    } else if (character === '"' && (quotes || inBraces)) inString = !inString;
    else if (inString) continue;
    else if (character === '{' && /\s/.test(text[at - 1] ?? '')) {
      braces = { start: at, end: -1 };
      inBraces = true;
    } else if (character === '}' && inBraces && braces) {
      braces.end = at + 1;
      inBraces = false;
    } else if (character === '!' && /\s/.test(text[at - 1] ?? '')) {
      end = text.slice(from, at).trimEnd().length + from;
      break;
    }
  }
  return { end, braces };
}

const escapes: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['t', '\t'],
  ['W', ' '],
]);

/** What a text means whose characters are escaped with backslashes (OBO 1.2, section S.1.5). */
export function unescapeObo(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replaceAll(/\\(.)/gs, (_, character: string) => escapes.get(character) ?? character);
}

/** The string in quotation marks that a value begins with, and what follows it; undefined if there is none or no end to it. */
export function leadingString(value: string): { readonly text: string; readonly rest: string } | undefined {
  if (!value.startsWith('"')) return undefined;
  for (let at = 1; at < value.length; at++) {
    if (value[at] === '\\') at++;
    else if (value[at] === '"') return { text: unescapeObo(value.slice(1, at)), rest: value.slice(at + 1).trim() };
  }
  return undefined;
}

/** The first word of a value: an identifier before its description. */
export function leadingWord(value: string): string {
  return unescapeObo(/^(?:\\.|[^\s\\])+/.exec(value)?.[0] ?? '');
}

import type { ErrorContext, EvaluationError, FilePlace, PlacedMention } from '../../evaluate/report/report.ts';

/** A stretch of a document in an editor; lines and characters from 0. */
export interface Stretch {
  readonly line: number;
  readonly character: number;
  readonly endLine: number;
  readonly endCharacter: number;
}

/** Ways in which forms write a text into a line. */
const escapes: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => JSON.stringify(text).slice(1, -1),
  (text) =>
    JSON.stringify(text)
      .slice(1, -1)
      .replaceAll(/[\u0080-\uffff]/g, escaped),
  // Lists of words, as most programs write them and as Python does.
  (text) => JSON.stringify(text).slice(1, -1).replaceAll(' ', '","'),
  (text) => JSON.stringify(text).slice(1, -1).replaceAll(' ', '", "'),
  (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
  (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;'),
];

/**
 * Where a mention of an error stands in the text of its file. Where the file tells only the line, since the text is escaped
 * there, the mention is looked for on it by the words around it, and then by itself; if it is not there as it is, or more
 * than once, the whole lines are given.
 * @param lineAt the text of a line of the file, from 0, without its line end; undefined after the last one.
 */
export function locate(
  { context }: Pick<EvaluationError, 'context'>,
  side: 'gold' | 'found',
  { place, text }: PlacedMention,
  lineAt: (line: number) => string | undefined,
): Stretch {
  const whole = wholeLines(place, lineAt);
  if (place.column !== undefined && place.endColumn !== undefined) {
    return { line: place.line - 1, character: place.column, endLine: place.endLine - 1, endCharacter: place.endColumn };
  }
  if (place.line !== place.endLine) return whole;
  const line = lineAt(place.line - 1) ?? '';
  const found = inContext(line, context, context[side]) ?? alone(line, text);
  if (!found) return whole;
  const [start, end] = found;
  return { line: place.line - 1, character: start, endLine: place.line - 1, endCharacter: end };
}

/**
 * Whether a mention stands where it stood when it was evaluated, as far as its file can tell: at its columns is its first
 * word, or at least its line is there.
 */
export function isUnmoved({ place, text }: PlacedMention, lineAt: (line: number) => string | undefined): boolean {
  const line = lineAt(place.line - 1);
  if (line === undefined || place.column === undefined) return line !== undefined;
  const [word = ''] = text.trim().split(/\s/);
  return line.startsWith(word, place.column);
}

/** The mention in the words around it, if they stand on the line just once. */
function inContext(
  line: string,
  { text }: ErrorContext,
  span: readonly [number, number] | undefined,
): readonly [number, number] | undefined {
  if (!span) return undefined;
  const words = text.replace(/^…\s*|\s*…$/g, '');
  const shift = text.indexOf(words);
  const [start, end] = [span[0] - shift, span[1] - shift];
  if (start < 0 || end > words.length) return undefined;
  for (const written of escapes) {
    const at = onlyPlace(line, written(words));
    if (at === undefined) continue;
    const before = written(words.slice(0, start)).length;
    return [at + before, at + before + written(words.slice(start, end)).length];
  }
  return undefined;
}

function alone(line: string, text: string): readonly [number, number] | undefined {
  for (const written of escapes) {
    const at = onlyPlace(line, written(text));
    if (at !== undefined) return [at, at + written(text).length];
  }
  return undefined;
}

function onlyPlace(line: string, text: string): number | undefined {
  if (text === '') return undefined;
  const at = line.indexOf(text);
  return at >= 0 && line.indexOf(text, at + 1) < 0 ? at : undefined;
}

function wholeLines({ line, endLine }: FilePlace, lineAt: (line: number) => string | undefined): Stretch {
  const first = lineAt(line - 1) ?? '';
  const last = lineAt(endLine - 1) ?? '';
  return {
    line: line - 1,
    character: first.length - first.trimStart().length,
    endLine: endLine - 1,
    endCharacter: last.trimEnd().length,
  };
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

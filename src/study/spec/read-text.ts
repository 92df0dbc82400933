import { isMap, isPair, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { errorMessage, UserError } from '../../core/errors.ts';
import { parseJson } from '../../core/json.ts';
import type { PlaceOf } from '../../train/config/reader.ts';

/** What a file says, and where. */
export interface ReadText {
  readonly value: unknown;
  /** File and line of a key such as `methods[1].stages`, or of what it is in. */
  readonly place: PlaceOf;
}

/** No study needs more characters. */
const longest = 1_000_000;
/** A node that is repeated by aliases is repeated so often at most: a few lines of them stand for gigabytes. */
const mostAliases = 100;

/** Deeper brackets or lists on one line take the parser its stack, and the square of their number in time. */
const deepest = 200;

/**
 * Reads JSON or YAML 1.2, of which JSON is a part. A key that comes twice is refused, and so is what needs more than the
 * core schema.
 * @param file for messages; one that ends in `.json` must be JSON.
 * @throws UserError naming file and line of what is wrong.
 */
export function readSpecText(text: string, file: string): ReadText {
  if (text.length > longest) throw new UserError(`${file}: has more than ${longest} characters; is it a study?`);
  if (file.toLowerCase().endsWith('.json')) parseJson(text, file);
  else if (depthOf(text) > deepest) throw new UserError(`${file}: nested more than ${deepest} deep; is it a study?`);
  const counter = new LineCounter();
  const lineAt = (offset: number) => counter.linePos(offset).line;
  try {
    const document = parseDocument(text.replace(/^\ufeff/, ''), {
      lineCounter: counter,
      prettyErrors: false,
      strict: true,
      stringKeys: true,
      uniqueKeys: true,
      version: '1.2',
    });
    const [problem] = [...document.errors, ...document.warnings];
    if (problem?.code === 'MULTIPLE_DOCS') {
      throw new UserError(
        `${file}: line ${lineAt(problem.pos[0])}: a study is one document; what is after "---" is another`,
      );
    }
    if (problem) throw new UserError(`${file}: line ${lineAt(problem.pos[0])}: ${problem.message}`);
    const value: unknown = document.toJS({ maxAliasCount: mostAliases });
    const lines = new Map<string, number>();
    collectLines(document.contents, '', lines, lineAt);
    return { value, place: (path) => placeIn(file, lines, path) };
  } catch (thrown) {
    if (thrown instanceof UserError) throw thrown;
    // Aliases without end, and brackets nested deeper than the stack.
    throw new UserError(`${file}: cannot be read: ${errorMessage(thrown)}`);
  }
}

/** At most so deep, whatever is in quotes: of open brackets, and of lists that begin on one line. */
function depthOf(text: string): number {
  let [open, most] = [0, 0];
  for (const [mark] of text.matchAll(/[[{\]}]|^(?:[ \t]*[-?:][ \t]+)+/gm)) {
    if (mark === ']' || mark === '}') open = Math.max(0, open - 1);
    else if (mark === '[' || mark === '{') open++;
    most = Math.max(most, mark.length > 1 ? (mark.match(/[-?:]/g)?.length ?? 0) : open);
  }
  return most;
}

function collectLines(
  node: unknown,
  path: string,
  lines: Map<string, number>,
  lineAt: (offset: number) => number,
): void {
  const put = (at: string, { range }: Node) => range && !lines.has(at) && lines.set(at, lineAt(range[0]));
  if (isMap(node)) {
    for (const pair of node.items) {
      if (!isPair(pair) || !isScalar(pair.key)) continue;
      const at = path === '' ? String(pair.key.value) : `${path}.${pair.key.value}`;
      put(at, pair.key);
      collectLines(pair.value, at, lines, lineAt);
    }
  } else if (isSeq(node)) {
    for (const [index, item] of node.items.entries()) {
      const at = `${path}[${index}]`;
      put(at, item as Node);
      collectLines(item, at, lines, lineAt);
    }
  }
}

/** The line of a key; of what holds it if the key is not in the text itself. */
function placeIn(file: string, lines: ReadonlyMap<string, number>, path: string): string {
  for (let at = path; at !== ''; at = at.replace(/(^|\.)[^.[]*$|\[\d+\]$/, '')) {
    const line = lines.get(at);
    if (line !== undefined) return `${file}: line ${line}`;
  }
  return file;
}

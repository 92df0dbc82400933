import { UserError } from './errors.ts';
import { quoted } from './quote.ts';

/** What is wrong with a JSON text, and where (an offset in UTF-16 units). */
export interface JsonProblem {
  readonly offset: number;
  readonly message: string;
}

/** Bounds on a JSON text that is read from a file nobody vouches for. */
export interface JsonLimits {
  /** How deep arrays and objects may nest. */
  readonly depth: number;
  /** How many values there may be in all. */
  readonly values: number;
  /** Whether a key that comes twice in one object is a problem (`JSON.parse` keeps the last one, silently). */
  readonly uniqueKeys: boolean;
}

const noLimits: JsonLimits = { depth: Number.POSITIVE_INFINITY, values: Number.POSITIVE_INFINITY, uniqueKeys: false };

/**
 * Far more than any configuration or tokenizer has: whoever walks what was read may recurse, and `JSON.parse` takes
 * some 50 bytes of memory for each bracket.
 */
const fileLimits: JsonLimits = { depth: 200, values: 5_000_000, uniqueKeys: false };

/**
 * Reads a JSON text (RFC 8259); a byte order mark before it is passed over.
 * @throws UserError naming the file, line and column where the text stops being JSON, or nests too deep or holds too
 *   much for a file that people or their programs write.
 */
export function parseJson(text: string, file: string): unknown {
  const json = text.startsWith('\ufeff') ? text.slice(1) : text;
  const problem = findJsonProblem(json, fileLimits);
  if (!problem) return JSON.parse(json);
  const before = json.slice(0, problem.offset);
  const line = before.split('\n').length;
  const column = problem.offset - before.lastIndexOf('\n');
  throw new UserError(`${file}: line ${line}, column ${column}: invalid JSON: ${problem.message}`);
}

/**
 * Reads a JSON text that must be an object.
 * @throws UserError naming the file if it is not JSON or not an object.
 */
export function parseJsonObject(text: string, file: string): Record<string, unknown> {
  const value = parseJson(text, file);
  if (!isJsonObject(value)) {
    const found = Array.isArray(value) ? 'an array' : typeof value === 'string' ? quoted(value) : String(value);
    throw new UserError(`${file}: expected a JSON object, found ${found}`);
  }
  return value;
}

/** Whether a JSON value is an object, neither an array nor null. */
export function isJsonObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const literal = /true|false|null/y;
const space = /[ \t\n\r]*/y;
const escapes = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

/**
 * The first place where a text breaks the grammar of JSON or a limit, or undefined. It keeps its own stack and copies
 * nothing but keys, so that a hostile text can be looked over before `JSON.parse` builds anything of it.
 */
export function findJsonProblem(text: string, limits: JsonLimits = noLimits): JsonProblem | undefined {
  /** One entry for each open array (undefined) and object (its keys so far). */
  const open: (Set<string> | undefined)[] = [];
  let at = 0;
  let values = 0;
  let expected: 'value' | 'first element' | 'first key' | 'key' | 'separator' = 'value';

  for (;;) {
    at = matchEnd(space, text, at) ?? at;
    const character = text[at];
    if (expected === 'separator') {
      if (open.length === 0) return character === undefined ? undefined : problem('text after the end');
      const keys = open.at(-1);
      if (character === ',') expected = keys ? 'key' : 'value';
      else if (character === (keys ? '}' : ']')) open.pop();
      else return problem(`expected a comma or ${keys ? '}' : ']'}`);
      at++;
      continue;
    }
    if (character === undefined) return problem('the text ends too early');
    if (expected === 'first key' || expected === 'key') {
      if (expected === 'first key' && character === '}') {
        close();
        continue;
      }
      const end = character === '"' ? stringEnd(text, at) : at;
      if (end <= at) return { offset: Math.abs(end), message: 'expected a key in double quotes' };
      const keys = open.at(-1);
      if (limits.uniqueKeys && keys) {
        const key: unknown = JSON.parse(text.slice(at, end));
        if (keys.has(String(key))) return problem(`the key ${quoted(String(key))} comes twice`);
        keys.add(String(key));
      }
      at = matchEnd(space, text, end) ?? end;
      if (text[at] !== ':') return problem('expected a colon');
      at++;
      expected = 'value';
      continue;
    }
    if (expected === 'first element' && character === ']') {
      close();
      continue;
    }
    if (++values > limits.values) return problem(`more than ${limits.values} values`);
    if (character === '{' || character === '[') {
      if (open.length >= limits.depth) return problem(`nested more than ${limits.depth} deep`);
      open.push(character === '{' ? new Set() : undefined);
      expected = character === '{' ? 'first key' : 'first element';
      at++;
      continue;
    }
    if (character === '"') {
      const end = stringEnd(text, at);
      if (end <= at) return { offset: -end, message: 'a string that does not end or has a bad character or escape' };
      at = end;
    } else {
      const end = matchEnd(number, text, at) ?? matchEnd(literal, text, at);
      if (end === undefined) return problem('expected a value');
      at = end;
    }
    expected = 'separator';
  }

  function problem(message: string): JsonProblem {
    return { offset: at, message };
  }

  function close(): void {
    open.pop();
    at++;
    expected = 'separator';
  }
}

function matchEnd(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}

/** Where the string that starts at `at` ends; the place of what is wrong with it, negated, if it is not a string. */
function stringEnd(text: string, at: number): number {
  let position = at + 1;
  while (position < text.length) {
    const code = text.charCodeAt(position);
    if (code === 0x22) return position + 1;
    if (code < 0x20) return -position;
    if (code !== 0x5c) {
      position++;
      continue;
    }
    const end = matchEnd(escapes, text, position);
    if (end === undefined) return -position;
    position = end;
  }
  return -position;
}

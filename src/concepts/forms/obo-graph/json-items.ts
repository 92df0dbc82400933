import { Tokenizer, TokenParser, TokenType } from '@streamparser/json';
import { UserError } from '../../../core/errors.ts';
import { readTextChunks, type TextChunkOptions } from '../../../files/text-chunks.ts';
import { lineError, parserMessage } from '../reading.ts';

/** A value in a JSON file. */
export interface JsonItem {
  /** The names of the members that it stands in, from the outside: `graphs`, `nodes`; indices of arrays are left out. */
  readonly path: readonly string[];
  readonly value: unknown;
  /** Where it begins, from 1. */
  readonly line: number;
}

/** More than any file of this kind has; what is read would else fill the memory before its end comes. */
const deepest = 100;
const longestItem = 2_000_000;
const longestString = 2 ** 26;
const newline = 0x0a;

/**
 * The values at some paths of a JSON file, however large it is: only they are held, one after the other.
 * @param paths such as `$.graphs.*.nodes.*`.
 * @param itemDepth in how many arrays and objects these values stand at least.
 * @throws UserError naming file and line of what is no JSON, or nests too deep, or does not end.
 */
export async function* jsonItems(
  place: string,
  paths: readonly string[],
  itemDepth: number,
  options: TextChunkOptions,
): AsyncGenerator<readonly JsonItem[], void, undefined> {
  const tokenizer = new Tokenizer();
  const parser = new TokenParser({ paths: [...paths], keepStack: false });
  let line = 1;
  /** Lines at which the objects and arrays begin that are open. */
  const open: number[] = [];
  let begin = 1;
  let tokens = 0;
  let sinceToken = 0;
  let found: JsonItem[] = [];

  tokenizer.onToken = (info) => {
    sinceToken = 0;
    if (info.token === TokenType.LEFT_BRACE || info.token === TokenType.LEFT_BRACKET) {
      open.push(line);
      if (open.length > deepest) throw lineError(place, line, `nested more than ${deepest} deep`);
    } else if (info.token === TokenType.RIGHT_BRACE || info.token === TokenType.RIGHT_BRACKET) {
      begin = open.pop() ?? line;
    } else begin = line;
    tokens = open.length <= itemDepth ? 0 : tokens + 1;
    if (tokens > longestItem) throw lineError(place, line, `a value of more than ${longestItem} parts`);
    parser.write(info);
  };
  parser.onValue = ({ value, key, stack }) => {
    const keys = [...stack.map((each) => each.key), key];
    found.push({ path: keys.filter((each) => typeof each === 'string'), value, line: begin });
  };

  function feed(bytes: Uint8Array): void {
    try {
      tokenizer.write(bytes);
    } catch (thrown) {
      if (thrown instanceof UserError) throw thrown;
      throw lineError(place, line, `invalid JSON: ${parserMessage(thrown)}`);
    }
    sinceToken += bytes.length;
    if (sinceToken > longestString) throw lineError(place, line, 'a string that does not end');
  }

  for await (const chunk of readTextChunks(place, options)) {
    // Encoded at once: line by line takes longer than all else.
    const bytes = Buffer.from(chunk);
    for (let at = 0; at < bytes.length; ) {
      const end = bytes.indexOf(newline, at);
      feed(bytes.subarray(at, end < 0 ? undefined : end + 1));
      if (end < 0) break;
      line++;
      at = end + 1;
    }
    if (found.length > 0) yield found;
    found = [];
  }
  if (!parser.isEnded) throw lineError(place, line, 'invalid JSON: the file ends too early');
}

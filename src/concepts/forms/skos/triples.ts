import { EventEmitter } from 'node:events';
import { Parser, type Quad } from 'n3';
import { readTextChunks, type TextChunkOptions } from '../../../files/text-chunks.ts';
import { lineError, parserMessage } from '../reading.ts';

/** A statement about something that has an address. */
export interface Triple {
  readonly subject: string;
  readonly predicate: string;
  /** An address, or a text. */
  readonly object: string;
  readonly isText: boolean;
  /** Of a text: `en`, `pt-br`; '' if it has none. */
  readonly language: string;
  /** Where the statement begins, from 1. */
  readonly line: number;
}

/** In UTF-16 units: a text that is not closed would run to the end of the file. */
const longestToken = 2 ** 25;

/**
 * The statements of a file in Turtle or N-Triples (https://www.w3.org/TR/turtle, https://www.w3.org/TR/n-triples), some at a time
 * and in their order. What is said of or with nodes that have no address (restrictions of OWL) is left out.
 * @throws UserError naming file and line of what is neither.
 */
export async function* triplesOf(
  place: string,
  options: TextChunkOptions,
): AsyncGenerator<readonly Triple[], void, undefined> {
  const input = new EventEmitter();
  let found: Triple[] = [];
  let wrong: Error | undefined;
  /** Of the last token, and of the first one of its statement. */
  let line = 1;
  let begin = 1;
  let isNew = true;
  let sinceToken = 0;
  const callbacks = {
    onQuad(error: Error | null, quad: Quad | null) {
      if (error) wrong ??= error;
      else if (quad) found.push(...tripleOf(quad, begin));
    },
    onToken(token: { readonly type: string; readonly line: number }) {
      sinceToken = 0;
      line = token.line;
      if (isNew) begin = line;
      isNew = token.type === '.';
    },
  };
  new Parser({ blankNodePrefix: '_:' }).parse(input, callbacks);
  const feed = (event: 'data' | 'end', text?: string): void => {
    try {
      input.emit(event, text);
    } catch (thrown) {
      throw lineError(place, line, `neither Turtle nor N-Triples: ${parserMessage(thrown)}`);
    }
    if (wrong) throw lineError(place, lineOf(wrong) ?? line, `neither Turtle nor N-Triples: ${parserMessage(wrong)}`);
  };
  for await (const chunk of readTextChunks(place, options)) {
    sinceToken += chunk.length;
    feed('data', chunk);
    if (sinceToken > longestToken) throw lineError(place, line, 'a text that does not end');
    if (found.length > 0) yield found;
    found = [];
  }
  feed('end');
  if (found.length > 0) yield found;
}

function tripleOf({ subject, predicate, object }: Quad, line: number): readonly Triple[] {
  if (subject.termType !== 'NamedNode' || predicate.termType !== 'NamedNode') return [];
  if (object.termType !== 'NamedNode' && object.termType !== 'Literal') return [];
  const isText = object.termType === 'Literal';
  const language = isText ? object.language.toLowerCase() : '';
  return [{ subject: subject.value, predicate: predicate.value, object: object.value, isText, language, line }];
}

/** The line that the parser's messages end in. */
function lineOf(error: Error): number | undefined {
  const line = / on line (\d+)\.$/.exec(error.message)?.[1];
  return line === undefined ? undefined : Number(line);
}

import type { Event } from 'micromark-util-types';

/**
 * Markdown parsers take quadratic time on markup that nobody writes: thousands of brackets in one paragraph, hundreds of
 * nested lists. Before micromark sees such a text, the markup past a limit is replaced, character for character, by a
 * letter; the prose is still read from the source, where that markup is then ordinary text.
 */
const inert = 'x';
const deepest = 100;
const mostDelimiters = 8000;
/** A comment or declaration in a line is looked for to the paragraph's end. */
const declarationWeight = 10;

const container = String.raw`(?:>|[-+*][ \t]|\d{1,9}[.)][ \t])[ \t]*`;
const tooDeep = new RegExp(String.raw`(^[ \t]*(?:${container}){${deepest}})((?:${container})+)`, 'gm');
const delimiter = /[[\]*_~`$]|<(?=[!?])/g;

/** The text with lists and quotes nested at most 100 deep. */
export function calmContainers(text: string): string {
  return text.replace(tooDeep, (_, kept: string, rest: string) => kept + rest.replace(/[^ \t]/g, inert));
}

/**
 * `text.slice(start, end)` without inline markup, if the text in it, as `events` tell, holds more than 8,000 delimiters;
 * else undefined.
 */
export function calmText(events: readonly Event[], text: string, start: number, end: number): string | undefined {
  if (end - start <= mostDelimiters / 4) return undefined;
  let count = 0;
  let calm = '';
  let behind = start;
  for (const [phase, token] of events) {
    if (phase === 'exit' || token.contentType !== 'text') continue;
    calm += text.slice(behind, token.start.offset);
    calm += text.slice(token.start.offset, token.end.offset).replace(delimiter, (mark) => {
      count += mark === '<' ? declarationWeight : 1;
      return inert;
    });
    behind = token.end.offset;
  }
  return count > mostDelimiters ? calm + text.slice(behind, end) : undefined;
}

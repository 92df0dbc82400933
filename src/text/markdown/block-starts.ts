import type { Event } from 'micromark-util-types';

export interface BlockStart {
  readonly offset: number;
  /** The index of its first event. */
  readonly event: number;
}

/** Blocks that no later line can go on with. */
const oneLiners: ReadonlySet<string> = new Set(['atxHeading', 'setextHeading', 'thematicBreak']);
const spacing: ReadonlySet<string> = new Set([
  'lineEnding',
  'lineEndingBlank',
  'linePrefix',
  'lineSuffix',
  'whitespace',
]);
const lists: ReadonlySet<string> = new Set(['listOrdered', 'listUnordered']);

/**
 * Where the text can be cut so that its parts parse as they do together: at a line that starts with something other than
 * white space, and either follows a blank line or a heading while nothing is open at the top level, or starts another
 * item of a list there. Not behind indented code: micromark holds it open through blank lines.
 */
export function blockStarts(events: readonly Event[], text: string): BlockStart[] {
  const starts: BlockStart[] = [{ offset: 0, event: 0 }];
  let depth = 0;
  let blank = false;
  /** The type of the last block at the top level, and the list items seen in it. */
  let block = '';
  let items = 0;
  for (let event = 0; event < events.length; event++) {
    const [phase, token] = events[event]!;
    if (phase === 'exit') {
      depth--;
      continue;
    }
    const top = depth++ === 0;
    if (spacing.has(token.type)) {
      blank ||= token.type === 'lineEndingBlank';
      continue;
    }
    const nextItem = depth === 2 && token.type === 'listItemPrefix' && lists.has(block) && items++ > 0;
    const { offset, column } = token.start;
    const opens = nextItem || (top && ((blank && block !== 'codeIndented') || oneLiners.has(block)));
    if (opens && column === 1 && offset > starts.at(-1)!.offset && /[^\s\ufeff]/.test(text[offset]!)) {
      starts.push({ offset, event });
    }
    blank = false;
    if (top) {
      block = token.type;
      items = 0;
    }
  }
  return starts;
}

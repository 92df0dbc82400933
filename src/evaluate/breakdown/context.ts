import type { Span } from '../../core/span.ts';
import type { AnnotatedDocument } from '../../corpus/document.ts';
import type { ErrorContext } from '../report/report.ts';

/** UTF-16 units before and after a mention. */
const around = 60;

/**
 * What stands around mentions: whole words, within the passages that they stand in, on one line; `…` where the passage goes
 * on.
 */
export function contextOf(document: AnnotatedDocument, gold: Span | undefined, found: Span | undefined): ErrorContext {
  const spans = [gold, found].filter((span) => span !== undefined);
  const from = Math.min(...spans.map(({ start }) => start));
  const to = Math.max(...spans.map(({ end }) => end));
  const bounds = passageBounds(document, from, to);
  const start = wordStart(document.text, Math.max(bounds.start, from - around), bounds.start, from);
  const end = wordEnd(document.text, Math.min(bounds.end, to + around), bounds.end, to);
  const before = start > bounds.start ? '… ' : '';
  const after = end < bounds.end ? ' …' : '';
  const shift = before.length - start;
  const text = `${before}${document.text.slice(start, end).replaceAll(/\s/g, ' ')}${after}`;
  const placed = (span: Span): readonly [number, number] => [span.start + shift, span.end + shift];
  return {
    text: ownCopy(text),
    ...(gold ? { gold: placed(gold) } : {}),
    ...(found ? { found: placed(found) } : {}),
  };
}

/** A string that does not keep the text that it was cut from in memory. */
export function ownCopy(text: string): string {
  return Buffer.from(text, 'utf16le').toString('utf16le');
}

function passageBounds({ text, passages }: AnnotatedDocument, from: number, to: number): Span {
  const start = passages.findLast((passage) => passage.start <= from)?.start ?? 0;
  const end = passages.find((passage) => passage.end >= to)?.end ?? text.length;
  return { start, end };
}

/** The first start of a word from an offset on, not after `limit`. */
function wordStart(text: string, offset: number, least: number, limit: number): number {
  if (offset === least) return offset;
  const space = /\s+/g;
  space.lastIndex = offset - 1;
  const match = space.exec(text);
  return match && match.index + match[0].length <= limit ? match.index + match[0].length : limit;
}

/** The last end of a word up to an offset, not before `limit`. */
function wordEnd(text: string, offset: number, most: number, limit: number): number {
  if (offset === most) return offset;
  const end = text.slice(limit, offset + 1).search(/\s+\S*$/);
  return end < 0 ? limit : limit + end;
}

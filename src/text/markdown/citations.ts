import { Kind } from '../prose.ts';
import { matchBrackets, type Shape } from '../shape.ts';

/** A key, and the locator in braces that may follow it. */
const bracketKey = /(?<![\p{L}\p{N}_])-?@(?:\{[^{}\s]{1,200}\}|[^\s;,\]{}]+)(?:,?\s*\{[^{}]{0,200}\})?/gu;
const bareKey =
  /(?<![\p{L}\p{N}_.@\ufdd0\ufdd1])@(?:\{[^{}\s]{1,200}\}|[\p{L}\p{N}_](?:[\p{L}\p{N}_\ufdd1]|[:.#$%&+?<>~/-](?=[\p{L}\p{N}_\ufdd1]))*)/gu;
const locator =
  /^[\s,]*(?:\{[^{}]*\}|(?:(?:pp?|pages?|chap(?:ter)?s?|secs?|sections?|figs?|figures?|eqs?|tables?|vols?|para|col|line|nn?|§+)\.?)?\s*[\divxlc]+(?:\s*[,–-]\s*[\divxlc]+)*)?[\s.]*$/iu;
const signal =
  /^\s*(?:(?:but\s+)?see(?:\s+also)?|also|e\.g\.|i\.e\.|cf\.?|reviewed\s+in|for\s+(?:a\s+)?review)?[\s,:]*$/iu;

/**
 * Marks Pandoc's citations (https://pandoc.org/MANUAL.html#citations) as not read: keys, locators, and signals such as
 * `see`; other words around a key are prose. References to footnotes that are defined nowhere go with them.
 */
export function markCitations(shape: Shape): void {
  for (const [open, close] of matchBrackets(shape.text)) {
    const content = shape.text.slice(open + 1, Math.min(close, open + 2000));
    if (/^\^[^\s[\]]+$/.test(content)) shape.mark(open, close + 1, Kind.gap);
    else if (!content.includes('[') && content.search(bracketKey) >= 0) markBracketed(shape, open, close);
  }
  shape.settle();
  for (const match of shape.text.matchAll(bareKey)) {
    let end = match.index + match[0].length;
    const page = /^\s?\[([^\][]{1,80})\]/.exec(shape.text.slice(end, end + 90));
    if (page !== null && locator.test(page[1]!)) end += page[0].length;
    shape.mark(match.index, end, Kind.gap);
  }
  shape.settle();
}

/** Marks `[see @a, p. 3; -@b]`, item by item. */
function markBracketed(shape: Shape, open: number, close: number): void {
  shape.mark(open, open + 1, Kind.gap);
  shape.mark(close, close + 1, Kind.gap);
  let at = open + 1;
  for (const item of shape.text.slice(open + 1, close).split(';')) {
    const end = at + item.length;
    let behind = 0;
    for (const key of item.matchAll(bracketKey)) {
      if (signal.test(item.slice(behind, key.index))) shape.mark(at + behind, at + key.index, Kind.gap);
      behind = key.index + key[0].length;
      shape.mark(at + key.index, at + behind, Kind.gap);
    }
    if (behind > 0 && locator.test(item.slice(behind))) shape.mark(at + behind, end, Kind.gap);
    if (end < close) shape.mark(end, end + 1, Kind.gap);
    at = end + 1;
  }
}

import { Kind } from './prose.ts';
import type { Shape } from './shape.ts';

const addressPattern = /(?:\b(?:https?|ftp):\/\/|\bwww\.)[^\s<>"\ufdd0\ufdd1]+|\b10\.\d{4,9}\/[^\s<>"\ufdd0\ufdd1]+/giu;

/** Marks URLs, DOIs and e-mail addresses in running text as not read. Punctuation that ends a sentence stays outside. */
export function markAddresses(shape: Shape): void {
  for (const match of shape.text.matchAll(addressPattern)) {
    shape.mark(match.index, match.index + withoutTail(match[0]).length, Kind.gap);
  }
  for (let at = shape.text.indexOf('@'); at >= 0; at = shape.text.indexOf('@', at + 1)) {
    const name = /[\p{L}\p{N}._%+-]+$/u.exec(shape.text.slice(Math.max(0, at - 64), at));
    const host = /^[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/u.exec(shape.text.slice(at + 1, at + 255));
    if (name !== null && host !== null) shape.mark(at - name[0].length, at + 1 + host[0].length, Kind.gap);
  }
  shape.settle();
}

/** An address without the punctuation behind it; a closing bracket stays if it was opened inside. */
function withoutTail(address: string): string {
  let end = address.length;
  for (; end > 0; end--) {
    const last = address[end - 1]!;
    if (/[.,;:!?'’”*_\]}]/u.test(last)) continue;
    if (last === ')' && !/\(/.test(address.slice(0, end))) continue;
    break;
  }
  return address.slice(0, end);
}

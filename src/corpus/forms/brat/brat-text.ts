import { CodePoints } from '../../code-points.ts';
import type { Passage } from '../../document.ts';

/** What an annotation says: that a text stands at offsets in code points. */
export interface Quotation {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * The text that annotations count in. Some tools count a byte order mark and both characters of a Windows line end, others
 * neither: of these readings of a file the one that most of the quotations fit, and the text as it is if several do.
 */
export function countedText(content: string, quotations: readonly Quotation[]): string {
  const readings = new Set([
    content,
    content.replace(/^\ufeff/, ''),
    content.replaceAll('\r\n', '\n'),
    content.replace(/^\ufeff/, '').replaceAll('\r\n', '\n'),
  ]);
  if (readings.size === 1) return content;
  let best = { text: content.replace(/^\ufeff/, ''), fitting: -1 };
  for (const text of readings) {
    const points = new CodePoints(text);
    const fits = ({ start, end, text: quote }: Quotation) =>
      end <= points.length && text.slice(points.toUnit(start), points.toUnit(end)) === quote;
    const fitting = quotations.filter(fits).length;
    if (fitting > best.fitting && (fitting > 0 || best.fitting < 0)) best = { text, fitting };
  }
  return best.text;
}

/** The lines of a text that are not blank, each a passage. */
export function linesOf(text: string): readonly Passage[] {
  const passages: Passage[] = [];
  let line = 1;
  for (const { 0: written, index } of text.matchAll(/[^\r\n]+|\r\n|\r|\n/g)) {
    if (/^[\r\n]/.test(written)) {
      line++;
      continue;
    }
    const mark = index === 0 && written.startsWith('\ufeff') ? 1 : 0;
    if (written.trim() === '') continue;
    passages.push({ kind: 'paragraph', start: index + mark, end: index + written.length, notes: {}, line, column: 0 });
  }
  return passages;
}

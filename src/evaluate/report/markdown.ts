import { plain } from './format.ts';

/** A table whose first column is to the left if it names its rows, and whose numbers are to the right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const numbers = head.map((_, column) => rows.every((row) => /^([−+\d].*|\\< .*)?$/.test(row[column] ?? '')));
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(numbers.map((right) => (right ? '---:' : '---'))), ...rows.map(line)].join('\n');
}

/** A foreign text without meaning to Markdown or HTML, on one line. */
export function escaped(text: string): string {
  return plain(text).replaceAll(/[\\`*_[\]<>|~#&$!]/g, (character) => `\\${character}`);
}

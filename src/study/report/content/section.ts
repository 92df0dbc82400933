import type { Plot } from '../plots/plot.ts';

/** A table of texts: the first column names its rows, columns of numbers are to the right. */
export interface TableBlock {
  readonly kind: 'table';
  readonly caption: string;
  readonly head: readonly { readonly title: string; readonly number: boolean }[];
  readonly rows: readonly (readonly string[])[];
}

/** What stands in a section, one below the other. Texts are foreign: whoever writes them escapes them. */
export type Block =
  | TableBlock
  | { readonly kind: 'plot'; readonly plot: Plot }
  | { readonly kind: 'list'; readonly items: readonly string[] };

/** A part of the report, for every form that it is written in. */
export interface Section {
  readonly id: string;
  readonly title: string;
  readonly lead: string;
  readonly blocks: readonly Block[];
}

/** A table whose columns are of numbers but for the first `texts`. */
export function table(
  caption: string,
  texts: number,
  titles: readonly string[],
  rows: readonly (readonly string[])[],
): TableBlock {
  return { kind: 'table', caption, head: titles.map((title, index) => ({ title, number: index >= texts })), rows };
}

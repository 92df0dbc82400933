/** No line of a table is wider, in characters. */
export const width = 100;

/** A line cut to a width, with a mark where something is missing. */
export function clip(line: string, most: number | undefined = width): string {
  const characters = [...line];
  return characters.length <= most ? line : `${characters.slice(0, most - 1).join('')}…`;
}

/**
 * Rows as lines, two spaces between columns.
 * @param left so many columns, from the first, are set left, the others right, as numbers are.
 */
export function aligned(rows: readonly (readonly string[])[], left = 1): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => lengthOf(row[column] ?? ''))));
  return rows.map((row) =>
    row
      .map((cell, column) => {
        const space = ' '.repeat((widths[column] ?? 0) - lengthOf(cell));
        return column < left ? `${cell}${space}` : `${space}${cell}`;
      })
      .join('  ')
      .trimEnd(),
  );
}

function lengthOf(cell: string): number {
  return [...cell].length;
}

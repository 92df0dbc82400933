/**
 * Sums of gradients of a table's rows. Only the rows that a batch has touched are read or cleared, which of a vocabulary
 * are few.
 */
export class RowSums {
  /** The sums in the shape of the table; zero where nothing was added. */
  readonly values: Float32Array;
  private readonly width: number;
  private readonly touched = new Set<number>();

  /** @param length of the whole table, in numbers. */
  constructor(length: number, width: number) {
    this.values = new Float32Array(length);
    this.width = width;
  }

  /**
   * Adds gradients to rows.
   * @param rows the row of each gradient, in order.
   * @param gradients float32 [rows, width].
   */
  add(rows: BigInt64Array, gradients: Float32Array): void {
    const { values, width } = this;
    if (gradients.length !== rows.length * width)
      throw new Error(`${rows.length} rows have ${gradients.length} numbers`);
    for (let index = 0; index < rows.length; index++) {
      const row = Number(rows[index]);
      this.touched.add(row);
      const [from, to] = [index * width, row * width];
      for (let i = 0; i < width; i++) values[to + i] = values[to + i]! + gradients[from + i]!;
    }
  }

  get empty(): boolean {
    return this.touched.size === 0;
  }

  /** The sums of the rows that were touched. */
  *sums(): Generator<Float32Array> {
    for (const row of this.touched) yield this.values.subarray(row * this.width, (row + 1) * this.width);
  }

  clear(): void {
    for (const sum of this.sums()) sum.fill(0);
    this.touched.clear();
  }
}

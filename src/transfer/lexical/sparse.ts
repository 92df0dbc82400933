/** A sparse matrix by rows (CSR): of row `r`, the entries from `starts[r]` to `starts[r + 1]`, each column at most once. */
export interface SparseMatrix {
  readonly rows: number;
  readonly columns: number;
  /** `rows + 1` places in `indices` and `values`. */
  readonly starts: Int32Array;
  /** The column of each entry. */
  readonly indices: Int32Array;
  readonly values: Float64Array;
}

/** A dense matrix, row-major. */
export interface DenseMatrix {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float64Array;
}

export function zeros(rows: number, columns: number): DenseMatrix {
  return { rows, columns, values: new Float64Array(rows * columns) };
}

/** X·Y: `[rows, columns]` by `[columns, width]` is `[rows, width]`. */
export function multiply(x: SparseMatrix, y: DenseMatrix): DenseMatrix {
  const { columns: width, values: from } = y;
  const product = zeros(x.rows, width);
  const to = product.values;
  for (let row = 0; row < x.rows; row++) {
    const end = x.starts[row + 1] as number;
    const target = row * width;
    for (let entry = x.starts[row] as number; entry < end; entry++) {
      const value = x.values[entry] as number;
      const source = (x.indices[entry] as number) * width;
      for (let column = 0; column < width; column++) {
        to[target + column] = (to[target + column] as number) + value * (from[source + column] as number);
      }
    }
  }
  return product;
}

/** Xᵀ·Y: `[columns, rows]` by `[rows, width]` is `[columns, width]`. */
export function multiplyTransposed(x: SparseMatrix, y: DenseMatrix): DenseMatrix {
  const { columns: width, values: from } = y;
  const product = zeros(x.columns, width);
  const to = product.values;
  for (let row = 0; row < x.rows; row++) {
    const end = x.starts[row + 1] as number;
    const source = row * width;
    for (let entry = x.starts[row] as number; entry < end; entry++) {
      const value = x.values[entry] as number;
      const target = (x.indices[entry] as number) * width;
      for (let column = 0; column < width; column++) {
        to[target + column] = (to[target + column] as number) + value * (from[source + column] as number);
      }
    }
  }
  return product;
}

/** Yᵀ·Y, `[columns, columns]`. */
export function gram({ rows, columns, values }: DenseMatrix): DenseMatrix {
  const product = zeros(columns, columns);
  const to = product.values;
  for (let row = 0; row < rows; row++) {
    const offset = row * columns;
    for (let i = 0; i < columns; i++) {
      const value = values[offset + i] as number;
      if (value === 0) continue;
      for (let j = 0; j <= i; j++) {
        to[i * columns + j] = (to[i * columns + j] as number) + value * (values[offset + j] as number);
      }
    }
  }
  for (let i = 0; i < columns; i++) {
    for (let j = 0; j < i; j++) to[j * columns + i] = to[i * columns + j] as number;
  }
  return product;
}

/** The sum of the squares of all entries. */
export function squaredNorm(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return sum;
}

/** The sum of the products of the entries at the same places. */
export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < a.length; index++) sum += (a[index] as number) * (b[index] as number);
  return sum;
}

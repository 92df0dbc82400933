import type { Dimension } from '../dimension.ts';
import type { Shape, TensorInfo } from '../tensor.ts';
import { broadcast, type Inferences, requireType, sameShape } from './inference.ts';

interface Transposition {
  readonly transA?: number;
  readonly transB?: number;
}

export const matrix: Inferences<'MatMul' | 'FusedMatMul' | 'Gemm'> = {
  MatMul: ({ inputs: { a, b } }) => ({ y: multiply(a, b) }),
  FusedMatMul: ({ inputs: { a, b }, attributes }) => ({ y: multiply(a, b, attributes) }),
  Gemm: ({ inputs: { a, b, c }, attributes }) => {
    if (a.shape.length !== 2 || b.shape.length !== 2) throw new Error('Gemm takes matrices');
    const y = multiply(a, b, attributes);
    if (c) {
      requireType(c, 'float32');
      if (!sameShape(broadcast(c.shape, y.shape), y.shape)) throw new Error('c is wider than the product');
    }
    return { y };
  },
};

/** The product of the last two axes, for each index of those before, which are broadcast. */
function multiply(a: TensorInfo, b: TensorInfo, { transA = 0, transB = 0 }: Transposition = {}): TensorInfo {
  requireType(a, 'float32');
  requireType(b, 'float32');
  const [rows, inner] = matrixOf(a.shape, transA);
  const [otherInner, columns] = matrixOf(b.shape, transB);
  if (inner !== otherInner) throw new Error(`the inner sizes ${inner} and ${otherInner} differ`);
  const batch = broadcast(a.shape.slice(0, -2), b.shape.slice(0, -2));
  return { type: 'float32', shape: [...batch, rows, columns] };
}

function matrixOf(shape: Shape, transposed: number): readonly [rows: Dimension, columns: Dimension] {
  const [rows, columns] = shape.slice(-2);
  if (rows === undefined || columns === undefined) throw new Error('a matrix has two axes or more');
  return transposed ? [columns, rows] : [rows, columns];
}

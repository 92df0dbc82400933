import type { GraphBuilder } from '../onnx/builder.ts';
import { productOf } from '../onnx/dimension.ts';
import type { Value } from '../onnx/graph.ts';
import type { Rules } from './rule.ts';
import { reshapeTo, sumTo } from './shapes.ts';

/** Products of matrices: Giles, Collected matrix derivative results for forward and reverse mode AD, 2008, section 2.2. */
export const matrix: Rules<'MatMul' | 'FusedMatMul' | 'Gemm'> = {
  /** Y = A B: dA = dY Bᵀ, dB = Aᵀ dY; summed over the batches for which a matrix was used again */
  MatMul: ({ graph, dy, inputs: { a, b } }) => ({
    a: () => sumTo(graph, graph.add('MatMul', [dy, swapped(graph, b)]), a),
    b: () => {
      // One matrix for the whole batch: its rows are those of one tall matrix, whose product is the sum.
      if (graph.shapeOf(b).length === 2) return graph.add('Gemm', [tall(graph, a), tall(graph, dy)], { transA: 1 });
      return sumTo(graph, graph.add('MatMul', [swapped(graph, a), dy]), b);
    },
  }),

  /** Y = α A' B', where A' is A or Aᵀ, B' is B or Bᵀ: dA' = α dY B'ᵀ, dB' = α A'ᵀ dY, and transposed for A and B */
  FusedMatMul: ({ graph, dy, inputs: { a, b }, attributes: { transA = 0, transB = 0, alpha = 1 } }) => {
    const multiply = ({ left, right, transLeft, transRight }: Product) =>
      graph.add('FusedMatMul', [left, right], { transA: transLeft, transB: transRight, alpha });
    const factors = factorDerivatives(dy, { a, b, transA, transB });
    return {
      a: () => sumTo(graph, multiply(factors.a), a),
      b: () => sumTo(graph, multiply(factors.b), b),
    };
  },

  /** Y = α A' B' + β C: as FusedMatMul, and dC = β dY, summed over what was broadcast */
  Gemm: ({ graph, dy, inputs: { a, b, c }, attributes: { transA = 0, transB = 0, alpha = 1, beta = 1 } }) => {
    const multiply = ({ left, right, transLeft, transRight }: Product) =>
      graph.add('Gemm', [left, right], {
        ...(transLeft ? { transA: 1 } : {}),
        ...(transRight ? { transB: 1 } : {}),
        ...(alpha === 1 ? {} : { alpha }),
      });
    const factors = factorDerivatives(dy, { a, b, transA, transB });
    return {
      a: () => multiply(factors.a),
      b: () => multiply(factors.b),
      c: c && (() => graph.add('Mul', [sumTo(graph, dy, c), graph.floats([beta])])),
    };
  },
};

interface Factors {
  readonly a: Value;
  readonly b: Value;
  readonly transA: number;
  readonly transB: number;
}

interface Product {
  readonly left: Value;
  readonly right: Value;
  readonly transLeft: number;
  readonly transRight: number;
}

/** The derivatives by both factors of Y = A' B' as products of what is there, transposed by the product itself. */
function factorDerivatives(dy: Value, { a, b, transA, transB }: Factors): { readonly a: Product; readonly b: Product } {
  return {
    a: transA
      ? { left: b, right: dy, transLeft: transB, transRight: 1 }
      : { left: dy, right: b, transLeft: 0, transRight: 1 - transB },
    b: transB
      ? { left: dy, right: a, transLeft: 1, transRight: transA }
      : { left: a, right: dy, transLeft: 1 - transA, transRight: 0 },
  };
}

/** The last two axes exchanged. */
function swapped(graph: GraphBuilder, x: Value): Value {
  const axes = graph.shapeOf(x).map((_, axis) => axis);
  return graph.add('Transpose', [x], { perm: [...axes.slice(0, -2), axes.length - 1, axes.length - 2] });
}

/** All rows of a batch of matrices as one matrix. */
function tall(graph: GraphBuilder, x: Value): Value {
  const shape = graph.shapeOf(x);
  return reshapeTo(graph, x, [productOf(shape.slice(0, -1)), shape.at(-1) ?? 1]);
}

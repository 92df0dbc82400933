import type { GraphBuilder } from '../onnx/builder.ts';
import type { Value } from '../onnx/graph.ts';
import type { Rules } from './rule.ts';

/** Hendrycks & Gimpel, Gaussian Error Linear Units, 2016, arXiv 1606.08415. */
export const gelu: Rules<'Gelu'> = {
  /** y = x · Φ(x), exact or by tanh: dx = dy · (Φ(x) + x · Φ'(x)) */
  Gelu: ({ graph, dy, inputs: { x }, attributes: { approximate } }) => ({
    x: () => graph.add('Mul', [dy, approximate === 'tanh' ? tanhSlope(graph, x) : exactSlope(graph, x)]),
  }),
};

/**
 * Φ(x) = ½ (1 + erf u) with u = x/√2, and x · Φ'(x) = x/√2π · exp(-x²/2) = u · exp(ln(1/√π) - u²).
 * Few passes over x, since these tensors are the largest of an encoder.
 */
function exactSlope(graph: GraphBuilder, x: Value): Value {
  const u = graph.add('Mul', [x, graph.floats([Math.SQRT1_2])]);
  const half = graph.floats([0.5]);
  const distribution = graph.add('Add', [graph.add('Mul', [graph.add('Erf', [u]), half]), half]);
  const exponent = graph.add('Sub', [graph.floats([-Math.log(Math.PI) / 2]), graph.add('Mul', [u, u])]);
  return graph.add('Add', [distribution, graph.add('Mul', [u, graph.add('Exp', [exponent])])]);
}

/**
 * Φ(x) ≈ ½ (1 + t) with t = tanh v and v = √(2/π) (x + a x³), a = 0.044715, so
 * x · Φ'(x) ≈ ½ x (1 - t²) √(2/π) (1 + 3a x²).
 */
function tanhSlope(graph: GraphBuilder, x: Value): Value {
  const [a, root] = [0.044715, Math.sqrt(2 / Math.PI)];
  const number = (value: number) => graph.floats([value]);
  const square = graph.add('Mul', [x, x]);
  const cubic = graph.add('Add', [graph.add('Mul', [square, number(root * a)]), number(root)]);
  const t = graph.add('Tanh', [graph.add('Mul', [x, cubic])]);
  const distribution = graph.add('Add', [graph.add('Mul', [t, number(0.5)]), number(0.5)]);
  const steepness = graph.add('Sub', [number(0.5), graph.add('Mul', [graph.add('Mul', [t, t]), number(0.5)])]);
  const inner = graph.add('Add', [graph.add('Mul', [square, number(3 * root * a)]), number(root)]);
  return graph.add('Add', [distribution, graph.add('Mul', [x, graph.add('Mul', [steepness, inner])])]);
}

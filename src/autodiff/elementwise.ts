import type { Rules } from './rule.ts';

/** Functions of each element. What the forward pass computed is used where that spares work. */
export const elementwise: Rules<'Sqrt' | 'Exp' | 'Log' | 'Erf' | 'Tanh' | 'Relu' | 'Sigmoid'> = {
  /** y = √x: dx = dy / 2y */
  Sqrt: ({ graph, dy, outputs: { y } }) => ({
    x: () => graph.add('Div', [graph.add('Mul', [dy, graph.floats([0.5])]), y]),
  }),

  /** y = eˣ: dx = dy · y */
  Exp: ({ graph, dy, outputs: { y } }) => ({ x: () => graph.add('Mul', [dy, y]) }),

  /** y = ln x: dx = dy / x */
  Log: ({ graph, dy, inputs: { x } }) => ({ x: () => graph.add('Div', [dy, x]) }),

  /** y = erf x: dx = dy · 2/√π · exp(-x²) */
  Erf: ({ graph, dy, inputs: { x } }) => ({
    x: () => {
      const bell = graph.add('Exp', [graph.add('Neg', [graph.add('Mul', [x, x])])]);
      return graph.add('Mul', [dy, graph.add('Mul', [bell, graph.floats([2 / Math.sqrt(Math.PI)])])]);
    },
  }),

  /** y = tanh x: dx = dy · (1 - y²) */
  Tanh: ({ graph, dy, outputs: { y } }) => ({
    x: () => graph.add('Mul', [dy, graph.add('Sub', [graph.floats([1]), graph.add('Mul', [y, y])])]),
  }),

  /** y = max(x, 0): dx = dy where y > 0, else 0; 0 at the corner, as PyTorch has it */
  Relu: ({ graph, dy, outputs: { y } }) => ({
    x: () => {
      const zero = graph.floats([0]);
      return graph.add('Where', [graph.add('GreaterOrEqual', [zero, y]), zero, dy]);
    },
  }),

  /** y = 1 / (1 + e⁻ˣ): dx = dy · y · (1 - y) */
  Sigmoid: ({ graph, dy, outputs: { y } }) => ({
    x: () => graph.add('Mul', [dy, graph.add('Mul', [y, graph.add('Sub', [graph.floats([1]), y])])]),
  }),
};

import type { Rules } from './rule.ts';
import { sumTo } from './shapes.ts';

/** Arithmetic and choice, element by element. Where an input was broadcast, its derivative is summed over the copies. */
export const arithmetic: Rules<
  'Add' | 'Sub' | 'Mul' | 'Div' | 'Neg' | 'Where' | 'Identity' | 'GreaterOrEqual' | 'Cast'
> = {
  /** y = a + b: da = dy, db = dy */
  Add: ({ graph, dy, inputs: { a, b } }) => ({
    a: () => sumTo(graph, dy, a),
    b: () => sumTo(graph, dy, b),
  }),

  /** y = a - b: da = dy, db = -dy */
  Sub: ({ graph, dy, inputs: { a, b } }) => ({
    a: () => sumTo(graph, dy, a),
    b: () => graph.add('Neg', [sumTo(graph, dy, b)]),
  }),

  /** y = a · b: da = dy · b, db = dy · a */
  Mul: ({ graph, dy, inputs: { a, b } }) => ({
    a: () => sumTo(graph, graph.add('Mul', [dy, b]), a),
    b: () => sumTo(graph, graph.add('Mul', [dy, a]), b),
  }),

  /** y = a / b: da = dy / b, db = -y · dy / b */
  Div: ({ graph, dy, inputs: { a, b }, outputs: { y } }) => {
    const share = graph.add('Div', [dy, b]);
    return {
      a: () => sumTo(graph, share, a),
      b: () => graph.add('Neg', [sumTo(graph, graph.add('Mul', [share, y]), b)]),
    };
  },

  /** y = -x: dx = -dy */
  Neg: ({ graph, dy }) => ({ x: () => graph.add('Neg', [dy]) }),

  /** y = a where the condition is true, else b: da = dy where it is true, db = dy elsewhere */
  Where: ({ graph, dy, inputs: { condition, a, b } }) => {
    const zero = graph.floats([0]);
    return {
      condition: undefined,
      a: () => sumTo(graph, graph.add('Where', [condition, dy, zero]), a),
      b: () => sumTo(graph, graph.add('Where', [condition, zero, dy]), b),
    };
  },

  /** y = x: dx = dy */
  Identity: ({ dy }) => ({ x: () => dy }),

  // Constant but for steps.
  GreaterOrEqual: 'not differentiable',
  // From or to whole numbers, as there is but one type of float.
  Cast: 'not differentiable',
};

import { productOf } from '../onnx/dimension.ts';
import { axisOf } from '../onnx/infer/inference.ts';
import type { Rules } from './rule.ts';
import { expandTo, reshapeTo, zerosLike } from './shapes.ts';

/**
 * Picking elements and adding them in. Derivatives of what is picked twice add up; ScatterElements does so reliably,
 * whereas onnxruntime's ScatterND on the CPU loses some with more than one thread.
 */
export const indexing: Rules<'Gather' | 'GatherElements' | 'ScatterElements'> = {
  /** y = data[…, indices, …]: ddata = zeros, to which dy is added at the indices */
  Gather: ({ graph, dy, inputs: { data, indices }, attributes }) => ({
    data: () => {
      const shape = graph.shapeOf(data);
      const axis = axisOf(attributes.axis ?? 0, shape.length);
      const count = productOf(graph.shapeOf(indices));
      const rows = reshapeTo(graph, dy, shape.with(axis, count));
      const column = reshapeTo(
        graph,
        indices,
        shape.map((_, at) => (at === axis ? count : 1)),
      );
      // Along the axis itself there is nothing to copy, so its size does not matter.
      const each = expandTo(graph, column, shape.with(axis, 1), rows);
      return graph.add('ScatterElements', [zerosLike(graph, data), each, rows], { axis, reduction: 'add' });
    },
    indices: undefined,
  }),

  /** y[i, j, …] = data[indices[i, j, …], j, …] for axis 0: ddata = zeros, to which dy is added at the indices */
  GatherElements: ({ graph, dy, inputs: { data, indices }, attributes: { axis = 0 } }) => ({
    data: () => graph.add('ScatterElements', [zerosLike(graph, data), indices, dy], { axis, reduction: 'add' }),
    indices: undefined,
  }),

  /** y = data, to which updates are added at the indices: ddata = dy, dupdates = dy at the indices */
  ScatterElements: ({ graph, dy, inputs: { indices }, attributes: { axis = 0, reduction } }) => {
    if (reduction !== 'add') throw new Error('only ScatterElements that adds has a rule');
    return {
      data: () => dy,
      indices: undefined,
      updates: () => graph.add('GatherElements', [dy, indices], { axis }),
    };
  },
};

import { expect } from 'vitest';
import { gradients } from '../../src/autodiff/gradients.ts';
import { randomOf } from '../../src/core/random.ts';
import { GraphBuilder } from '../../src/onnx/builder.ts';
import type { Value } from '../../src/onnx/graph.ts';
import type { Feed } from '../../src/runtime/session.ts';
import { program } from './evaluate.ts';
import { sizesOf, type Tensor } from './tensor.ts';

/** A function of float tensors, as a graph, and where it is differentiated. */
export interface Differentiable<Name extends string = string> {
  /** The tensors that it is differentiated by. */
  readonly by: Readonly<Record<Name, Tensor>>;
  /** Tensors that it is not differentiated by. */
  readonly constants?: Readonly<Record<string, Tensor>>;
  readonly build: (graph: GraphBuilder, inputs: Readonly<Record<string, Value>>) => Value;
}

/** Small for a curved function, and far above the rounding of float32. */
const step = 1 / 64;

/** A part of the largest derivative by a tensor, or of 1. */
const tolerance = 5e-4;

/**
 * Checks the gradients of a random weighted sum of the results against central differences, (f(x + h) - f(x - h)) / 2h,
 * of two steps h, which together cancel the error of order h² (Richardson's extrapolation).
 */
export async function checkGradients({ by, constants = {}, build }: Differentiable, threads = 1): Promise<void> {
  const graph = new GraphBuilder();
  const tensors = { ...by, ...constants };
  const inputs: Record<string, Value> = {};
  for (const [name, { type, shape }] of Object.entries(tensors)) inputs[name] = graph.input(name, type, shape);
  const result = build(graph, inputs);
  const seed = graph.input('seed', 'float32', graph.shapeOf(result));
  const wrt = Object.keys(by).map((name) => name as Value);
  const found = gradients(graph, result, wrt, seed);
  graph.output(result, 'result');
  for (const value of wrt) {
    const gradient = found.get(value);
    if (gradient === undefined) throw new Error(`there is no gradient by ${value}`);
    expect(graph.shapeOf(gradient)).toEqual(graph.shapeOf(value));
    graph.output(gradient, `gradient:${value}`);
  }

  const run = await program(graph, threads);
  const weights = randomFloats(sizesOf(graph.shapeOf(result), tensors));
  const used = graph.build().inputs.map(({ name }) => name);
  const feeds: Record<string, Feed> = {};
  for (const [name, { feed }] of Object.entries({ ...tensors, seed: { feed: weights } })) {
    if (used.includes(name)) feeds[name] = feed;
  }
  const analytic = await run(feeds);
  const weightedSum = async (changed: Record<string, Feed>) => {
    const { result = new Float32Array() } = await run({ ...feeds, ...changed });
    return result.reduce((sum, y, index) => sum + y * (weights.data[index] ?? Number.NaN), 0);
  };
  for (const [name, { feed }] of Object.entries(by)) {
    const gradient = analytic[`gradient:${name}`] ?? new Float32Array();
    expect(gradient).toHaveLength(feed.data.length);
    const scale = Math.max(1, ...gradient.map(Math.abs));
    for (const [index, x] of feed.data.entries()) {
      const slope = async (h: number) => {
        const at = (moved: number) =>
          weightedSum({ [name]: { ...feed, data: Float32Array.from(feed.data).fill(moved, index, index + 1) } });
        return ((await at(x + h)) - (await at(x - h))) / (Math.fround(x + h) - Math.fround(x - h));
      };
      const numeric = (4 * (await slope(step)) - (await slope(2 * step))) / 3;
      const difference = Math.abs((gradient[index] ?? Number.NaN) - numeric) / scale;
      expect(difference, `d${name}[${index}] is ${gradient[index]}, not ${numeric}`).toBeLessThan(tolerance);
    }
  }
}

/** Numbers in [-1, 1), the same in each run. */
function randomFloats(shape: readonly number[]): Feed & { readonly data: Float32Array } {
  const random = randomOf('seed', ...shape);
  const length = shape.reduce((product, size) => product * size, 1);
  return { data: Float32Array.from({ length }, () => 2 * random.uniform() - 1), shape };
}

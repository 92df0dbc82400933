import { expect } from 'vitest';
import { gradients } from '../../src/autodiff/gradients.ts';
import { GraphBuilder } from '../../src/onnx/builder.ts';
import type { Value } from '../../src/onnx/graph.ts';
import type { Feed } from '../../src/runtime/session.ts';
import { program } from './evaluate.ts';
import { feedOf, floats, type NamedSizes, type Tensor } from './tensor.ts';

/** A function of float tensors, as a graph, and where it is differentiated. */
export interface Differentiable {
  /** The tensors that it is differentiated by. */
  readonly by: Readonly<Record<string, Tensor>>;
  /** Tensors that it is not differentiated by. */
  readonly constants?: Readonly<Record<string, Tensor>>;
  readonly build: (graph: GraphBuilder, inputs: Readonly<Record<string, Value>>) => Value;
}

/** A function and its gradients in one graph. */
export interface Differentiated {
  readonly graph: GraphBuilder;
  readonly result: Value;
  /** By the names of what the function is differentiated by. */
  readonly gradients: ReadonlyMap<string, Value>;
  /** All inputs; the one named `seed` is what the result is multiplied by before it is summed. */
  readonly inputs: Readonly<Record<string, Tensor>>;
}

/** Builds a function and the gradients of a weighted sum of its results, all of them outputs. */
export function differentiate({ by, constants = {}, build }: Differentiable): Differentiated {
  const graph = new GraphBuilder();
  const given: Record<string, Value> = {};
  for (const [name, { type, shape }] of Object.entries({ ...by, ...constants })) {
    given[name] = graph.input(name, type, shape);
  }
  const result = build(graph, given);
  const seed = floats(graph.shapeOf(result), [-1, 1]);
  const wrt = Object.keys(by).map((name) => name as Value);
  const found = gradients(graph, result, wrt, graph.input('seed', seed.type, seed.shape));
  graph.output(result, 'result');
  for (const [value, gradient] of found) {
    expect(graph.shapeOf(gradient)).toEqual(graph.shapeOf(value));
    graph.output(gradient, `gradient:${value}`);
  }
  return { graph, result, gradients: found, inputs: { ...by, ...constants, seed } };
}

/** What a run of a graph is fed. */
export function feedsFor(graph: GraphBuilder, inputs: Readonly<Record<string, Tensor>>, sizes: NamedSizes) {
  const feeds: Record<string, Feed> = {};
  for (const { name } of graph.build().inputs) {
    const tensor = inputs[name];
    if (!tensor) throw new Error(`nothing is fed as ${name}`);
    feeds[name] = feedOf(tensor, sizes);
  }
  return feeds;
}

/** Small for a curved function, and far above the rounding of float32. */
const step = 1 / 64;

/** As a part of the largest derivative by a tensor, or of 1. */
const tolerance = 5e-4;

/**
 * Checks the gradients of a random weighted sum of the results against central differences, (f(x + h) - f(x - h)) / 2h,
 * of two steps h, which together cancel the error of order h² (Richardson's extrapolation).
 */
export async function checkGradients(differentiable: Differentiable, sizes: NamedSizes, threads = 1): Promise<void> {
  const { graph, inputs } = differentiate(differentiable);
  const run = await program(graph, threads);
  const feeds = feedsFor(graph, inputs, sizes);
  const analytic = await run(feeds);
  const weightedSum = async (changed: Record<string, Feed>) => {
    const { result = new Float32Array() } = await run({ ...feeds, ...changed });
    return result.reduce((sum, y, index) => sum + y * (feeds.seed?.data[index] ?? Number.NaN), 0);
  };
  for (const [name, tensor] of Object.entries(differentiable.by)) {
    const gradient = analytic[`gradient:${name}`];
    if (!gradient) throw new Error(`there is no gradient by ${name}`);
    const feed = feeds[name] ?? feedOf(tensor, sizes);
    expect(gradient).toHaveLength(feed.data.length);
    const scale = Math.max(1, ...gradient.map(Math.abs));
    for (const [index, x] of feed.data.entries()) {
      const at = (value: number) => {
        const data = Float32Array.from(feed.data).fill(value, index, index + 1);
        return weightedSum(feeds[name] ? { [name]: { ...feed, data } } : {});
      };
      const slope = async (h: number) => {
        const difference = (await at(x + h)) - (await at(x - h));
        return difference / (Math.fround(x + h) - Math.fround(x - h));
      };
      const numeric = (4 * (await slope(step)) - (await slope(2 * step))) / 3;
      const error = Math.abs((gradient[index] ?? Number.NaN) - numeric) / scale;
      expect(error, `d${name}[${index}] is ${gradient[index]}, not ${numeric}`).toBeLessThan(tolerance);
    }
  }
}

import { onTestFinished } from 'vitest';
import type { GraphBuilder } from '../../src/onnx/builder.ts';
import { encodeModel } from '../../src/onnx/encode.ts';
import { type Feeds, ModelSession, type Results } from '../../src/runtime/session.ts';

/** Loads a graph, until the test is over, and gives what runs it. */
export async function program(graph: GraphBuilder, threads = 1): Promise<(feeds: Feeds) => Promise<Results>> {
  const model = { graph: encodeModel(graph.build()), weights: { arrays: new Map<string, Float32Array>() } };
  const session = await ModelSession.open(model, 'cpu', threads);
  onTestFinished(() => session.release());
  return (feeds) => session.run(feeds);
}

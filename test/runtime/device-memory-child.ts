import { GraphBuilder } from '../../src/onnx/builder.ts';
import { encodeModel } from '../../src/onnx/encode.ts';
import { DeviceMemory, DeviceProgram } from '../../src/runtime/device-memory.ts';

/** What this process reports to the test that started it; numbers as text, so that NaN is told from nothing. */
export interface MemoryReport {
  readonly copied: readonly string[];
  readonly sums: readonly string[];
  readonly doubled: readonly string[];
  readonly replaced: readonly string[];
  readonly absent: string;
  readonly aliased: string;
}

/**
 * Adds up what it is fed in the tensor `sum`, times what was there before.
 * @param aliased whether the addition itself reads the tensor that it overwrites, which no device allows.
 */
function summing(aliased: boolean): Uint8Array {
  const graph = new GraphBuilder();
  const sum = graph.input('sum', 'float32', [2, 2]);
  const factor = graph.input('factor', 'float32', []);
  const x = graph.input('x', 'float32', [2, 2]);
  const before = aliased ? sum : graph.add('Mul', [sum, factor]);
  graph.output(graph.add('Add', [before, x], {}, 'next'));
  graph.output(graph.add('Add', [x, x], {}, 'doubled'));
  return encodeModel(graph.build());
}

const memory = await DeviceMemory.open({ validate: true });
await memory.put('sum', { data: Float32Array.of(1, 2, 3, 4), shape: [2, 2] });
await memory.put('other', { data: Float32Array.of(5, Number.NaN, -0), shape: [3] });
const copied = [String(await memory.get('sum')), String(await memory.get('other'))];

const program = await DeviceProgram.open(summing(false), memory);
const sums: string[] = [];
const doubled: string[] = [];
for (const factor of [1, 1, 0]) {
  const feeds = {
    factor: { data: Float32Array.of(factor), shape: [] },
    x: { data: Float32Array.of(10, 20, 30, 40), shape: [2, 2] },
  };
  const results = await program.run({ feeds, reads: ['sum'], writes: [['next', 'sum']], wanted: ['doubled'] });
  doubled.push(String(results.doubled));
  sums.push(String(await memory.get('sum')));
}
await memory.put('sum', { data: Float32Array.of(7, 8, 9, 10, 11, 12), shape: [3, 2] });
const replaced = [String(await memory.get('sum'))];
await memory.put('sum', { data: new Float32Array(4), shape: [2, 2] });

const absent = await memory.get('nothing').catch(String);
await program.release();
const wrong = await DeviceProgram.open(summing(true), memory);
const one = { data: new Float32Array(4), shape: [2, 2] };
const feeds = { factor: { data: new Float32Array(1), shape: [] }, x: one };
const aliased = await wrong.run({ feeds, reads: ['sum'], writes: [['next', 'sum']], wanted: [] }).then(
  () => 'nothing was said',
  (thrown: unknown) => String(thrown),
);
await wrong.release();
await memory.release();
await memory.release();
const report: MemoryReport = { copied, sums, doubled, replaced, absent: String(absent), aliased };
process.stdout.write(JSON.stringify(report));

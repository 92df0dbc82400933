import { loadClassifier } from '../../src/model/load.ts';
import { GraphBuilder } from '../../src/onnx/builder.ts';
import { encodeModel } from '../../src/onnx/encode.ts';
import { type Placement, place } from '../../src/runtime/choose.ts';
import type { DevicePreference, DeviceReport } from '../../src/runtime/device.ts';
import { DeviceMemory } from '../../src/runtime/device-memory.ts';
import { batchOf, farthest } from '../model/batch.ts';

/** What this process reports to the test that started it. */
export interface ChildReport {
  /** For each model folder: how WebGPU was chosen and how far its logits were from the CPU's. */
  readonly models: readonly { readonly report: DeviceReport; readonly difference: number }[];
  readonly auto: DeviceReport;
  readonly wrong: DeviceReport;
  readonly notNumbers: DeviceReport;
}

const rows = [
  [2, 9, 17, 33, 8, 41, 12, 3],
  [2, 25, 3],
];

async function run(folder: string, device: DevicePreference) {
  const classifier = await loadClassifier(folder, { device, heads: 'all', threads: 1 });
  try {
    const logits = await classifier.classify(batchOf(rows, classifier.spec.encoder.padId));
    return { report: classifier.device, values: logits.flatMap(({ values }) => [...values]) };
  } finally {
    await classifier.dispose();
  }
}

/** A model that adds another number on a device than on the CPU, as a broken driver would. */
async function placeBroken(added: number): Promise<DeviceReport> {
  const batch = { x: { data: Float32Array.of(1, 2, 3, 4), shape: [4] } };
  const placement: Placement = {
    model: (device) => {
      const graph = new GraphBuilder();
      const number = graph.floats([device === 'cpu' ? 0 : added]);
      graph.output(graph.add('Add', [graph.input('x', 'float32', ['size']), number]), 'y');
      return { graph: encodeModel(graph.build()), weights: { arrays: new Map() } };
    },
    smallBatch: batch,
    largeBatch: batch,
    threads: 1,
  };
  const { session, report } = await place(placement, 'webgpu');
  await session.release();
  return report;
}

// While something holds the device, what was compiled for one model serves the next.
const kept = await DeviceMemory.open();
await kept.put('kept', { data: Float32Array.of(0), shape: [1] });
const folders = process.argv.slice(2);
const models: ChildReport['models'][number][] = [];
for (const folder of folders) {
  const { values } = await run(folder, 'cpu');
  const found = await run(folder, 'webgpu');
  models.push({ report: found.report, difference: farthest(values, found.values) });
}
const [folder = ''] = folders;
const report: ChildReport = {
  models,
  auto: (await run(folder, 'auto')).report,
  wrong: await placeBroken(0.02),
  notNumbers: await placeBroken(Number.NaN),
};
await kept.release();
process.stdout.write(JSON.stringify(report));

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** One line of onnxruntime's profile; times in microseconds. */
interface ProfileEvent {
  readonly cat: string;
  readonly name: string;
  readonly ts: number;
  readonly dur: number;
  readonly args?: { readonly op_name?: string };
}

const kinds: Readonly<Record<string, readonly string[]>> = {
  'products of weights': ['Gemm', 'FusedGemm'],
  'products of attention': ['MatMul', 'FusedMatMul'],
  'moving data': ['Transpose', 'Reshape', 'Expand', 'Concat', 'Slice', 'Pad', 'Shape', 'ConstantOfShape'],
  'sums over axes': ['ReduceSum', 'ReduceMean', 'ReduceSumSquare'],
  embeddings: ['Gather', 'GatherElements', 'ScatterElements'],
  'normalization, softmax, GELU forward': [
    'LayerNormalization',
    'Softmax',
    'LogSoftmax',
    'Gelu',
    'BiasGelu',
    'FastGelu',
  ],
};
const rest = 'element by element';

/**
 * The share of each kind of operation in the time that onnxruntime spent in operations, the first run apart, largest
 * first.
 * @param folder the profile is its only file.
 */
export function operationShares(folder: string): readonly (readonly [kind: string, share: number])[] {
  const [file] = readdirSync(folder);
  if (file === undefined) throw new Error('onnxruntime wrote no profile');
  const events: readonly ProfileEvent[] = JSON.parse(readFileSync(path.join(folder, file), 'utf8'));
  const [first] = events.filter(({ name }) => name === 'model_run');
  if (!first) throw new Error('the profile has no run');
  const times = new Map<string, number>();
  let total = 0;
  for (const { cat, name, ts, dur, args } of events) {
    if (cat !== 'Node' || !name.endsWith('_kernel_time') || ts < first.ts + first.dur) continue;
    const operation = args?.op_name ?? '';
    const kind = Object.keys(kinds).find((name) => kinds[name]?.includes(operation)) ?? rest;
    times.set(kind, (times.get(kind) ?? 0) + dur);
    total += dur;
  }
  return [...times].map(([kind, time]) => [kind, time / total] as const).sort(([, a], [, b]) => b - a);
}

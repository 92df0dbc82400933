import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { MemoryEstimator } from '../../src/train/step/estimate.ts';
import { type RandomModel, randomModel, randomSettings } from '../train/step/random-model.ts';
import { operationShares } from './operation-shares.ts';
import type { TrainingCase, TrainingTimes } from './training-child.ts';

/** What one step is compared with, in milliseconds, at as many tokens on two cores: a prototype's, PyTorch's eager. */
interface References {
  readonly prototype: number;
  readonly pytorch: number;
}

/** The shapes that are measured; the most memory that a step may take, in bytes. */
const cases = [
  { encoder: 'default', rows: 32, length: 64, references: { prototype: 322, pytorch: 315 }, budget: undefined },
  { encoder: 'base', rows: 8, length: 128, references: { prototype: 3607, pytorch: 3376 }, budget: 4.5e9 },
] as const;

const titles = { default: "the default model's encoder", base: 'BERT-base' };

const steps = 8;
const threads = 2;

/**
 * Seconds and memory of a training step on the CPU, fp32, two threads, without and with dropout: the median of six
 * steps after two, in a process of its own; and where the time goes.
 * @returns lines to print.
 */
export async function benchTraining(): Promise<string[]> {
  const lines = [`training steps, fp32, ${threads} threads (${os.cpus().length} × ${os.cpus()[0]?.model}):`];
  for (const { encoder, rows, length, references, budget } of cases) {
    lines.push(`  ${titles[encoder]}, ${rows} rows of ${length} tokens`);
    for (const dropout of [0, 0.1]) {
      const model: RandomModel = { encoder, heads: ['Gene'], dropout };
      const { times, memory } = await measure({ ...model, shapes: [[rows, length]], threads, steps });
      lines.push(...report(dropout, times, references), reportMemory(model, { rows, length }, memory, budget));
    }
    const model: RandomModel = { encoder, heads: ['Gene'], dropout: 0.1 };
    lines.push(`    of the gradients: ${await shares({ ...model, shapes: [[rows, length]], threads, steps: 4 })}`);
  }
  return lines;
}

async function measure(run: TrainingCase): Promise<{ times: readonly [step: number, update: number]; memory: number }> {
  const child = path.join(import.meta.dirname, 'training-child.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [child, JSON.stringify(run)]);
  const result: TrainingTimes = JSON.parse(stdout);
  return { times: [median(result.steps.slice(2)), median(result.updates.slice(2))], memory: result.memory };
}

function report(
  dropout: number,
  [step, update]: readonly [number, number],
  { prototype, pytorch }: References,
): readonly string[] {
  const name = dropout === 0 ? 'without dropout' : 'with dropout';
  return [
    `    ${name}: ${step.toFixed(0)} ms a step, of which AdamW ${update.toFixed(0)} (${((100 * update) / step).toFixed(0)} %)`,
    `      ${(step / prototype).toFixed(2)} of the prototype's ${prototype} ms, ${(step / pytorch).toFixed(2)} of PyTorch's ${pytorch} ms (without dropout, two AMD EPYC cores)`,
  ];
}

function reportMemory(
  model: RandomModel,
  shape: { readonly rows: number; readonly length: number },
  memory: number,
  budget: number | undefined,
): string {
  const { total, copies, moments } = new MemoryEstimator(randomModel(model), randomSettings(model)).estimate(
    shape,
    false,
  );
  const gigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(2)} GB`;
  const limit = budget === undefined ? '' : `; budget: ${gigabytes(budget)}`;
  return `      ${gigabytes(memory)} at most (estimated: ${gigabytes(total - copies + moments / 2)}, at a checkpoint ${gigabytes(total)}${limit})`;
}

async function shares(run: TrainingCase): Promise<string> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'gerbera-bench-'));
  try {
    await measure({ ...run, profile: path.join(folder, 'profile') });
    return operationShares(folder)
      .map(([kind, share]) => `${kind} ${(100 * share).toFixed(1)} %`)
      .join(', ');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

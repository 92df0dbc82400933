import { copyFileSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { TokenClassifier } from '../../src/model/classifier.ts';
import { loadClassifier } from '../../src/model/load.ts';
import { goldenFolder, missing, starterModel } from '../support/shared.ts';
import { batchOf, farthest } from './batch.ts';
import { scratchFolder } from './tiny.ts';

/** Logits as PyTorch computed them, in float32: what a right implementation meets on the CPU. */
const tolerance = 1e-4;

interface Row {
  readonly input_ids: readonly number[];
  /** By head in our own form; in GERBERA's pair what its evaluation reads, with each head beside it. */
  readonly logits: readonly (readonly number[])[] | Readonly<Record<string, readonly (readonly number[])[]>>;
  readonly [head: `logits_${string}`]: readonly (readonly number[])[];
}

const weightFiles = ['model.safetensors', 'pytorch_model.bin', 'pytorch_model.legacy.bin'];

describe.skipIf(missing(goldenFolder))(
  `logits agree with PyTorch's (${missing(goldenFolder) ?? 'golden data'})`,
  () => {
    const folders = existsSync(goldenFolder)
      ? readdirSync(goldenFolder).map((name) => path.join(goldenFolder, name))
      : [];
    const models = folders.filter((folder) => existsSync(path.join(folder, 'expected.json')));
    const files = models.flatMap((folder) =>
      weightFiles.filter((file) => existsSync(path.join(folder, file))).map((file) => [folder, file] as const),
    );
    it.each(files)('%s, %s', agrees);

    it('finds golden models', () => expect(files).not.toEqual([]));
  },
);

describe.skipIf(missing(starterModel))(
  `the logits of a model in our own form agree with PyTorch's (${missing(starterModel) ?? 'nine heads'})`,
  () => {
    it.each([[starterModel, 'model.safetensors']] as const)('%s, %s', agrees);
  },
);

async function agrees(folder: string, weights: string): Promise<void> {
  const copy = scratchFolder();
  for (const file of readdirSync(folder)) {
    if (!weightFiles.includes(file)) copyFileSync(path.join(folder, file), path.join(copy, file));
  }
  copyFileSync(path.join(folder, weights), path.join(copy, weights.replace('.legacy', '')));
  const { rows }: { rows: readonly Row[] } = JSON.parse(readFileSync(path.join(folder, 'expected.json'), 'utf8'));
  const classifier = await loadClassifier(copy, { device: 'cpu', heads: 'all', threads: 2 });
  onTestFinished(() => classifier.dispose());

  expect(rows.length).toBeGreaterThan(0);
  for (const row of rows) await compare(classifier, [row]);
  await compare(classifier, rows);
}

/** Compares every head in one batch of rows. */
async function compare(classifier: TokenClassifier, rows: readonly Row[]): Promise<void> {
  const found = await classifier.classify(
    batchOf(
      rows.map((row) => row.input_ids),
      classifier.spec.encoder.padId,
    ),
  );
  expect(found.map(({ head }) => head)).toEqual(classifier.spec.heads.map(({ name }) => name));
  for (const { head, values } of found) {
    const expected = rows.flatMap((row) => [...expectedLogits(row, head)]);
    expect(farthest(expected.flat(), values)).toBeLessThan(tolerance);
  }
}

function expectedLogits(row: Row, head: string): readonly (readonly number[])[] {
  if (!Array.isArray(row.logits)) return (row.logits as Readonly<Record<string, number[][]>>)[head] ?? [];
  return row[`logits_${head}`] ?? row.logits;
}

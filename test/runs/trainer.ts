import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import type { RunSummary } from '../../src/runs/run.ts';
import { gerbera } from '../support/command-line.ts';
import type { Workshop } from '../train/run/fixtures.ts';

const main = path.resolve(import.meta.dirname, '../../src/cli/main.ts');
const quick = ['--device', 'cpu', '--threads', '1', '--max-length', '24', '--batch-tokens', '96'];

/** What trains on a workshop's corpora in GERBERA's two stages, in a second or two for an epoch each. */
export function twoStages({ base, target, general }: Workshop, out: string, ...more: readonly string[]): string[] {
  const corpora = ['--method', 'gerbera', '--target', target, '--general', general];
  return ['train', ...corpora, '--base', base, ...quick, '--out', out, ...more];
}

/** Trains in this process until it is done. */
export async function trained(shop: Workshop, name: string, ...more: readonly string[]): Promise<string> {
  const out = shop.at(name);
  const { exitCode, stderr } = await gerbera(twoStages(shop, out, ...(more.length > 0 ? more : ['--epochs', '1'])));
  if (exitCode !== 0) throw new Error(stderr);
  return out;
}

/** Trains in a process of its own; `ended` gives its exit code. */
export function startTrainer(argv: readonly string[]): {
  readonly child: ChildProcess;
  readonly ended: Promise<unknown>;
} {
  const child = spawn(process.execPath, [main, ...argv], { stdio: 'ignore' });
  const ended = new Promise((resolve) => child.on('close', resolve));
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  return { child, ended };
}

/** Waits until a run is as it should be. */
export async function until(
  read: () => Promise<RunSummary | undefined>,
  is: (run: RunSummary) => boolean,
): Promise<RunSummary> {
  for (const end = Date.now() + 30_000; ; ) {
    const run = await read();
    if (run && is(run)) return run;
    if (Date.now() > end) throw new Error(`still ${JSON.stringify(run)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

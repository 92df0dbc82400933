import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expandSchedule } from '../../src/train/config/schedules/expand.ts';
import { train } from '../../src/train/run/train.ts';
import { corporaFolder, missing } from '../support/shared.ts';
import { runSettings } from '../train/config/run-settings.ts';

/** What an epoch may take on two cores, in seconds. */
const budget = 90;

const base = path.resolve(import.meta.dirname, '../../models/default');

/**
 * An epoch of NCBI-disease with the default model's encoder and the default settings, dropout included, on the two threads of `runSettings`:
 * the steps, and with them the scoring of devel and the checkpoints.
 * @returns lines to print.
 */
export async function benchEpoch(): Promise<string[]> {
  const folder = path.join(corporaFolder, 'bioner', 'NCBI-disease');
  const absent = missing(folder);
  if (absent !== undefined) return [`an epoch of training: ${absent}`];
  const output = mkdtempSync(path.join(os.tmpdir(), 'gerbera-bench-'));
  try {
    const target = { folder, types: ['Disease'], devel: true };
    const options = { base, hidden: 256, output, run: runSettings, epochs: [1] };
    const config = expandSchedule({ schedule: 'single', target, auxiliaries: [] }, options);
    let [updates, tokens] = [0, 0];
    let [start, steps, all] = [performance.now(), 0, 0];
    for await (const event of train(config)) {
      if (event.kind === 'stage') start = performance.now();
      if (event.kind === 'step') {
        updates++;
        tokens += event.tokens;
        steps = (performance.now() - start) / 1000;
      }
      if (event.kind === 'stage end') all = (performance.now() - start) / 1000;
    }
    return [
      `an epoch of NCBI-disease with the default model's encoder, two threads (${os.cpus()[0]?.model}):`,
      `  ${all.toFixed(1)} s (budget: ${budget} s), of which ${steps.toFixed(1)} s for ${updates} updates of ${tokens.toLocaleString('en')} tokens, the rest for scores and a checkpoint`,
    ];
  } finally {
    rmSync(output, { recursive: true, force: true });
  }
}

import { execFile } from 'node:child_process';
import { createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { importTerminology } from '../../src/concepts/import/import-terminology.ts';
import type { LookupTimes } from './concepts-child.ts';
import { madeUpTerms } from './made-up-terms.ts';

/** Concepts with three names each. */
const concepts = 333_334;

/** What may be used: seconds for a million names, bytes of a reader's memory. */
const budget = { seconds: 60, memory: 150e6 } as const;

/**
 * A million names of made-up concepts: how long their import takes, by the clock and in seconds of the processor, how large the
 * store is, and what questions of each kind and a reader's memory cost then.
 * @returns lines to print.
 */
export async function benchConceptImport(): Promise<string[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'gerbera-bench-'));
  try {
    const place = path.join(folder, 'terms.tsv');
    await pipeline(madeUpTerms(concepts), createWriteStream(place));
    const began = performance.now();
    const before = process.cpuUsage();
    let names = 0;
    for await (const event of importTerminology({ folder, place, type: 'Disease' })) {
      if (event.kind === 'done') names = event.terminology.names;
    }
    const { user, system } = process.cpuUsage(before);
    const clock = (performance.now() - began) / 1000;
    const size = (file: string) => statSync(path.join(folder, file)).size / 1e6;
    const { times, memory } = await ask(folder);
    return [
      `import of ${names.toLocaleString('en')} names (${size('terms.tsv').toFixed(0)} MB as TSV):`,
      `  ${clock.toFixed(1)} s by the clock, ${((user + system) / 1e6).toFixed(1)} s of the processor (budget ${budget.seconds} s); the store has ${size('concepts.sqlite').toFixed(0)} MB`,
      `  a reader takes ${(memory / 1e6).toFixed(0)} MB (budget ${budget.memory / 1e6} MB); questions, in ms:`,
      ...Object.entries(times).map(
        ([question, [median, high, processor]]) =>
          `    ${question.padEnd(22)} median ${median.toFixed(2)}, 95th percentile ${high.toFixed(2)}, of the processor ${processor.toFixed(2)}`,
      ),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function ask(folder: string): Promise<LookupTimes> {
  const child = path.join(import.meta.dirname, 'concepts-child.ts');
  const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', child, folder, String(concepts)]);
  return JSON.parse(stdout);
}

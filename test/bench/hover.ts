import { createWriteStream, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { gunzipSync } from 'node:zlib';
import { importTerminology } from '../../src/concepts/import/import-terminology.ts';
import { Client } from '../server/client.ts';
import { corporaFolder, missing } from '../support/shared.ts';
import { madeUpTerms } from './made-up-terms.ts';

const uri = 'file:///papers/bench.md';
const concepts = 200_000;
const edits = 50;

/** From a request to its answer (ms, the 95th percentile). */
const budget = 30;

/**
 * Hovers of a language client over stdio on a paper of 10,668 words, with a store of 200,000 made-up concepts, from request to
 * answer: at once after the paper has been read, while it is linked; when it is linked; and at once after an edit.
 * @returns lines to print.
 */
export async function benchHover(): Promise<string[]> {
  const file = path.join(corporaFolder, 'papers', 'PMC1255741.md.gz');
  const absent = missing(file);
  if (absent !== undefined) return [`hover: ${absent}`];
  const paper = gunzipSync(readFileSync(file)).toString('utf8');
  const home = mkdtempSync(path.join(tmpdir(), 'gerbera-bench-hover-'));
  try {
    await fillStore(home);
    const { first, linked, edited } = await hover(home, paper);
    const row = (name: string, times: readonly number[]) =>
      `  ${name.padEnd(40)} p50 ${quantile(times, 0.5)} ms, p95 ${quantile(times, 0.95)} ms, max ${quantile(times, 1)} ms (budget: p95 under ${budget} ms)`;
    return [
      `hover, ${concepts} concepts, a paper of 10,668 words, client over stdio:`,
      row('while the paper is linked', first),
      row('when it is linked', linked),
      row('after an edit', edited),
    ];
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

async function fillStore(home: string): Promise<void> {
  const place = path.join(home, 'terms.tsv');
  await pipeline(Readable.from(madeUpTerms(concepts)), createWriteStream(place));
  const folder = path.join(home, 'concepts');
  for await (const _ of importTerminology({ folder, place, name: 'terms', type: 'Disease' })) {
    // Only the end matters.
  }
}

async function hover(home: string, paper: string) {
  const client = await Client.start({ env: { GERBERA_HOME: home } });
  await client.open(uri, paper);
  const { entities } = await client.settled(uri);
  const timed = async (offset: number) => {
    const began = performance.now();
    await client.hover(uri, offset);
    return performance.now() - began;
  };
  const times = { first: [] as number[], linked: [] as number[], edited: [] as number[] };
  for (const { start } of entities.filter((_, index) => index % 10 === 0)) times.first.push(await timed(start));
  await client.linked(uri);
  for (const { start } of entities) times.linked.push(await timed(start));
  for (let edit = 1; edit <= edits; edit++) {
    await client.edit(uri, 0, 0, 'x');
    const { start } = entities[(edit * 37) % entities.length]!;
    times.edited.push(await timed(start + edit));
    await client.settled(uri);
  }
  await client.stop();
  return times;
}

function quantile(values: readonly number[], share: number): string {
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN).toFixed(1);
}

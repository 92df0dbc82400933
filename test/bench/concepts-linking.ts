import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type GoldDocument, readGold } from '../../scripts/linking/gold.ts';
import { storeOfTerms } from '../../scripts/linking/terms.ts';
import { importTerminology } from '../../src/concepts/import/import-terminology.ts';
import { createLinker } from '../../src/concepts/link/create-linker.ts';
import { keysOf } from '../../src/concepts/names/keys.ts';
import { openStore } from '../../src/concepts/store/open-store.ts';
import type { ConceptStore } from '../../src/concepts/store/store.ts';
import { corporaFolder, missing } from '../support/shared.ts';
import { madeUpTerms } from './made-up-terms.ts';

/** What a link is to keep to, in milliseconds. */
const budget = { median: 2, high: 20 };
/** Made-up diseases beside the concepts of the corpora's terminologies, of which most are no diseases. */
const madeUp = 100_000;
/** Linking is measured so often, each time by a linker that knows nothing: the least time is that of a machine without other work. */
const runs = 3;
const parts = ['ncbi-disease/test', 'bc5cdr/test', 'linnaeus/test', 'gnormplus/test'];

/**
 * Links of the gold mentions of four test parts to all terminologies of the corpora (some 100,000 concepts, 340,000 names) and as many
 * made-up diseases: the first time, when nothing is known of names, and again; and the same mentions looked up by their keys alone.
 * @returns lines to print.
 */
export async function benchLinking(): Promise<string[]> {
  const absent = missing(path.join(corporaFolder, 'terms')) ?? missing(path.join(corporaFolder, 'concepts'));
  if (absent !== undefined) return [`linking: ${absent}`];
  const folder = await mkdtemp(path.join(os.tmpdir(), 'gerbera-bench-terms-'));
  const store = await storeOf(folder);
  try {
    const documents = (await Promise.all(parts.map((part) => readGold(corporaFolder, part)))).flat();
    const distinct = new Set(documents.flatMap(({ gold }) => gold.map(({ mention }) => mention.mention)));
    const lookups = timesOf(distinct, (text) => store.withKey(keysOf(text)));
    const linker = createLinker(store);
    const before = process.cpuUsage();
    const first = linkTimes(documents, linker);
    const { user, system } = process.cpuUsage(before);
    const again = linkTimes(documents, linker);
    let least = first;
    for (let run = 1; run < runs; run++) {
      const other = linkTimes(documents, createLinker(store));
      least = least.map((time, index) => Math.min(time, other[index] ?? time));
    }
    const limit = ` (budget: p50 under ${budget.median} ms, p95 under ${budget.high} ms)`;
    return [
      `linking ${first.length} mentions of ${documents.length} documents to ${conceptsIn(store)} concepts:`,
      row('a text that has not been linked before', unseenTimes(documents, first), limit),
      row(`the same, least of ${runs} runs`, unseenTimes(documents, least), limit),
      row('a mention, the first time', first),
      row(`the same, least of ${runs} runs`, least),
      row('a mention, again', again),
      row('exact look-up of a text by its keys', lookups),
      `  a mention takes ${((user + system) / 1000 / first.length).toFixed(2)} ms of the processor on average, the first time`,
    ];
  } finally {
    store.close();
    await rm(folder, { recursive: true });
  }
}

async function storeOf(folder: string): Promise<ConceptStore> {
  (await storeOfTerms(path.join(corporaFolder, 'terms'), folder)).close();
  const place = path.join(folder, 'made-up.tsv');
  await pipeline(Readable.from(madeUpTerms(madeUp)), createWriteStream(place));
  for await (const _ of importTerminology({ folder, place, name: 'made-up', type: 'Disease' })) {
    // Only the end matters.
  }
  return openStore(folder);
}

function linkTimes(documents: readonly GoldDocument[], linker: ReturnType<typeof createLinker>): number[] {
  return documents.flatMap(({ document, gold }) => {
    const opened = linker.open(document);
    return timesOf(gold, ({ mention }) => opened.link(mention));
  });
}

/** Times of the mentions whose text has not been linked before. */
function unseenTimes(documents: readonly GoldDocument[], times: readonly number[]): number[] {
  const seen = new Set<string>();
  const places = documents.flatMap(({ gold }) => gold.map(({ mention }) => `${mention.type} ${mention.mention}`));
  return times.filter((_, index) => {
    const before = seen.size;
    return seen.add(places[index] ?? '').size > before;
  });
}

function timesOf<Item>(items: Iterable<Item>, work: (item: Item) => unknown): number[] {
  const times: number[] = [];
  for (const item of items) {
    const began = performance.now();
    work(item);
    times.push(performance.now() - began);
  }
  return times;
}

function conceptsIn(store: ConceptStore): number {
  return sum(store.terminologies().map(({ concepts }) => concepts));
}

function row(name: string, times: readonly number[], limit = ''): string {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => (sorted[Math.floor(sorted.length * share)] ?? Number.NaN).toFixed(2);
  return `  ${name.padEnd(44)} p50 ${at(0.5)} ms, p95 ${at(0.95)} ms${limit}`;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

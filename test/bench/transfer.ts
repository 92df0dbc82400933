import os from 'node:os';
import path from 'node:path';
import { loadEncoder } from '../../src/model/load-encoder.ts';
import { findCorpora } from '../../src/transfer/corpora/find-corpora.ts';
import { readProfile } from '../../src/transfer/corpora/read-profile.ts';
import { lexicalProfile } from '../../src/transfer/lexical/profile.ts';
import { type ComparableCorpus, measurePair } from '../../src/transfer/measure-pair.ts';
import { defaultSampleSizes, extractFeatures } from '../../src/transfer/representations/features.ts';
import { corporaFolder, missing } from '../support/shared.ts';

/** What a new candidate may take beside a target that is known, in seconds on two cores that do nothing else. */
const budget = 20;

const model = path.resolve(import.meta.dirname, '../../models/default');
const { signal } = new AbortController();

/**
 * What `gerbera transfer` does when nothing is known from before, for NCBI-disease with BC5CDR's diseases, on two threads:
 * each corpus is read and put through the encoder of the default model, then the pair is measured.
 * @returns lines to print.
 */
export async function benchTransfer(): Promise<string[]> {
  const places = ['NCBI-disease', 'BC5CDR-disease'].map((name) => path.join(corporaFolder, 'bioner', name));
  const absent = places.map(missing).find((reason) => reason !== undefined);
  if (absent !== undefined) return [`a comparison of corpora: ${absent}`];
  const encoder = await loadEncoder(model, { device: 'cpu', threads: 2 });
  try {
    const rows: string[] = [];
    const corpora: ComparableCorpus[] = [];
    let whole = 0;
    for (const corpus of await findCorpora(places)) {
      const [read, { profile }] = await timed(() => readProfile(corpus, { seed: 1, signal }));
      const [words, lexical] = await timed(() => lexicalProfile(profile, signal));
      const [encoded, features] = await timed(() => extractFeatures(profile, encoder, { seed: 1, signal }));
      corpora.push({ lexical, features });
      rows.push(row(`${corpus.name}: read`, read), row('  its words and labels', words), row('  encoded', encoded));
      whole = read + words + encoded;
    }
    const [target, candidate] = corpora;
    if (!target || !candidate) throw new Error('two corpora were not found');
    const [measured] = await timed(() => measurePair(target, candidate, 1, signal));
    return [
      `a comparison of corpora with the default model's encoder, ${defaultSampleSizes.sentences} sentences of each, two threads (${os.cpus()[0]?.model}):`,
      ...rows,
      row('the pair: every measure', measured),
      `  one candidate more: ${(whole + measured).toFixed(1)} s (budget: ${budget} s)`,
    ];
  } finally {
    await encoder.dispose();
  }
}

async function timed<T>(work: () => Promise<T>): Promise<readonly [seconds: number, result: T]> {
  const start = performance.now();
  const result = await work();
  return [(performance.now() - start) / 1000, result];
}

function row(name: string, seconds: number): string {
  return `  ${name.padEnd(36)} ${seconds.toFixed(1)} s`;
}

import path from 'node:path';
import { UserError } from '../core/errors.ts';
import { type FrozenEncoder, loadEncoder } from '../model/load-encoder.ts';
import type { DevicePreference } from '../runtime/device.ts';
import { MeasuredCache, type MeasuredPair } from './cache/measured-cache.ts';
import { type CorpusPlace, type FoundCorpus, findCorpora } from './corpora/find-corpora.ts';
import { describeProfile, readProfile } from './corpora/read-profile.ts';
import { lexicalProfile } from './lexical/profile.ts';
import { type ComparableCorpus, measurePair } from './measure-pair.ts';
import { type GainTable, readGainTable } from './ranking/gain-table.ts';
import { rankCandidates } from './ranking/rank.ts';
import type { ComparedCorpus, PredictedMethod, TransferEvent, TransferReport } from './report.ts';
import { defaultSampleSizes, extractFeatures } from './representations/features.ts';
import { whileTold } from './told.ts';

/** How corpora are compared. */
export interface CompareOptions {
  /** Folder of the model whose encoder gives the representations. */
  readonly model: string;
  readonly device: DevicePreference;
  /** Threads on the CPU; one a processor, eight at most, if not given. */
  readonly threads?: number;
  /** The method by whose gain candidates are ranked. */
  readonly method: PredictedMethod;
  /** Of all that is drawn at random. */
  readonly seed: number;
  /** At most so many training sentences of the target, as training with the seed draws them; all if not given. */
  readonly sentences?: number;
  /** Sentences of a corpus that are put through the encoder, at most. */
  readonly encoded?: number;
  /** Whether every corpus is compared with every other one, in both directions. */
  readonly allPairs?: boolean;
  /** Where what was measured is kept; null for nowhere. */
  readonly cache: string | null;
  /** What gains are predicted by; the table that comes with the product if not given. */
  readonly table?: GainTable | null;
  readonly signal?: AbortSignal;
}

/**
 * Compares a target with corpora that may help it, and ranks these. Ends with the event `report`. The words of only one
 * corpus at a time are in memory; of the others what is compared.
 * @param candidates one or more folders or files, in any form.
 * @throws UserError naming the corpus, with file and line, that cannot be read or is given twice, or the model that does
 *   not load; the signal's reason.
 */
export async function* compareCorpora(
  target: CorpusPlace,
  candidates: readonly CorpusPlace[],
  options: CompareOptions,
): AsyncGenerator<TransferEvent, void, undefined> {
  if (candidates.length === 0) throw new UserError('there is nothing to compare the target with; name a candidate');
  const work = (tell: Tell, signal: AbortSignal) => compare([target, ...candidates], options, tell, signal);
  const report = yield* whileTold(work, options.signal);
  yield { kind: 'report', report };
}

type Tell = (event: TransferEvent) => void;

/** A corpus that was read once; its sentences are not kept. */
interface KnownCorpus {
  readonly found: FoundCorpus;
  readonly about: ComparedCorpus;
  /** SHA-256 of all its sentences. */
  readonly whole: string;
  /** At most so many of them are compared. */
  readonly sentences: number | undefined;
}

async function compare(
  places: readonly CorpusPlace[],
  options: CompareOptions,
  tell: Tell,
  signal: AbortSignal,
): Promise<TransferReport> {
  const started = performance.now();
  const { seed, method, encoded = defaultSampleSizes.sentences, table = readGainTable() } = options;
  const corpora = await readAll(await findCorpora(places), options, tell, signal);
  const [target, ...candidates] = corpora;
  if (!target) throw new Error('no corpus was read');
  const encoder = await loadEncoder(options.model, options);
  try {
    const run = {
      encoder,
      seed,
      encoded,
      cache: new MeasuredCache(options.cache, { model: encoder.id, seed, encoded }),
      tell,
      signal,
    };
    const pairs = pairsOf(corpora, options.allPairs ?? false);
    const measured = await measureAll(pairs, run);
    const pairOf = (from: KnownCorpus, to: KnownCorpus) => {
      const found = measured.get(pairKey(from, to));
      if (!found) throw new Error(`${from.about.name} and ${to.about.name} were not compared`);
      return found;
    };
    const model = { name: path.basename(encoder.folder), id: encoder.id };
    const ranked = rankCandidates({
      target: { ...target.about, whole: target.whole },
      candidates: candidates.map((candidate) => ({ corpus: candidate.about, pair: pairOf(target, candidate) })),
      table,
      method,
      model: model.name,
      encoded,
    });
    return {
      version: 1,
      date: new Date().toISOString(),
      seed,
      model,
      encoded,
      target: target.about.name,
      corpora: corpora.map(({ about }) => about),
      pairs: pairs.map(([from, to]) => {
        const { values, undefinedBecause } = pairOf(from, to);
        return { target: from.about.name, candidate: to.about.name, values, undefinedBecause };
      }),
      ...ranked,
      seconds: (performance.now() - started) / 1000,
    };
  } finally {
    await encoder.dispose();
  }
}

/** Shares of the whole time, roughly, at the end of which a part of the work is done. */
const shares = { read: 0.1, prepared: 0.8, compared: 1 };

async function readAll(
  found: readonly FoundCorpus[],
  { sentences, seed }: CompareOptions,
  tell: Tell,
  signal: AbortSignal,
): Promise<readonly KnownCorpus[]> {
  const known: KnownCorpus[] = [];
  for (const [index, corpus] of found.entries()) {
    tell({ kind: 'progress', share: (shares.read * index) / found.length, message: `reading ${corpus.name}` });
    // Only the target is cut down: a candidate is there to be learned from whole.
    const most = index === 0 ? sentences : undefined;
    const limit = most === undefined ? {} : { sentences: most };
    const { profile, whole, problems } = await readProfile(corpus, { seed, signal, ...limit });
    if (problems.length > 0) tell({ kind: 'problems', corpus: corpus.name, problems: problems.join('\n') });
    const same = known.find((other) => other.whole === whole);
    if (same) {
      throw new UserError(`${corpus.place}: it has the same sentences as ${same.found.place}; leave one of them out`);
    }
    known.push({ found: corpus, about: describeProfile(profile), whole, sentences: most });
  }
  return known;
}

type Pair = readonly [target: KnownCorpus, candidate: KnownCorpus];

/** The target, which is the first, with each candidate; then every other ordered pair, if all are wanted. */
function pairsOf(corpora: readonly KnownCorpus[], all: boolean): readonly Pair[] {
  return corpora
    .slice(0, all ? corpora.length : 1)
    .flatMap((from) => corpora.filter((to) => to !== from).map((to): Pair => [from, to]));
}

function pairKey(from: KnownCorpus, to: KnownCorpus): string {
  return `${from.about.sha256} ${to.about.sha256}`;
}

/** What measuring needs besides corpora. */
interface Run {
  readonly encoder: FrozenEncoder;
  readonly seed: number;
  readonly encoded: number;
  readonly cache: MeasuredCache;
  readonly tell: Tell;
  readonly signal: AbortSignal;
}

/** Pairs by their `pairKey`: those that are known from before, and the others. */
async function measureAll(pairs: readonly Pair[], run: Run): Promise<ReadonlyMap<string, MeasuredPair>> {
  const { cache, seed, tell, signal } = run;
  const measured = new Map<string, MeasuredPair>();
  const missing: Pair[] = [];
  for (const [from, to] of pairs) {
    const known = await cache.pair(from.about.sha256, to.about.sha256);
    if (known) measured.set(pairKey(from, to), known);
    else missing.push([from, to]);
  }
  const needed = [...new Set(missing.flat())];
  const comparable = new Map<KnownCorpus, ComparableCorpus>();
  for (const [index, corpus] of needed.entries()) {
    const part = (share: number) => shares.read + ((shares.prepared - shares.read) * (index + share)) / needed.length;
    const message = `encoding ${corpus.about.name}`;
    const told = (share: number) => tell({ kind: 'progress', share: part(share), message });
    comparable.set(corpus, await prepare(corpus, run, told));
  }
  for (const [index, [from, to]] of missing.entries()) {
    const share = shares.prepared + ((shares.compared - shares.prepared) * index) / missing.length;
    tell({ kind: 'progress', share, message: `comparing ${from.about.name} with ${to.about.name}` });
    const [target, candidate] = [comparable.get(from), comparable.get(to)];
    if (!target || !candidate) throw new Error(`${from.about.name} or ${to.about.name} was not prepared`);
    const pair = await measurePair(target, candidate, seed, signal);
    measured.set(pairKey(from, to), pair);
    await cache.putPair(from.about.sha256, to.about.sha256, pair);
  }
  return measured;
}

/** Reads a corpus again, and keeps of it what is compared. */
async function prepare(
  { found, about, sentences }: KnownCorpus,
  { encoder, seed, encoded, cache, signal }: Run,
  onProgress: (share: number) => void,
): Promise<ComparableCorpus> {
  onProgress(0);
  const { profile } = await readProfile(found, { seed, signal, ...(sentences === undefined ? {} : { sentences }) });
  if (profile.sha256 !== about.sha256) throw new UserError(`${found.place}: it changed while it was read; try again`);
  const lexical = await lexicalProfile(profile, signal);
  const known = await cache.features(about.sha256);
  if (known) return { lexical, features: known };
  const features = await extractFeatures(profile, encoder, { seed, sentences: encoded, signal, onProgress });
  await cache.putFeatures(about.sha256, features);
  return { lexical, features };
}

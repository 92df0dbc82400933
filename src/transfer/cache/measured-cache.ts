import * as v from 'valibot';
import { productVersion } from '../../library/folders.ts';
import { measuresVersion } from '../measures.ts';
import type { CorpusFeatures } from '../profile.ts';
import { type ComparedPair, type MeasureId, type MeasureValues, measureIds } from '../report.ts';
import { bytesOfFeatures, featuresOfBytes } from './features-bytes.ts';
import { FileCache } from './file-cache.ts';

/** What is measured of a pair. */
export interface MeasuredPair extends Pick<ComparedPair, 'values' | 'undefinedBecause'> {
  /** Surfaces on whose labels the corpora disagree, the weightiest first. */
  readonly conflicts: readonly Conflict[];
}

const conflict = v.object({
  surface: v.string(),
  labelledIn: v.picklist(['target', 'candidate']),
  mentions: v.number(),
  unlabelled: v.number(),
});
export type Conflict = v.InferOutput<typeof conflict>;

const value = v.nullable(v.pipe(v.number(), v.finite()));
const measuredPair = v.object({
  values: v.object(Object.fromEntries(measureIds.map((id) => [id, value])) as Record<MeasureId, typeof value>),
  undefinedBecause: v.record(v.picklist(measureIds), v.string()),
  conflicts: v.array(conflict),
});

/** What, besides corpora, decides what is measured. */
export interface Measuring {
  /** The encoder's id. */
  readonly model: string;
  readonly seed: number;
  /** Sentences of a corpus that are put through the encoder, at most. */
  readonly encoded: number;
}

/** What was measured before, by the content of corpora (`CorpusProfile.sha256`); nothing where there is no folder. */
export class MeasuredCache {
  readonly #files: FileCache | undefined;
  readonly #key: readonly unknown[];

  constructor(folder: string | null, { model, seed, encoded }: Measuring) {
    this.#files = folder === null ? undefined : new FileCache(folder);
    this.#key = [productVersion(), measuresVersion, model, seed, encoded];
  }

  async features(sha256: string): Promise<CorpusFeatures | undefined> {
    const bytes = await this.#files?.get('features', [...this.#key, sha256]);
    return bytes && featuresOfBytes(bytes);
  }

  async putFeatures(sha256: string, features: CorpusFeatures): Promise<void> {
    await this.#files?.put('features', [...this.#key, sha256], bytesOfFeatures(features));
  }

  async pair(target: string, candidate: string): Promise<MeasuredPair | undefined> {
    const bytes = await this.#files?.get('pair', [...this.#key, target, candidate]);
    return bytes && pairOf(bytes);
  }

  async putPair(target: string, candidate: string, pair: MeasuredPair): Promise<void> {
    await this.#files?.put('pair', [...this.#key, target, candidate], Buffer.from(JSON.stringify(pair)));
  }
}

function pairOf(bytes: Buffer): MeasuredPair | undefined {
  try {
    const found = v.safeParse(measuredPair, JSON.parse(bytes.toString()));
    return found.success ? { ...found.output, values: found.output.values as MeasureValues } : undefined;
  } catch {
    return undefined;
  }
}

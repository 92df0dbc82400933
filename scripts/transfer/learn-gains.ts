import { UserError } from '../../src/core/errors.ts';
import { measureStudy } from '../../src/study/measures.ts';
import { buildReport } from '../../src/study/report/build-report.ts';
import { type Gain, sameSize } from '../../src/study/report/report.ts';
import type { CellResult, StudyCorpus, StudySpec } from '../../src/study/study.ts';
import { findCorpora } from '../../src/transfer/corpora/find-corpora.ts';
import { describeProfile, readProfile } from '../../src/transfer/corpora/read-profile.ts';
import type { GainTable } from '../../src/transfer/ranking/gain-table.ts';
import { learnMethod, type StudiedGain } from '../../src/transfer/ranking/learn.ts';
import { predictorValues } from '../../src/transfer/ranking/predictors.ts';
import { predictedMethods } from '../../src/transfer/report.ts';
import { defaultSampleSizes } from '../../src/transfer/representations/features.ts';

/** How gains are learned. */
export interface LearnOptions {
  /** Name of the encoder, which the study's runs started from. */
  readonly model: string;
  readonly cache: string | null;
  readonly threads?: number;
  readonly signal: AbortSignal;
  readonly tell: (message: string) => void;
}

/**
 * Learns from the results of a study how gains go by measures of pairs of corpora.
 * @throws UserError if the study has several sizes of targets, or too few results of each method.
 */
export async function learnGains(
  spec: StudySpec,
  results: readonly CellResult[],
  { model, cache, threads, signal, tell }: LearnOptions,
): Promise<GainTable> {
  const [size, ...more] = spec.sizes;
  if (!size || more.length > 0) throw new UserError(`${spec.file}: it has several sizes; gains are learned at one`);
  const report = buildReport(spec, results, results);
  const onProgress = (share: number, message: string) => tell(`${Math.round(100 * share)} %, ${message}`);
  const { rows } = await measureStudy(spec, report, {
    cache,
    signal,
    onProgress,
    ...(threads === undefined ? {} : { threads }),
  });
  const sizes = new Map<string, number>();
  for (const { name, corpora } of spec.auxiliaries) {
    const [corpus] = corpora;
    if (corpus && corpora.length === 1)
      sizes.set(name, describeProfile((await readWhole(corpus, signal)).profile).sentences);
  }
  const studied = (gain: Gain): StudiedGain[] => {
    const row = rows.find(
      (each) => each.target === gain.target && each.auxiliary === gain.auxiliary && sameSize(each.size, gain.size),
    );
    const sentences = sizes.get(gain.auxiliary ?? '');
    if (!row || !gain.gain || sentences === undefined) return [];
    const { mean, deviation } = gain.gain;
    return [
      {
        target: gain.target,
        gain: 100 * mean,
        gainError: deviation === undefined ? null : (100 * deviation) / Math.sqrt(gain.pairs.length),
        predictors: predictorValues(row.values, sentences),
      },
    ];
  };
  const methods = predictedMethods.flatMap((method) => {
    const gains = report.gains.filter((gain) => gain.method === method).flatMap(studied);
    return gains.length === 0 ? [] : [[method, learnMethod(gains)] as const];
  });
  if (methods.length === 0) throw new UserError(`${spec.file}: no result of ${predictedMethods.join(' or ')} yet`);
  return {
    version: 1,
    date: report.until ?? new Date().toISOString(),
    study: spec.name,
    model,
    encoded: defaultSampleSizes.sentences,
    targets: await Promise.all(spec.targets.map((target) => aboutTarget(target, results, signal))),
    methods: Object.fromEntries(methods),
  };
}

async function aboutTarget(target: StudyCorpus, results: readonly CellResult[], signal: AbortSignal) {
  const { whole, profile } = await readWhole(target, signal);
  const used = results.filter((result) => result.target === target.name).map((result) => result.trainSentences);
  return {
    name: target.name,
    sha256: whole,
    sentences: Math.max(1, ...(used.length > 0 ? used : [profile.sentences.length])),
  };
}

async function readWhole({ folder, onlyWithMentions = false }: StudyCorpus, signal: AbortSignal) {
  const [found] = await findCorpora([{ place: folder, onlyWithMentions: onlyWithMentions !== false }]);
  if (!found) throw new Error(`${folder} was not found`);
  return readProfile(found, { seed: 0, signal });
}

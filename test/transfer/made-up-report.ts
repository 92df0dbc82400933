import { randomOf } from '../../src/core/random.ts';
import { measures } from '../../src/transfer/measures.ts';
import { type MeasureValues, measureIds, type TransferReport } from '../../src/transfer/report.ts';

/** What a made-up report is like. */
export interface MadeUpOptions {
  readonly names?: readonly string[];
  /** Whether all pairs are in it. */
  readonly matrix?: boolean;
  /** Whether gains were predicted. */
  readonly predicted?: boolean;
}

/** A report of corpora that there are not, the first one being the target; `hScore` of the last candidate is not defined. */
export function madeUpReport(options: MadeUpOptions = {}): TransferReport {
  const { names = ['target', 'one', 'two'], matrix = false, predicted = true } = options;
  const random = randomOf('made-up report', names.length);
  const [target = '', ...candidates] = names;
  const pairs = names
    .slice(0, matrix ? names.length : 1)
    .flatMap((from) => names.filter((to) => to !== from).map((to) => [from, to] as const));
  const valuesOf = (isUndefined: boolean): MeasureValues => {
    const drawn = measureIds.map((id) => {
      const [least, greatest] = measures[id].range;
      return [id, (least === null ? -1 : 0) + random.uniform() * (greatest === null ? 120 : 1)];
    });
    return { ...Object.fromEntries(drawn), ...(isUndefined ? { hScore: null } : {}) };
  };
  return {
    version: 1,
    date: '2026-01-01T00:00:00.000Z',
    seed: 1,
    model: { name: 'base', id: '0' },
    encoded: 1000,
    target,
    corpora: names.map((name, index) => ({
      name,
      place: `/corpora/${name}`,
      sha256: String(index),
      sentences: 1000 * (index + 1),
      words: 25_000,
      mentions: { Disease: 1234, Gene: 5 },
    })),
    pairs: pairs.map(([from, to]) => {
      const isUndefined = to === names.at(-1);
      return {
        target: from,
        candidate: to,
        values: valuesOf(isUndefined),
        undefinedBecause: isUndefined ? { hScore: 'the candidate has no mention' } : {},
      };
    }),
    rankedBy: predicted ? 'gerbera' : 'entityWordOverlap',
    ranking: candidates.map((name, index) => ({
      name,
      gains: predicted
        ? (['gerbera', 'transfer'] as const).map((method) => {
            const gain = 3 - index * 1.25;
            return { method, gain, low: gain - 2, high: gain + 2, helps: 0.9 };
          })
        : [],
      warnings: index === 0 ? ['labels disagree (conflict 0.327): "patients"'] : [],
    })),
    prediction: predicted
      ? { coverage: 0.8, learnedFrom: 'a study: a, b', measures: ['sentenceMmd'], notes: ['a note'] }
      : null,
    seconds: 12.5,
  };
}

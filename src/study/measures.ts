import { compareCorpora } from '../transfer/transfer.ts';
import {
  type MeasureRow,
  type ReportedMeasures,
  type ScoreGroup,
  type StudyReport,
  sameSize,
  sizeName,
} from './report/report.ts';
import type { StudyAuxiliary, StudyCorpus, StudySize, StudySpec } from './study.ts';

/** How a study's corpora are compared. */
export interface MeasureOptions {
  /** Where what was measured is kept; null for nowhere. */
  readonly cache: string | null;
  readonly threads?: number;
  readonly signal: AbortSignal;
  /** How much of all is done, from 0 to 1, and what is done now. */
  readonly onProgress: (share: number, message: string) => void;
}

/** A target at a size, with the auxiliaries that it has gains with and that are used alike. */
interface Comparison {
  readonly target: StudyCorpus;
  readonly size: StudySize;
  /** Training sentences of the target that its runs learnt from. */
  readonly sentences: number;
  readonly auxiliaries: readonly StudyAuxiliary[];
  /** Whether of these only sentences with a mention are learnt from. */
  readonly onlyWithMentions: boolean;
}

/**
 * Measures each auxiliary for each target that it has a gain with: the target by as many sentences as its runs learnt from,
 * drawn by the study's first seed, the auxiliary whole, by the encoder that runs start from.
 * @param report of the same study, without measures.
 * @returns the measures, and what is not measured as it was trained, with the reason.
 * @throws UserError naming the corpus or the model that cannot be read; the signal's reason.
 */
export async function measureStudy(
  spec: StudySpec,
  report: StudyReport,
  { cache, threads, signal, onProgress }: MeasureOptions,
): Promise<ReportedMeasures> {
  const comparisons = comparisonsOf(spec, report);
  const rows: MeasureRow[] = [];
  for (const [index, { target, size, sentences, auxiliaries, onlyWithMentions }] of comparisons.entries()) {
    const folders = [...new Set(auxiliaries.map(folderOf))];
    const candidates = folders.map((folder) => ({ place: folder, onlyWithMentions }));
    const place = { place: target.folder, onlyWithMentions: isWithoutRest(target) };
    const events = compareCorpora(place, candidates, {
      model: spec.base,
      device: spec.run.device,
      ...(threads === undefined ? {} : { threads }),
      method: 'gerbera',
      seed: spec.seeds[0] ?? 1,
      sentences,
      cache,
      table: null,
      signal,
    });
    for await (const event of events) {
      if (event.kind === 'progress') {
        onProgress((index + event.share) / comparisons.length, `${target.name}: ${event.message}`);
      } else if (event.kind === 'report') {
        const { corpora, pairs } = event.report;
        for (const auxiliary of auxiliaries) {
          // Names of a comparison are its own: its corpora stand in the order in which they were given.
          const name = corpora[1 + folders.indexOf(folderOf(auxiliary))]?.name;
          const pair = pairs.find(({ candidate }) => candidate === name);
          if (pair) rows.push({ target: target.name, auxiliary: auxiliary.name, size, values: pair.values });
        }
      }
    }
  }
  return { rows, notes: notesOf(spec) };
}

function comparisonsOf(spec: StudySpec, { baseline, gains, groups }: StudyReport): Comparison[] {
  const single = spec.auxiliaries.filter(({ corpora }) => corpora.length === 1);
  return spec.sizes.flatMap((size) =>
    spec.targets.flatMap((target) => {
      const here = (of: Pick<ScoreGroup, 'target' | 'size'>) => of.target === target.name && sameSize(of.size, size);
      const helpers = gains.filter((gain) => gain.gain && here(gain)).map(({ auxiliary }) => auxiliary);
      const helping = single.filter(({ name }) => helpers.includes(name));
      const sentences = groups.find((group) => group.method === baseline && here(group))?.scores?.trainSentences;
      return [false, true].flatMap((onlyWithMentions) => {
        // A corpus may be there twice, whole and without the sentences that have no mention.
        const auxiliaries = helping.filter(({ corpora }) => isWithoutRest(corpora[0]) === onlyWithMentions);
        if (auxiliaries.length === 0 || sentences === undefined) return [];
        return [{ target, size, sentences, auxiliaries, onlyWithMentions }];
      });
    }),
  );
}

/** Whether only a corpus's sentences with a mention are learnt from. */
function isWithoutRest(corpus: StudyCorpus | undefined): boolean {
  return (corpus?.onlyWithMentions ?? false) !== false;
}

/** The folder of an auxiliary that is one corpus. */
function folderOf({ corpora }: StudyAuxiliary): string {
  return corpora[0]?.folder ?? '';
}

/** What a reader must know to judge the measures. */
function notesOf({ auxiliaries, sizes, seeds }: StudySpec): string[] {
  const several = auxiliaries.filter(({ corpora }) => corpora.length > 1).map(({ name }) => name);
  return [
    `Targets are measured by as many sentences as their runs learnt from (${sizes.map(sizeName).join(', ')}), drawn by seed ${seeds[0] ?? 1}; auxiliaries whole.`,
    ...(several.length > 0
      ? [`Not measured, as they are several corpora and a measure is of one: ${several.join(', ')}.`]
      : []),
  ];
}

import type { TrainingMethod } from '../../../../src/protocol/training.ts';
import type { CorpusSummary } from '../../../../src/protocol.ts';
import { t } from '../../../texts.ts';
import { mentionsOf, partName, partOf } from '../../corpus-parts.ts';

/** What a corpus of the form is for. */
export type CorpusUse = 'target' | 'general' | 'corpora';

/** What is known of a corpus: what it holds, or why it cannot be read; neither while it is being read. */
export interface KnownCorpus {
  readonly corpus?: CorpusSummary;
  readonly problem?: string;
}

export interface CorpusFindings {
  /** Why it cannot be trained on as it is. */
  readonly errors: readonly string[];
  /** What a person had better know. */
  readonly notices: readonly string[];
}

/** Whether the best weights can be chosen on it. */
function hasDevel(corpus: CorpusSummary): boolean {
  const devel = partOf(corpus, 'devel');
  return devel !== undefined && devel.problem === undefined && (mentionsOf(devel) > 0 || !devel.complete);
}

/** What is to be said of a corpus that is used so; nothing of one that has not been read. */
export function findingsOf({ corpus, problem }: KnownCorpus, use: CorpusUse, alone = false): CorpusFindings {
  if (problem !== undefined) return { errors: [problem], notices: [] };
  if (!corpus) return { errors: [], notices: [] };
  const unreadable = corpus.parts.filter((part) => part.problem !== undefined);
  const train = partOf(corpus, 'train');
  const errors = unreadable.map((part) =>
    t('The part {0} cannot be read: {1}', partName(part.split), part.problem ?? ''),
  );
  const notices: string[] = [];
  if (!train) errors.push(t('It has no train part: the folder needs a file or folder whose name holds “train”.'));
  else if (train.problem === undefined && train.complete && mentionsOf(train) === 0) {
    errors.push(t('Its train part has no mentions: there is nothing to learn from.'));
  } else if (
    train.problem === undefined &&
    use !== 'general' &&
    Object.keys(train.mentions).every((type) => !corpus.mapping[type])
  ) {
    errors.push(
      t('No name of a model is known for any of its types: give them names in a file mapping.json in its folder.'),
    );
  }
  if (use === 'general' || hasDevel(corpus) || partOf(corpus, 'devel')?.problem !== undefined)
    return { errors, notices };
  if (use === 'target' || alone) errors.push(t('It has no devel part with mentions: the best epoch is chosen on it.'));
  else notices.push(t('It has no devel part with mentions: it is learnt from, but not scored while training.'));
  return { errors, notices };
}

/** What is wrong with the choice of corpora as a whole, by what they are for. */
export function choiceProblems(
  method: TrainingMethod,
  { targets, generals, corpora }: Readonly<Record<'targets' | 'generals' | 'corpora', readonly string[]>>,
  known: (place: string) => KnownCorpus,
): ReadonlyMap<CorpusUse, string> {
  const problems = new Map<CorpusUse, string>();
  if (method === 'multi') {
    const summaries = corpora.map((place) => known(place).corpus);
    if (corpora.length === 0) problems.set('corpora', t('Add at least one corpus.'));
    else if (summaries.every((summary) => summary && !hasDevel(summary))) {
      problems.set(
        'corpora',
        t('None of them has a devel part with mentions: the best epoch is chosen on one at least.'),
      );
    }
  } else if (targets.length === 0) problems.set('target', t('Choose the corpus that the model is to do well on.'));
  if (method === 'gerbera' && generals.length === 0) {
    problems.set('general', t('Add a corpus of the general domain, or choose a method without one.'));
  }
  if (generals.some((place) => targets.includes(place) || corpora.includes(place))) {
    problems.set('general', t('A corpus is among the general ones and among the others: take it out of one.'));
  }
  return problems;
}

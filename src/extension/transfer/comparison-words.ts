import type { TransferRequest } from '../../protocol/transfer.ts';
import type { CorpusSummary } from '../../protocol.ts';
import { t } from '../texts.ts';
import { isUnlabelled, partNames } from '../training/fine-tune-choices.ts';

/** What tells a comparison from others, for people: `mine with 3 corpora`. */
export function comparisonTitle({ target, candidates }: Pick<TransferRequest, 'target' | 'candidates'>): string {
  const name = target.split(/[\\/]/).findLast((part) => part !== '') ?? target;
  return candidates.length === 1 ? t('{0} with 1 corpus', name) : t('{0} with {1} corpora', name, candidates.length);
}

/** Why a corpus cannot be compared with others; undefined if it can. */
export function comparedProblem(corpus: CorpusSummary): string | undefined {
  const { name, parts } = corpus;
  const part = parts.find(({ split }) => split === 'train') ?? (parts.length === 1 ? parts[0] : undefined);
  if (!part) {
    return t('{0} has no train part to compare (only {1}); choose the file of one of them.', name, partNames(corpus));
  }
  if (part.problem !== undefined) return part.problem;
  return isUnlabelled(part)
    ? t('{0} has no labelled mention in what is compared: nothing can be said of it.', name)
    : undefined;
}

import type { MeasuredPair } from './cache/measured-cache.ts';
import { estimatorValues } from './estimators/values.ts';
import { labelConflicts } from './lexical/conflicts.ts';
import type { LexicalProfile } from './lexical/profile.ts';
import { lexicalValues } from './lexical/values.ts';
import type { CorpusFeatures } from './profile.ts';
import { representationValues } from './representations/values.ts';

/** All that is needed of a corpus to compare it with others. */
export interface ComparableCorpus {
  readonly lexical: LexicalProfile;
  readonly features: CorpusFeatures;
}

/** Surfaces with conflicting labels that are kept. */
const mostConflicts = 5;

/**
 * Takes every measure of a pair.
 * @throws the signal's reason once it is aborted.
 */
export async function measurePair(
  target: ComparableCorpus,
  candidate: ComparableCorpus,
  seed: number,
  signal: AbortSignal,
): Promise<MeasuredPair> {
  const lexical = await lexicalValues(target.lexical, candidate.lexical, seed, signal);
  const conflicts = await labelConflicts(target.lexical, candidate.lexical, mostConflicts, signal);
  const representations = representationValues(target.features, candidate.features, seed);
  signal.throwIfAborted();
  const estimators = estimatorValues(target.features, candidate.features);
  const parts = [lexical, representations, estimators] as const;
  return {
    values: { ...lexical.values, ...representations.values, ...estimators.values },
    undefinedBecause: Object.assign({}, ...parts.map(({ undefinedBecause }) => undefinedBecause)),
    conflicts,
  };
}

import { finishCalmly, type Steps } from '../../core/steps.ts';
import type { MeasureId, MeasureValues } from '../report.ts';
import { labelConflict } from './conflicts.ts';
import { mentionOverlap, sharedVocabulary } from './overlap.ts';
import type { LexicalProfile } from './profile.ts';
import { joinTerms, tfidfCosine } from './tfidf.ts';
import { topicSimilarity } from './topics.ts';

/** What it says of each measure that is null. */
const reasons = {
  wordOverlap: 'neither corpus has a word with a letter',
  entityWordOverlap: 'neither corpus has a mention with a letter',
  entityOverlap: 'the target has no mention',
  entityOverlapNormalised: 'the target has no mention',
  labelConflict: 'neither corpus has a mention',
  tfidfCosine: 'one of the corpora has no word that tells of a topic',
  topicSimilarity: 'one of the corpora has no word that tells of a topic',
} as const satisfies Partial<Record<MeasureId, string>>;

export type LexicalId = keyof typeof reasons;
/** The measures that need words and labels only. */
export const lexicalIds = Object.keys(reasons) as readonly LexicalId[];

export interface LexicalValues {
  readonly values: Pick<MeasureValues, LexicalId>;
  /** Why a measure is null, without the names of the corpora. */
  readonly undefinedBecause: Readonly<Partial<Record<LexicalId, string>>>;
}

/**
 * Compares two corpora by their words and labels. All but the entity overlap is symmetric, to the last bit; idf and topics
 * are those of the two corpora alone, so that nothing else changes what comes out.
 * @param seed of the sample of blocks and of what the topics start from.
 * @throws the signal's reason once it is aborted.
 */
export async function lexicalValues(
  target: LexicalProfile,
  candidate: LexicalProfile,
  seed: number,
  signal?: AbortSignal,
): Promise<LexicalValues> {
  const values = await finishCalmly(valueSteps(target, candidate, seed), signal);
  const undefinedIds = lexicalIds.filter((id) => values[id] === null);
  return { values, undefinedBecause: Object.fromEntries(undefinedIds.map((id) => [id, reasons[id]])) };
}

function* valueSteps(
  target: LexicalProfile,
  candidate: LexicalProfile,
  seed: number,
): Steps<Pick<MeasureValues, LexicalId>> {
  // Sums depend on their order in the last bits: it is the same whichever corpus is the target.
  const [first, second] = target.sha256 <= candidate.sha256 ? [target, candidate] : [candidate, target];
  const joint = joinTerms(first.blocks, second.blocks);
  const overlap = mentionOverlap(target, candidate);
  yield;
  return {
    wordOverlap: sharedVocabulary(target.words, candidate.words),
    entityWordOverlap: sharedVocabulary(target.entityWords, candidate.entityWords),
    entityOverlap: overlap?.exact ?? null,
    entityOverlapNormalised: overlap?.normalised ?? null,
    labelConflict: yield* labelConflict(first, second),
    tfidfCosine: tfidfCosine(first.blocks, second.blocks, joint),
    topicSimilarity: yield* topicSimilarity(first.blocks, second.blocks, joint, seed),
  };
}

import type { LabelledSentence } from '../corpus/corpus.ts';
import { mapMentions, mappedNames, type TypeMapping } from '../corpus/types/mapping.ts';
import type { Recognizer } from '../recognize/recognizer.ts';
import { addCounts, countExact, noCounts, type TypeCounts } from './scores.ts';

/** Sentences that are recognized together: enough to batch those of similar length. */
const stretch = 2000;

/**
 * What a recognizer finds in a corpus against the mentions that are labelled there, exactly and by type, over every word
 * (sentences that are too long for the model are read in windows). Types may overlap one another: each is counted by
 * itself. What the recognizer finds of types that the corpus does not label is not counted.
 * @param mapping the recognizer's type for each type of the corpus. To score a hidden head such as `General`, the
 *   recognizer must have been told to look for it (`RecognizerOptions.heads`).
 * @returns counts of every type that the mapping gives, in its order, whether or not it occurs.
 */
export async function evaluateSentences(
  recognizer: Recognizer,
  sentences: readonly LabelledSentence[],
  mapping: TypeMapping,
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<TypeCounts> {
  const names = mappedNames(mapping);
  let counts: TypeCounts = new Map(names.map((name) => [name, noCounts]));
  for (let start = 0; start < sentences.length; start += stretch) {
    const part = sentences.slice(start, start + stretch);
    const found = await recognizer.recognize(
      part.map(({ words }) => words),
      signal,
    );
    counts = addCounts(
      counts,
      countExact(
        part.map(({ mentions }) => mapMentions(mentions, mapping)),
        found.map((mentions) => mentions.filter(({ type }) => names.includes(type))),
      ),
    );
  }
  return counts;
}

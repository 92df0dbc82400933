import type { AnnotatedDocument, AnnotatedMention, AnnotatedSentence } from '../corpus/document.ts';

/**
 * A document of the gold standard with what was found in it: the unit of every score, comparison and breakdown. Types go
 * by the same names on both sides, and mentions of types that are not scored are left out already.
 */
export interface DocumentPair {
  readonly gold: AnnotatedDocument;
  /** In the offsets of the gold document's text. */
  readonly found: readonly AnnotatedMention[];
  /** What a second model found, where two are compared. */
  readonly other?: readonly AnnotatedMention[];
  /**
   * The sentences that `found` comes from, in the gold document's offsets, where it was read from labels: strict scores
   * need them. Types of labels, here and in `gold`, are as they are written.
   */
  readonly foundSentences?: readonly AnnotatedSentence[];
  readonly otherSentences?: readonly AnnotatedSentence[];
  /** What `sentencesOf` gives for the gold document, where that is known already. */
  readonly sentences?: readonly AnnotatedSentence[];
}

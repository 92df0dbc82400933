import type { Span } from '../../core/span.ts';
import type { Steps } from '../../core/steps.ts';
import type { Sentence } from '../../core/words.ts';

/** A mention to link, in the offsets of its document. */
export interface LinkMention extends Span {
  readonly type: string;
  /** What a reader sees. */
  readonly mention: string;
}

/** What a linker sees of a document. */
export interface LinkDocument {
  /** In order, in source offsets. */
  readonly sentences: readonly Sentence[];
  /** By start, then end; all of the document, for they tell what the others mean. */
  readonly mentions: readonly LinkMention[];
}

/** How a name was found. */
export type LinkKind = 'exact' | 'normalised' | 'abbreviation' | 'part' | 'similar' | 'chosen';

/** A concept that a mention may mean. */
export interface Link {
  /**
   * Identifies the concept whatever terminology it was found in: of all identifiers that cross references join, the one of
   * the terminology that comes first in `namespaces.ts`. Mentions of one concept have equal ones.
   */
  readonly concept: string;
  /** The identifiers that are joined, `concept` first. */
  readonly identifiers: readonly string[];
  /** The preferred name of `concept`. */
  readonly name: string;
  /** The name that the mention matches, and how. */
  readonly matched: string;
  readonly kind: LinkKind;
  /** How sure the linker is that the mention means it, in [0, 1]. */
  readonly score: number;
}

/** What a mention means. */
export interface Linked {
  /**
   * One concept; several where the mention is composite (`breast and ovarian cancer`); none where no candidate reaches the
   * threshold. For each its alternatives stand among `candidates`.
   */
  readonly links: readonly Link[];
  /** All that were thought of, the best first; a handful. */
  readonly candidates: readonly Link[];
  /** What the document says that the mention abbreviates. */
  readonly longForm?: string;
}

/** Links the mentions of one document. What is found out about the document is found out once, when it is first needed. */
export interface DocumentLinker {
  /** One mention of the document, alone: what a hover needs. */
  link(mention: LinkMention): Linked;
  /** Every mention, in the document's order. */
  linkAll(): Steps<readonly Linked[]>;
}

/** Links mentions to the concepts of a store. */
export interface Linker {
  open(document: LinkDocument): DocumentLinker;
}

import type { CancellationToken } from 'vscode-languageserver/node';
import type { JoinedConcept } from '../../concepts/link/joined.ts';
import type { Linked } from '../../concepts/link/linker.ts';
import type { ConceptStore } from '../../concepts/store/store.ts';
import type { Entity } from '../../core/entity.ts';
import type { Paper } from '../papers.ts';

/** A paper whose mentions are all linked. */
export interface LinkedPaper {
  readonly paper: Paper;
  /** What each of `paper.entities` means, in their order; the choices of people are among them. */
  readonly linked: readonly Linked[];
  /** The mentions of each concept (`Link.concept`), concepts in the order of their first mentions. */
  readonly mentions: ReadonlyMap<string, readonly Entity[]>;
}

/**
 * What features ask: the concepts that papers mention. Where nothing is linked (a setting, no terminologies, a store that is
 * damaged) all is undefined; why has been told then.
 */
export interface PaperConcepts {
  /** The document's newest version, when its terminologies can be asked: they are opened when they are first wanted. */
  current(uri: string, token: CancellationToken): Promise<Paper | undefined>;
  /** The terminologies; undefined where there are none, or not yet. Not to be kept: it is another one after an import. */
  readonly store: ConceptStore | undefined;
  /** What an identifier's concept is in all terminologies; undefined where there are none. */
  joined(identifier: string): JoinedConcept | undefined;
  /** What a mention of the paper means, found at once if it is not known, nor was in an earlier version of the paper. */
  of(paper: Paper, entity: Entity): Linked | undefined;
  /** What it means as far as is known: what it meant in an earlier version of the paper while this one is not linked yet. */
  recall(paper: Paper, entity: Entity): Linked | undefined;
  /** What is known of the paper without waiting: undefined until all of it is linked. */
  known(paper: Paper): LinkedPaper | undefined;
  /** Waits until the newest version of a document is read and linked, no longer than so many milliseconds. */
  complete(uri: string, wait: number, token: CancellationToken): Promise<LinkedPaper | undefined>;
  /** What is asked of the store; undefined if it is damaged, which is told once. */
  attempt<T>(ask: () => T): T | undefined;
  /** Whether a person chose what the mention means. */
  isChosen(paper: Paper, entity: Entity): boolean;
}

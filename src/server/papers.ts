import type { CancellationToken } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Entity } from '../core/entity.ts';
import type { Sentence } from '../core/words.ts';
import type { Settings } from '../settings.ts';

/** What is shown of one version of an open document. */
export interface Paper {
  readonly document: TextDocument;
  /** All of its prose, in order, in source offsets. */
  readonly sentences: readonly Sentence[];
  /** After the settings' types and minimum score; by start, then end. */
  readonly entities: readonly Entity[];
  /** False while sentences of this version are unread. */
  readonly complete: boolean;
  /** Changes whenever `entities` do. */
  readonly revision: number;
  /** The name of the model that found the entities. */
  readonly model: string;
  readonly settings: Settings;
}

/** What features ask: the entities of open documents. Documents that are not read are not among them. */
export interface Papers {
  /** What is shown now, without waiting; undefined if the document is not read, or its newest version not cut into sentences. */
  now(uri: string): Paper | undefined;
  /** What is known of the document's newest version; undefined if it is not read, or the request was cancelled. */
  current(uri: string, token: CancellationToken): Promise<Paper | undefined>;
  /** Waits until the newest version is wholly read, no longer than so many milliseconds. */
  complete(uri: string, wait: number, token: CancellationToken): Promise<Paper | undefined>;
  /** URIs of the documents that are read, or soon will be. */
  uris(): readonly string[];
}

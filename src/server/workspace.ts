import type { CancellationToken } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { WordEntity } from '../core/entity.ts';
import type { Analysis } from './analysis.ts';
import type { Configuration } from './configuration.ts';
import { isExcluded } from './exclusion.ts';
import type { Log } from './log.ts';
import type { ModelHost } from './model-host.ts';
import { OpenDocument } from './open-document.ts';
import type { Paper, Papers } from './papers.ts';
import type { Reading } from './sentence-memory.ts';
import { SentenceMemory } from './sentence-memory.ts';

export interface WorkspaceEvents {
  /** There may be something to read, or something under way may have become stale. */
  work(): void;
  /** What is shown of a document changed. `soon` tells that a person waits for it: it was edited, or is complete. */
  changed(uri: string, soon: boolean): void;
  /** A document is not read, or no longer, whether it is open or not. */
  dropped(uri: string, open: boolean): void;
}

const languages = ['markdown', 'plaintext'];

/** The open documents: which of them are read, in which order, and what is shown of them. */
export class Workspace implements Papers {
  /** URIs of the workspace's folders, that globs are relative to. */
  folders: readonly string[] = [];
  readonly #configuration: Configuration;
  readonly #host: ModelHost;
  readonly #log: Log;
  readonly #events: WorkspaceEvents;
  readonly #memory = new SentenceMemory();
  /** All open documents of our languages, and those of them that are read. */
  readonly #texts = new Map<string, TextDocument>();
  readonly #read = new Map<string, OpenDocument>();
  /** Documents whose settings are being asked for. */
  readonly #opening = new Map<string, Promise<void>>();
  #visible: readonly string[] = [];
  #lastEdited = '';
  #highlighting = true;
  #model = { id: '', name: '' };

  constructor(configuration: Configuration, host: ModelHost, log: Log, events: WorkspaceEvents) {
    this.#configuration = configuration;
    this.#host = host;
    this.#log = log;
    this.#events = events;
  }

  /** Resolves when the document's settings are known and its text has been cut into sentences. */
  async open(document: TextDocument): Promise<void> {
    const { uri, languageId } = document;
    if (!languages.includes(languageId)) return;
    this.#texts.set(uri, document);
    const known = this.#configuration.open(uri);
    this.#opening.set(uri, known);
    await known;
    if (this.#opening.get(uri) === known) this.#opening.delete(uri);
    const text = this.#texts.get(uri);
    if (!text) return;
    // It is read already if it was opened anew meanwhile, or without being closed.
    this.#read.get(uri)?.edit(text);
    this.#admit(uri, text);
    if (!this.#read.has(uri)) this.#events.dropped(uri, true);
  }

  edit(document: TextDocument): void {
    const { uri } = document;
    if (!this.#texts.has(uri)) return;
    this.#texts.set(uri, document);
    // That a document was opened is told as a change too.
    if (this.#opening.has(uri)) return;
    this.#lastEdited = uri;
    this.#read.get(uri)?.edit(document);
  }

  close(uri: string): void {
    this.#texts.delete(uri);
    this.#configuration.close(uri);
    this.#drop(uri);
  }

  /** @param uris documents that can be seen, the active one first: they are read first. */
  show(uris: readonly string[]): void {
    this.#visible = uris;
    this.#events.work();
  }

  /** Whether anything is shown at all. Nothing is read meanwhile. */
  highlight(enabled: boolean): void {
    if (enabled === this.#highlighting) return;
    this.#highlighting = enabled;
    this.reconsider();
  }

  /** Settings, folders or highlighting changed: looks again at which documents are read, and shows all anew. */
  reconsider(): void {
    for (const [uri, document] of this.#texts) this.#admit(uri, document);
    for (const [uri, open] of this.#read) {
      open.touch();
      if (open.caughtUp) this.#events.changed(uri, true);
    }
    this.#events.work();
  }

  /** The model host has loaded a model: documents are read with it, but for what it is known to find. */
  useModel(): void {
    const { id, name } = this.#host.model ?? this.#model;
    this.#model = { id, name };
    for (const open of this.#read.values()) open.use(id);
    this.#events.work();
  }

  /** Sentences have been read. */
  settle(readings: readonly Reading[]): void {
    for (const [uri, open] of this.#read) {
      const edited = readings.some((reading) => open.analysis.unread.edited.has(reading));
      if (!open.analysis.settle(readings)) continue;
      open.touch();
      if (open.caughtUp) this.#events.changed(uri, edited || open.analysis.complete);
    }
  }

  /** What a model found in words that stood in an open document; undefined if that is not remembered. */
  recall(model: string, words: readonly string[]): readonly WordEntity[] | undefined {
    return this.#memory.recall(model, words);
  }

  /** URIs of open documents of our languages, whether they are read or not. */
  get openUris(): readonly string[] {
    return [...this.#texts.keys()];
  }

  /** Whether anything is shown at all. */
  get highlighting(): boolean {
    return this.#highlighting;
  }

  /** Documents in the order in which they are wanted: the one being edited, visible ones, all others. */
  wanted(): readonly Analysis[] {
    const first = [this.#lastEdited, ...this.#visible].flatMap((uri) => this.#read.get(uri) ?? []);
    return [...new Set([...first, ...this.#read.values()])].map(({ analysis }) => analysis);
  }

  /** Whether a document is read whose sentences are not all known. */
  get busy(): boolean {
    return [...this.#read.values()].some(({ analysis }) => !analysis.complete);
  }

  uris(): readonly string[] {
    return [...new Set([...this.#read.keys(), ...this.#opening.keys()])];
  }

  now(uri: string): Paper | undefined {
    const open = this.#read.get(uri);
    return open?.caughtUp ? open.paper(this.#configuration.of(uri), this.#model.name) : undefined;
  }

  async current(uri: string, token: CancellationToken): Promise<Paper | undefined> {
    return this.#when(uri, ({ caughtUp }) => caughtUp, undefined, token);
  }

  async complete(uri: string, wait: number, token: CancellationToken): Promise<Paper | undefined> {
    const readable = () => this.#host.status.state !== 'failed';
    return this.#when(uri, ({ caughtUp, analysis }) => caughtUp && (analysis.complete || !readable()), wait, token);
  }

  async #when(
    uri: string,
    test: (open: OpenDocument) => boolean,
    wait: number | undefined,
    token: CancellationToken,
  ): Promise<Paper | undefined> {
    await this.#opening.get(uri);
    const open = this.#read.get(uri);
    if (!open) return undefined;
    const cancelled = token.onCancellationRequested(() => open.notify());
    await open.until(() => token.isCancellationRequested || test(open), wait);
    cancelled.dispose();
    return token.isCancellationRequested ? undefined : this.now(uri);
  }

  #admit(uri: string, document: TextDocument): void {
    const excluded = isExcluded(uri, this.folders, this.#configuration.of(uri).exclude);
    if (!this.#highlighting || excluded) this.#drop(uri);
    else if (!this.#read.has(uri)) this.#add(uri, document);
  }

  #add(uri: string, document: TextDocument): void {
    const open = new OpenDocument(document, this.#memory, this.#log, () => {
      this.#events.work();
      this.#events.changed(uri, open.analysis.complete);
    });
    this.#read.set(uri, open);
    open.start(this.#model.id);
  }

  #drop(uri: string): void {
    const open = this.#read.get(uri);
    if (!open) return;
    open.dispose();
    this.#read.delete(uri);
    this.#events.dropped(uri, this.#texts.has(uri));
    this.#events.work();
  }
}

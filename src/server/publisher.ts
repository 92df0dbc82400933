import type { Connection } from 'vscode-languageserver/node';
import { type DocumentEntities, serverNotifications } from '../protocol.ts';
import type { DiagnosticsPublisher } from './diagnostics-publisher.ts';
import type { Paper } from './papers.ts';

/** How often a document is published while it is read (ms): seldom where it has many entities, for all are sent each time. */
const period = (entities: number) => Math.max(250, entities / 4);

/** Sends what was found to the client: at once where a person waits for it, now and then while a document is read. */
export class Publisher {
  readonly #connection: Connection;
  readonly #now: (uri: string) => Paper | undefined;
  readonly #diagnostics: DiagnosticsPublisher;
  readonly #published: (uri: string, paper: Paper | undefined) => void;
  /** How many entities were published last. */
  readonly #sizes = new Map<string, number>();
  readonly #timers = new Map<string, { readonly soon: boolean; cancel(): void }>();

  /** @param published hears of each publication. */
  constructor(
    connection: Connection,
    now: (uri: string) => Paper | undefined,
    diagnostics: DiagnosticsPublisher,
    published: (uri: string, paper: Paper | undefined) => void,
  ) {
    this.#connection = connection;
    this.#now = now;
    this.#diagnostics = diagnostics;
    this.#published = published;
  }

  changed(uri: string, soon: boolean): void {
    const timer = this.#timers.get(uri);
    if (timer && (timer.soon || !soon)) return;
    timer?.cancel();
    const publish = () => this.#publish(uri);
    if (soon) {
      // Requests that waited for the change are answered first: their answers are small.
      const immediate = setImmediate(publish);
      this.#timers.set(uri, { soon, cancel: () => clearImmediate(immediate) });
    } else {
      const timeout = setTimeout(publish, period(this.#sizes.get(uri) ?? 0));
      this.#timers.set(uri, { soon, cancel: () => clearTimeout(timeout) });
    }
  }

  /** Tells that a document is not read, and clears what was published of it. */
  dropped(uri: string, open: boolean): void {
    this.#forget(uri);
    this.#sizes.delete(uri);
    if (open) this.#notify({ uri, version: 0, entities: [], complete: true, read: false });
    this.#diagnostics.drop(uri);
    this.#published(uri, undefined);
  }

  #publish(uri: string): void {
    this.#forget(uri);
    const paper = this.#now(uri);
    if (!paper) return;
    const { document, entities, complete } = paper;
    const { version } = document;
    this.#sizes.set(uri, entities.length);
    this.#notify({ uri, version, entities, complete, read: true });
    this.#published(uri, paper);
    this.#diagnostics.publish(paper);
  }

  #notify(entities: DocumentEntities): void {
    void this.#connection.sendNotification(serverNotifications.entities, entities);
  }

  #forget(uri: string): void {
    this.#timers.get(uri)?.cancel();
    this.#timers.delete(uri);
  }
}

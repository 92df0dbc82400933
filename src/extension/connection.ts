import { randomUUID } from 'node:crypto';
import {
  type CancellationToken,
  type Disposable,
  EventEmitter,
  type ExtensionContext,
  type LogOutputChannel,
  workspace,
} from 'vscode';
import {
  ErrorCodes,
  LanguageClient,
  ResponseError,
  State,
  TransportKind,
  WorkDoneProgress,
} from 'vscode-languageclient/node';
import { errorMessage } from '../core/errors.ts';
import {
  type CorpusSummary,
  clientNotifications,
  clientRequests,
  type DocumentConcepts,
  type DocumentEntities,
  type EvaluationOutcome,
  type EvaluationRequest,
  type ExportOutcome,
  type ExportRequest,
  type InitializationOptions,
  type ListedModel,
  type ModelImport,
  type ServerStatus,
  serverNotifications,
} from '../protocol.ts';
import { t } from './texts.ts';

/** Documents that the server reads: a file's, or one that has no file yet. */
export const documentSelector = ['markdown', 'plaintext'].flatMap((language) =>
  ['file', 'untitled', 'vscode-vfs'].map((scheme) => ({ language, scheme })),
);

/**
 * How much memory the server's short-lived values may take: megabytes, where V8 allows itself dozens. Typing is as quick, and
 * the server is 130 MB smaller.
 */
const youngSpace = '--max-semi-space-size=4';

/** How far a request has come: what is told, and by how many per cent it has come further. */
export interface Step {
  readonly message: string;
  readonly increment: number;
}

/** The language server, with what it said last. */
export class Connection implements Disposable {
  readonly #client: LanguageClient;
  readonly #changed = new EventEmitter<void>();
  readonly #started = new EventEmitter<void>();
  readonly #entities = new Map<string, DocumentEntities>();
  readonly #concepts = new Map<string, DocumentConcepts>();
  #status: ServerStatus = { state: 'starting' };
  #visible: readonly string[] = [];
  #highlighting = true;

  /** After the status, a document's entities or concepts, or the highlighting have changed. */
  readonly onDidChange = this.#changed.event;
  /** After the server has been started, for the first time or anew. */
  readonly onDidStart = this.#started.event;

  constructor(context: ExtensionContext, output: LogOutputChannel) {
    const module = context.asAbsolutePath('dist/server.mjs');
    const initializationOptions: InitializationOptions = {
      modelHost: context.asAbsolutePath('dist/host.mjs'),
      commandLine: context.asAbsolutePath('dist/cli.mjs'),
      trusted: workspace.isTrusted,
    };
    this.#client = new LanguageClient(
      'gerbera',
      'GERBERA',
      { module, transport: TransportKind.ipc, options: { execArgv: [youngSpace] } },
      { documentSelector, initializationOptions, outputChannel: output },
    );
    this.#client.onNotification(serverNotifications.status, (status: ServerStatus) => {
      this.#status = status;
      this.#changed.fire();
    });
    this.#client.onNotification(serverNotifications.entities, (found: DocumentEntities) => {
      this.#entities.set(found.uri, found);
      this.#changed.fire();
    });
    this.#client.onNotification(serverNotifications.concepts, (found: DocumentConcepts) => {
      this.#concepts.set(found.uri, found);
      this.#changed.fire();
    });
    this.#client.onDidChangeState(({ newState }) => this.#serverIs(newState));
    context.subscriptions.push(workspace.onDidGrantWorkspaceTrust(() => void this.#tellTrust()));
  }

  get status(): ServerStatus {
    return this.#status;
  }

  get highlighting(): boolean {
    return this.#highlighting;
  }

  /** The entities of an open document, undefined before the server has begun to read it. */
  entitiesOf(uri: string): DocumentEntities | undefined {
    return this.#entities.get(uri);
  }

  /** The concepts of an open document, undefined where nothing is linked. */
  conceptsOf(uri: string): DocumentConcepts | undefined {
    return this.#concepts.get(uri);
  }

  /** Drops what is known of a closed document. */
  forget(uri: string): void {
    this.#concepts.delete(uri);
    if (this.#entities.delete(uri)) this.#changed.fire();
  }

  start(): Promise<void> {
    return this.#client.start();
  }

  /** Ends the server, and with it the model host. */
  async stop(): Promise<void> {
    if (this.#client.needsStop()) await this.#client.stop();
  }

  /** @param uris documents in visible editors, the active one first. */
  async showing(uris: readonly string[]): Promise<void> {
    this.#visible = uris;
    if (this.#client.isRunning()) await this.#client.sendNotification(clientNotifications.visible, { uris });
  }

  async setHighlighting(enabled: boolean): Promise<void> {
    this.#highlighting = enabled;
    this.#changed.fire();
    if (this.#client.isRunning()) await this.#client.sendNotification(clientNotifications.highlighting, { enabled });
  }

  models(): Promise<readonly ListedModel[]> {
    return this.ask(clientRequests.models);
  }

  importModel(model: ModelImport): Promise<ListedModel> {
    return this.ask(clientRequests.importModel, model);
  }

  restartModel(): Promise<void> {
    return this.ask(clientRequests.restart);
  }

  describeCorpus(place: string, token: CancellationToken): Promise<CorpusSummary> {
    return this.ask(clientRequests.corpus, { place }, token);
  }

  /**
   * Ends when the report is written.
   * @param told hears how far it is.
   */
  evaluate(
    asked: EvaluationRequest,
    token: CancellationToken,
    told: (progress: Step) => void,
  ): Promise<EvaluationOutcome> {
    return this.follow(clientRequests.evaluate, asked, token, told);
  }

  exportEntities(asked: ExportRequest, token: CancellationToken): Promise<ExportOutcome> {
    return this.ask(clientRequests.exportEntities, asked, token);
  }

  dispose(): void {
    this.#changed.dispose();
    this.#started.dispose();
  }

  /** Hears what the server tells by itself, also one that is started later. */
  listen<T>(method: string, heard: (told: T) => void): Disposable {
    return this.#client.onNotification(method, heard);
  }

  /** Tells the server something; one that does not run is not told. */
  async send(method: string, told: object): Promise<void> {
    if (this.#client.isRunning()) await this.#client.sendNotification(method, told);
  }

  /** The answer to a request of which the server tells how far it is. */
  async follow<T>(method: string, asked: object, token: CancellationToken, told: (progress: Step) => void): Promise<T> {
    const workDoneToken = randomUUID();
    let reached = 0;
    const listener = this.#client.onProgress(WorkDoneProgress.type, workDoneToken, (value) => {
      if (value.kind === 'end') return;
      const { message = '', percentage = reached } = value;
      told({ message, increment: percentage - reached });
      reached = percentage;
    });
    try {
      return await this.ask(method, { ...asked, workDoneToken }, token);
    } finally {
      listener.dispose();
    }
  }

  /** The answer to a request. What the server says of a failure is written for people; what the client puts before it is not. */
  async ask<T>(method: string, parameters?: unknown, token?: CancellationToken): Promise<T> {
    try {
      // An argument that is undefined would be sent as one more parameter.
      if (token) return await this.#client.sendRequest<T>(method, parameters, token);
      return await this.#client.sendRequest<T>(method, parameters);
    } catch (error) {
      if (error instanceof ResponseError && error.code === ErrorCodes.PendingResponseRejected)
        throw new Error(t('the language server ended before it was done and is started anew; try again'), {
          cause: error,
        });
      throw new Error(errorMessage(error).replace(/^Request \S+ failed with message: /, ''), { cause: error });
    }
  }

  /** Trust may have been granted after the server was told that there is none. */
  async #tellTrust(): Promise<void> {
    if (workspace.isTrusted && this.#client.isRunning()) {
      await this.#client.sendNotification(clientNotifications.trusted, {});
    }
  }

  /** A server that was started anew knows nothing of this window. */
  #serverIs(state: State): void {
    if (state === State.Running) {
      void this.showing(this.#visible);
      void this.#tellTrust();
      if (!this.#highlighting) void this.setHighlighting(false);
      this.#started.fire();
      return;
    }
    this.#entities.clear();
    this.#concepts.clear();
    this.#status =
      state === State.Starting
        ? { state: 'starting' }
        : { state: 'failed', message: t('The language server has ended; its output tells why.') };
    this.#changed.fire();
  }
}

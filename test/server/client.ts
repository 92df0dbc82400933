import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  type ClientCapabilities,
  type CodeAction,
  type CompletionList,
  createProtocolConnection,
  type Diagnostic,
  type DocumentHighlight,
  type DocumentSymbol,
  FileChangeType,
  type Hover,
  type InitializeResult,
  type InlayHint,
  type Location,
  type ProtocolConnection,
  type Range,
  type SemanticTokens,
  type SemanticTokensDelta,
  StreamMessageReader,
  StreamMessageWriter,
  type SymbolInformation,
} from 'vscode-languageserver-protocol/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import {
  clientRequests,
  type DocumentConcepts,
  type DocumentEntities,
  type InitializationOptions,
  type ServerStatus,
  serverNotifications,
} from '../../src/protocol.ts';

/** The server's program in the source tree. */
export const serverFile = path.resolve(import.meta.dirname, '../../src/server/main.ts');

const noHome = path.join(tmpdir(), 'gerbera-tests-without-a-home');

export interface ClientOptions {
  /** The program to run with `--stdio`. */
  readonly server?: string;
  /** The settings below `gerbera`, answered to `workspace/configuration`. */
  readonly settings?: Record<string, unknown>;
  readonly initializationOptions?: InitializationOptions;
  readonly capabilities?: ClientCapabilities;
  readonly folders?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
}

const allCapabilities: ClientCapabilities = {
  workspace: {
    configuration: true,
    didChangeConfiguration: { dynamicRegistration: true },
    didChangeWatchedFiles: { dynamicRegistration: true },
    workspaceFolders: true,
    semanticTokens: { refreshSupport: true },
    inlayHint: { refreshSupport: true },
  },
  textDocument: {
    hover: { contentFormat: ['markdown', 'plaintext'] },
    documentSymbol: { hierarchicalDocumentSymbolSupport: true },
    codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix'] } } },
    completion: { dynamicRegistration: true, completionItem: { documentationFormat: ['markdown'] } },
    publishDiagnostics: { relatedInformation: true, codeDescriptionSupport: true },
  },
};

/** A language client that talks to the real server over its standard streams. */
export class Client {
  readonly process: ChildProcessWithoutNullStreams;
  readonly connection: ProtocolConnection;
  readonly diagnostics = new Map<string, readonly Diagnostic[]>();
  readonly entities = new Map<string, DocumentEntities>();
  readonly concepts = new Map<string, DocumentConcepts>();
  /** What the server registered later, by method. */
  readonly registered = new Map<string, unknown>();
  readonly statuses: ServerStatus[] = [];
  readonly messages: string[] = [];
  readonly log: string[] = [];
  readonly exited: Promise<number | null>;
  settings: Record<string, unknown>;
  refreshes = 0;
  hintRefreshes = 0;
  initialized: InitializeResult | undefined;
  readonly #documents = new Map<string, TextDocument>();
  #watchers: (() => void)[] = [];

  private constructor(options: ClientOptions) {
    this.settings = options.settings ?? {};
    this.process = spawn(process.execPath, [options.server ?? serverFile, '--stdio'], {
      // No store of terminologies but a test's own.
      env: { ...process.env, GERBERA_HOME: noHome, ...options.env },
    });
    this.process.stderr.on('data', (data) => this.log.push(`stderr: ${data}`));
    this.exited = new Promise((resolve) => this.process.once('exit', (code) => resolve(code)));
    this.connection = createProtocolConnection(
      new StreamMessageReader(this.process.stdout),
      new StreamMessageWriter(this.process.stdin),
    );
    this.connection.onError(() => {});
    const heard =
      <T>(handle: (parameters: T) => void) =>
      (parameters: T) => {
        handle(parameters);
        for (const watcher of this.#watchers) watcher();
      };
    this.connection.onNotification(
      'textDocument/publishDiagnostics',
      heard(({ uri, diagnostics }: { uri: string; diagnostics: Diagnostic[] }) => {
        this.diagnostics.set(uri, diagnostics);
      }),
    );
    this.connection.onNotification(
      serverNotifications.entities,
      heard((entities: DocumentEntities) => {
        this.entities.set(entities.uri, entities);
      }),
    );
    this.connection.onNotification(
      serverNotifications.concepts,
      heard((concepts: DocumentConcepts) => {
        this.concepts.set(concepts.uri, concepts);
      }),
    );
    this.connection.onNotification(
      serverNotifications.status,
      heard((status: ServerStatus) => {
        this.statuses.push(status);
      }),
    );
    this.connection.onNotification(
      'window/showMessage',
      heard(({ message }: { message: string }) => {
        this.messages.push(message);
      }),
    );
    this.connection.onNotification(
      'window/logMessage',
      heard(({ message, type }: { message: string; type: number }) => {
        this.log.push(`${type} ${message}`);
      }),
    );
    this.connection.onRequest('workspace/configuration', ({ items }: { items: unknown[] }) =>
      items.map(() => this.settings),
    );
    this.connection.onRequest(
      'client/registerCapability',
      heard(({ registrations }: { registrations: { method: string; registerOptions?: unknown }[] }) => {
        for (const { method, registerOptions } of registrations) this.registered.set(method, registerOptions);
      }),
    );
    this.connection.onRequest('client/unregisterCapability', () => null);
    this.connection.onRequest(
      'workspace/inlayHint/refresh',
      heard(() => {
        this.hintRefreshes++;
      }),
    );
    this.connection.onRequest(
      'workspace/semanticTokens/refresh',
      heard(() => {
        this.refreshes++;
      }),
    );
    this.connection.listen();
  }

  static async start(options: ClientOptions = {}): Promise<Client> {
    const client = new Client(options);
    client.initialized = await client.connection.sendRequest('initialize', {
      processId: process.pid,
      rootUri: null,
      capabilities: options.capabilities ?? allCapabilities,
      initializationOptions: options.initializationOptions,
      workspaceFolders: (options.folders ?? []).map((uri) => ({ uri, name: uri })),
    });
    await client.connection.sendNotification('initialized', {});
    return client;
  }

  /** Takes a notification of the server; what waits looks again then. */
  heard<T>(method: string, handle: (parameters: T) => void): void {
    this.connection.onNotification(method, (parameters: T) => {
      handle(parameters);
      for (const watcher of this.#watchers) watcher();
    });
  }

  /** Ends the session as an editor does. */
  async stop(): Promise<void> {
    if (this.process.exitCode === null && this.process.signalCode === null) {
      await this.connection.sendRequest('shutdown');
      await this.connection.sendNotification('exit');
      await this.exited;
    }
    this.connection.dispose();
  }

  async open(uri: string, text: string, languageId = 'markdown'): Promise<void> {
    this.#documents.set(uri, TextDocument.create(uri, languageId, 1, text));
    const textDocument = { uri, languageId, version: 1, text };
    await this.connection.sendNotification('textDocument/didOpen', { textDocument });
  }

  async close(uri: string): Promise<void> {
    this.#documents.delete(uri);
    this.concepts.delete(uri);
    await this.connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
  }

  document(uri: string): TextDocument {
    const document = this.#documents.get(uri);
    if (!document) throw new Error(`${uri} is not open`);
    return document;
  }

  /** Replaces `[start, end)`, as one keystroke or paste does. */
  async edit(uri: string, start: number, end: number, text: string): Promise<void> {
    const before = this.document(uri);
    const change = { range: { start: before.positionAt(start), end: before.positionAt(end) }, text };
    const version = before.version + 1;
    const after = TextDocument.update(before, [change], version);
    this.#documents.set(uri, after);
    await this.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version },
      contentChanges: [change],
    });
  }

  async configure(settings: Record<string, unknown>): Promise<void> {
    this.settings = settings;
    await this.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
  }

  /** Something happened to files on the disk. */
  async filesChanged(...uris: string[]): Promise<void> {
    const changes = uris.map((uri) => ({ uri, type: FileChangeType.Changed }));
    await this.connection.sendNotification('workspace/didChangeWatchedFiles', { changes });
  }

  /** Resolves when the test holds; looked at whenever the server says something. */
  async until(what: string, test: () => boolean, limit = 45_000): Promise<void> {
    if (test()) return;
    let watcher = () => {};
    let timer: NodeJS.Timeout | undefined;
    try {
      await new Promise<void>((resolve, reject) => {
        timer = setTimeout(() => reject(new Error(`waited in vain for ${what}\n${this.log.join('\n')}`)), limit);
        watcher = () => {
          if (test()) resolve();
        };
        this.#watchers.push(watcher);
      });
    } finally {
      clearTimeout(timer);
      this.#watchers = this.#watchers.filter((other) => other !== watcher);
    }
  }

  /** The entities of the newest version, wholly read. */
  async settled(uri: string): Promise<DocumentEntities> {
    const { version } = this.document(uri);
    const found = () => {
      const entities = this.entities.get(uri);
      return entities?.version === version && entities.complete ? entities : undefined;
    };
    await this.until(`the entities of ${uri}`, () => found() !== undefined);
    const entities = found();
    if (!entities) throw new Error('unreachable');
    return entities;
  }

  /** The concepts of the newest version. */
  async linked(uri: string): Promise<DocumentConcepts> {
    const { version } = this.document(uri);
    await this.until(`the concepts of ${uri}`, () => this.concepts.get(uri)?.version === version);
    return this.concepts.get(uri)!;
  }

  async ready(): Promise<void> {
    await this.until('a model', () => ['ready', 'reading'].includes(this.statuses.at(-1)?.state ?? ''));
  }

  hover(uri: string, offset: number): Promise<Hover | null> {
    return this.#at('textDocument/hover', uri, offset);
  }

  highlights(uri: string, offset: number): Promise<DocumentHighlight[]> {
    return this.#at('textDocument/documentHighlight', uri, offset);
  }

  references(uri: string, offset: number): Promise<Location[]> {
    return this.#at('textDocument/references', uri, offset, { context: { includeDeclaration: true } });
  }

  symbols(uri: string): Promise<DocumentSymbol[]> {
    return this.connection.sendRequest('textDocument/documentSymbol', { textDocument: { uri } });
  }

  tokens(uri: string): Promise<SemanticTokens> {
    return this.connection.sendRequest('textDocument/semanticTokens/full', { textDocument: { uri } });
  }

  delta(uri: string, previousResultId: string): Promise<SemanticTokens | SemanticTokensDelta> {
    const textDocument = { uri };
    return this.connection.sendRequest('textDocument/semanticTokens/full/delta', { textDocument, previousResultId });
  }

  tokensIn(uri: string, range: Range): Promise<SemanticTokens> {
    return this.connection.sendRequest('textDocument/semanticTokens/range', { textDocument: { uri }, range });
  }

  codeActions(uri: string, start: number, end = start, only?: string[]): Promise<CodeAction[]> {
    const document = this.document(uri);
    const range = { start: document.positionAt(start), end: document.positionAt(end) };
    const context = { diagnostics: [], ...(only ? { only } : {}) };
    return this.connection.sendRequest('textDocument/codeAction', { textDocument: { uri }, range, context });
  }

  /** @param triggerCharacter what was typed last, if that is why completions are asked for. */
  completion(uri: string, offset: number, triggerCharacter?: string): Promise<CompletionList | null> {
    const context = triggerCharacter === undefined ? {} : { context: { triggerKind: 2, triggerCharacter } };
    return this.#at('textDocument/completion', uri, offset, context);
  }

  workspaceSymbols(query: string): Promise<SymbolInformation[]> {
    return this.connection.sendRequest('workspace/symbol', { query });
  }

  inlayHints(uri: string, range: Range): Promise<InlayHint[]> {
    return this.connection.sendRequest('textDocument/inlayHint', { textDocument: { uri }, range });
  }

  status(): Promise<ServerStatus> {
    return this.connection.sendRequest(clientRequests.status);
  }

  #at<T>(method: string, uri: string, offset: number, more: object = {}): Promise<T> {
    const position = this.document(uri).positionAt(offset);
    return this.connection.sendRequest(method, { textDocument: { uri }, position, ...more });
  }
}

import {
  type CancellationToken,
  type Connection,
  DidChangeConfigurationNotification,
  type InitializeParams,
  type InitializeResult,
  MarkupKind,
  MessageType,
  ShowMessageNotification,
  TextDocuments,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { errorMessage } from '../core/errors.ts';
import { listModels } from '../library/list.ts';
import type { InitializationOptions } from '../protocol.ts';
import { clientNotifications, clientRequests, type ModelImport, serverNotifications } from '../protocol.ts';
import { serverCapabilities } from './capabilities.ts';
import { Configuration } from './configuration.ts';
import { HighlightProvider } from './features/highlights.ts';
import { HoverProvider } from './features/hover.ts';
import { ReferencesProvider } from './features/references.ts';
import { SemanticTokensProvider } from './features/semantic-tokens.ts';
import { SymbolProvider } from './features/symbols.ts';
import { importInProcess } from './import-model.ts';
import { ModelHost } from './model-host.ts';
import { Publisher } from './publisher.ts';
import { ReadingLoop } from './reading-loop.ts';
import { StatusTeller } from './status.ts';
import { Workspace } from './workspace.ts';

/**
 * Serves a client over a connection that is not listening yet.
 * @param besideHost the model host's program, unless the client names another.
 */
export function serve(connection: Connection, besideHost: string): void {
  const documents = new TextDocuments(TextDocument);
  connection.onInitialize((params) => {
    start(connection, documents, params, besideHost);
    const result: InitializeResult = { capabilities: serverCapabilities, serverInfo: { name: 'gerbera' } };
    return result;
  });
  documents.listen(connection);
  connection.listen();
}

/** Wires a session together, once the client has said what it can do. */
function start(
  connection: Connection,
  documents: TextDocuments<TextDocument>,
  params: InitializeParams,
  besideHost: string,
): void {
  const { capabilities } = params;
  const options: InitializationOptions | undefined = params.initializationOptions;
  const log = {
    error: (message: string) => connection.console.error(message),
    warn: (message: string) => connection.console.warn(message),
    info: (message: string) => connection.console.info(message),
    debug: (message: string) => connection.console.log(message),
  };
  const hostFile = options?.modelHost ?? besideHost;
  // A notification: not every client answers the request that has buttons.
  const show = (type: MessageType) => (message: string) =>
    void connection.sendNotification(ShowMessageNotification.type, { type, message });
  const configuration = new Configuration(connection, show(MessageType.Warning), params);
  const status = new StatusTeller((told) => void connection.sendNotification(serverNotifications.status, told));
  let folders = (params.workspaceFolders ?? []).map(({ uri }) => uri);

  const host = new ModelHost(hostFile, log, {
    status(told) {
      status.host(told);
      if (told.state === 'ready') workspace.useModel();
      // Nobody need wait for what a failed model will not read.
      if (told.state === 'failed') workspace.reconsider();
    },
    trouble: show(MessageType.Error),
  });
  const workspace = new Workspace(configuration, host, () => folders, log, {
    work() {
      loop.wake();
      status.busy(workspace.busy);
    },
    changed: (uri, soon) => publisher.changed(uri, soon),
    dropped: (uri) => publisher.dropped(uri),
  });
  const loop = new ReadingLoop(
    host,
    log,
    () => workspace.wanted(),
    (readings) => {
      workspace.settle(readings);
      status.busy(workspace.busy);
    },
  );
  const refreshes = capabilities.workspace?.semanticTokens?.refreshSupport === true;
  const tokens = new SemanticTokensProvider(
    workspace,
    refreshes ? () => connection.languages.semanticTokens.refresh() : undefined,
  );
  const publisher = new Publisher(
    connection,
    (uri) => workspace.now(uri),
    (uri, paper) => tokens.published(uri, paper),
  );

  documents.onDidOpen(({ document }) => void workspace.open(document));
  documents.onDidChangeContent(({ document }) => workspace.edit(document));
  documents.onDidClose(({ document }) => {
    workspace.close(document.uri);
    tokens.closed(document.uri);
  });

  const { textDocument } = capabilities;
  const markdown = textDocument?.hover?.contentFormat?.includes(MarkupKind.Markdown) === true;
  const hover = new HoverProvider(workspace, markdown ? MarkupKind.Markdown : MarkupKind.PlainText);
  const symbols = new SymbolProvider(
    workspace,
    textDocument?.documentSymbol?.hierarchicalDocumentSymbolSupport === true,
  );
  const highlights = new HighlightProvider(workspace);
  const references = new ReferencesProvider(workspace);
  connection.onHover((request, token) => hover.provide(request, token));
  connection.onDocumentSymbol((request, token) => symbols.provide(request, token));
  connection.onDocumentHighlight((request, token) => highlights.provide(request, token));
  connection.onReferences((request, token) => references.provide(request, token));
  connection.languages.semanticTokens.on((request, token) => tokens.full(request, token));
  connection.languages.semanticTokens.onDelta((request, token) => tokens.delta(request, token));
  connection.languages.semanticTokens.onRange((request, token) => tokens.range(request, token));

  const configure = async () => {
    await configuration.refresh(documents.keys());
    const { model, device } = configuration.values;
    host.use({ model, device });
    workspace.reconsider();
  };
  connection.onInitialized(() => {
    if (capabilities.workspace?.didChangeConfiguration?.dynamicRegistration) {
      connection.client
        .register(DidChangeConfigurationNotification.type, { section: 'gerbera' })
        .catch((error) => log.warn(`changes of settings will not be told: ${errorMessage(error)}`));
    }
    if (capabilities.workspace?.workspaceFolders) {
      connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        const gone = new Set(removed.map(({ uri }) => uri));
        folders = [...folders.filter((uri) => !gone.has(uri)), ...added.map(({ uri }) => uri)];
        workspace.reconsider();
      });
    }
    void configure();
  });
  connection.onDidChangeConfiguration(({ settings }) => {
    configuration.push(settings);
    void configure();
  });

  connection.onNotification(clientNotifications.visible, ({ uris }: { uris: string[] }) => workspace.show(uris));
  connection.onNotification(clientNotifications.highlighting, ({ enabled }: { enabled: boolean }) =>
    workspace.highlight(enabled),
  );
  connection.onRequest(clientRequests.models, () => listModels());
  connection.onRequest(clientRequests.status, () => status.current);
  connection.onRequest(clientRequests.restart, () => {
    loop.forgive();
    host.restart();
  });
  connection.onRequest(clientRequests.importModel, (asked: ModelImport, token: CancellationToken) => {
    const controller = new AbortController();
    token.onCancellationRequested(() => controller.abort());
    return importInProcess(hostFile, log, asked, controller.signal);
  });
  connection.onShutdown(() => host.dispose());
  // The process can start while the client answers what the settings are.
  host.prepare();
}

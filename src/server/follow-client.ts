import {
  type ClientCapabilities,
  type Connection,
  DidChangeConfigurationNotification,
  type TextDocuments,
} from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { errorMessage } from '../core/errors.ts';
import { followFiles } from './closed/follow-files.ts';
import { inWorkspace } from './model-setting.ts';
import type { Session } from './session.ts';

/** Follows the client's documents, settings and workspace folders. */
export function followClient(
  connection: Connection,
  documents: TextDocuments<TextDocument>,
  { workspace, tokens, configuration, host, closed, concepts, trigger, runs, log }: Session,
  capabilities: ClientCapabilities,
): void {
  documents.onDidOpen(({ document }) => void workspace.open(document));
  documents.onDidChangeContent(({ document }) => workspace.edit(document));
  documents.onDidClose(({ document }) => {
    workspace.close(document.uri);
    tokens.closed(document.uri);
    void closed.changed([document.uri]);
  });

  const configure = async () => {
    await configuration.refresh([...documents.keys(), ...workspace.folders]);
    const { model, device } = configuration.values;
    host.use({ model: inWorkspace(model, workspace.folders), device });
    workspace.reconsider();
    concepts.refresh();
    closed.reconsider();
    trigger.use(configuration.values['concepts.completionTrigger']);
  };
  connection.onDidChangeConfiguration(({ settings }) => {
    configuration.push(settings);
    void configure();
  });
  connection.onInitialized(() => {
    if (capabilities.workspace?.didChangeConfiguration?.dynamicRegistration) {
      connection.client
        .register(DidChangeConfigurationNotification.type, { section: 'gerbera' })
        .catch((error) => log.warn(`changes of settings will not be told: ${errorMessage(error)}`));
    }
    if (capabilities.workspace?.workspaceFolders) {
      connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        const gone = new Set(removed.map(({ uri }) => uri));
        const kept = workspace.folders.filter((uri) => !gone.has(uri));
        workspace.folders = [...kept, ...added.map(({ uri }) => uri)];
        concepts.refresh();
        workspace.reconsider();
        for (const { uri } of removed) configuration.close(uri);
        void Promise.all(added.map(({ uri }) => configuration.open(uri))).then(() => closed.reconsider());
      });
    }
    followFiles(connection, closed, log, capabilities);
    void configure();
    void runs.begin();
  });
}

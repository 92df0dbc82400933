import { type Connection, TextDocuments } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { serverCapabilities } from './capabilities.ts';
import { followClient } from './follow-client.ts';
import { answerLanguageRequests } from './language-requests.ts';
import { answerOwnMessages } from './own-messages.ts';
import { createSession } from './session.ts';

/**
 * Serves a client over a connection that is not listening yet.
 * @param besideHost the model host's program, unless the client names another.
 */
export function serve(connection: Connection, besideHost: string): void {
  const documents = new TextDocuments(TextDocument);
  connection.onInitialize((params) => {
    const session = createSession(connection, params, besideHost);
    followClient(connection, documents, session, params.capabilities);
    answerLanguageRequests(connection, session, params.capabilities);
    answerOwnMessages(connection, session);
    connection.onShutdown(() => session.host.dispose());
    // The process can start while the client answers what the settings are.
    session.host.prepare();
    return { capabilities: serverCapabilities, serverInfo: { name: 'gerbera' } };
  });
  documents.listen(connection);
  connection.listen();
}

import { type Connection, TextDocuments } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { capabilitiesFor } from './capabilities.ts';
import { answerConceptRequests } from './concepts/concept-requests.ts';
import { followClient } from './follow-client.ts';
import { answerJobRequests } from './jobs/job-requests.ts';
import { answerModelRequests } from './jobs/models/model-requests.ts';
import { answerTerminologyRequests } from './jobs/terminology-requests.ts';
import { answerTrainingRequests } from './jobs/training/training-requests.ts';
import { answerTransferRequests } from './jobs/transfer/transfer-requests.ts';
import { answerLanguageRequests } from './language-requests.ts';
import { answerOwnMessages } from './own-messages.ts';
import { createSession, type Programs } from './session.ts';

/** Serves a client over a connection that is not listening yet. */
export function serve(connection: Connection, beside: Programs): void {
  const documents = new TextDocuments(TextDocument);
  connection.onInitialize((params) => {
    const session = createSession(connection, params, beside);
    followClient(connection, documents, session, params.capabilities);
    answerLanguageRequests(connection, session, params.capabilities);
    answerOwnMessages(connection, session);
    answerConceptRequests(connection, session);
    answerJobRequests(connection, session, params.capabilities);
    answerTerminologyRequests(connection, session, params.capabilities);
    answerModelRequests(connection, session, params.capabilities);
    answerTrainingRequests(connection, session);
    answerTransferRequests(connection, session, params.capabilities);
    connection.onShutdown(() => {
      session.closed.dispose();
      session.host.dispose();
      session.evaluations.dispose();
      session.terminologies.dispose();
      session.models.dispose();
      session.training.dispose();
      session.transfers.dispose();
      session.runs.dispose();
      session.concepts.dispose();
      session.diagnostics.dispose();
    });
    // The process can start while the client answers what the settings are.
    session.host.prepare();
    return { capabilities: capabilitiesFor(params.capabilities), serverInfo: { name: 'gerbera' } };
  });
  documents.listen(connection);
  connection.listen();
}

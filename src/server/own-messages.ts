import { type CancellationToken, type Connection, LSPErrorCodes, ResponseError } from 'vscode-languageserver/node';
import { errorMessage } from '../core/errors.ts';
import { listModels } from '../library/list.ts';
import { clientNotifications, clientRequests, type ModelImport } from '../protocol.ts';
import { importInProcess } from './import-model.ts';
import type { Session } from './session.ts';

/** Maps the `gerbera/*` messages of the client onto the session. */
export function answerOwnMessages(connection: Connection, session: Session): void {
  const { workspace, status, loop, host, hostFile, log } = session;
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
  connection.onRequest(clientRequests.importModel, async (asked: ModelImport, token: CancellationToken) => {
    const controller = new AbortController();
    token.onCancellationRequested(() => controller.abort());
    try {
      return await importInProcess(hostFile, log, asked, controller.signal);
    } catch (error) {
      // The reason is written for people: nothing is put before it.
      return new ResponseError(LSPErrorCodes.RequestFailed, errorMessage(error));
    }
  });
}

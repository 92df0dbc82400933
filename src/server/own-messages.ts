import {
  type CancellationToken,
  type Connection,
  ErrorCodes,
  LSPErrorCodes,
  ResponseError,
} from 'vscode-languageserver/node';
import { errorMessage } from '../core/errors.ts';
import { modelsFolder } from '../library/folders.ts';
import { listModels } from '../library/list.ts';
import { modelRequests } from '../protocol/models.ts';
import { clientNotifications, clientRequests, type ModelImport } from '../protocol.ts';
import { importInProcess } from './ask-host.ts';
import type { Session } from './session.ts';

/** Maps the `gerbera/*` messages of the client onto the session. Any editor may be the client, so they are checked. */
export function answerOwnMessages(connection: Connection, session: Session): void {
  const { workspace, status, loop, closed, host, hostFile, log } = session;
  connection.onNotification(clientNotifications.visible, (message: { uris?: unknown } | undefined) => {
    const uris = message?.uris;
    if (isStrings(uris)) workspace.show(uris);
    else log.error(`${clientNotifications.visible} is ignored: "uris" is to be a list of strings`);
  });
  connection.onNotification(clientNotifications.highlighting, (message: { enabled?: unknown } | undefined) => {
    const enabled = message?.enabled;
    if (typeof enabled === 'boolean') {
      workspace.highlight(enabled);
      closed.wake();
    } else log.error(`${clientNotifications.highlighting} is ignored: "enabled" is to be true or false`);
  });
  connection.onNotification(clientNotifications.trusted, () => closed.trust());
  connection.onRequest(clientRequests.models, () => listModels());
  connection.onRequest(modelRequests.library, () => modelsFolder());
  connection.onRequest(clientRequests.status, () => status.current);
  connection.onRequest(clientRequests.restart, () => {
    loop.forgive();
    host.restart();
  });
  connection.onRequest(clientRequests.importModel, async (asked: ModelImport, token: CancellationToken) => {
    if (typeof asked?.folder !== 'string') {
      return new ResponseError(ErrorCodes.InvalidParams, '"folder" is to be the path of a folder');
    }
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

function isStrings(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

import path from 'node:path';
import type { CancellationToken, ClientCapabilities, Connection } from 'vscode-languageserver/node';
import { modelDetails } from '../../../library/details.ts';
import { modelsFolder } from '../../../library/folders.ts';
import { lookUpModel } from '../../../library/hub/look-up.ts';
import { removeModel } from '../../../library/remove.ts';
import { type HubModel, type ModelDetails, type ModelDownload, modelRequests } from '../../../protocol/models.ts';
import type { ListedModel } from '../../../protocol.ts';
import type { Session } from '../../session.ts';
import { answered, progressOf, signalOf } from '../answer.ts';
import { checked } from '../checked.ts';
import { hubQuestion, modelDownload, modelExport, modelNamed } from './checks.ts';
import { refuseChosen } from './refuse-chosen.ts';

/** Maps the requests for models onto the session. Any editor may be the client, so they are checked. */
export function answerModelRequests(connection: Connection, session: Session, capabilities: ClientCapabilities): void {
  const { models } = session;
  connection.onRequest<readonly ModelDetails[], void>(modelRequests.details, () =>
    answered<readonly ModelDetails[]>(() => modelDetails()),
  );

  connection.onRequest<{ readonly files: readonly string[] }, void>(
    modelRequests.export,
    checked(modelExport, (asked, token: CancellationToken) =>
      answered<{ readonly files: readonly string[] }>(async () => ({
        files: await models.export(asked, signalOf(token)),
      })),
    ),
  );

  connection.onRequest<{ readonly bytes: number }, void>(
    modelRequests.remove,
    checked(modelNamed, ({ name }) =>
      answered<{ readonly bytes: number }>(async () => {
        refuseChosen(path.join(modelsFolder(), name), session);
        return removeModel(name);
      }),
    ),
  );

  connection.onRequest<HubModel, void>(
    modelRequests.lookUp,
    checked(hubQuestion, (asked, token: CancellationToken) =>
      answered<HubModel>(() => lookUpModel(asked, signalOf(token))),
    ),
  );

  connection.onRequest<ListedModel | null, void>(
    modelRequests.download,
    checked(modelDownload, (asked, token: CancellationToken) =>
      answered<ListedModel | null>(() => download(asked, signalOf(token))),
    ),
  );

  async function download(asked: ModelDownload, asking: AbortSignal): Promise<ListedModel | null> {
    const { reporter, signal: cancelled } = await progressOf(connection, capabilities, asked.workDoneToken);
    const signal = AbortSignal.any([asking, cancelled]);
    reporter?.begin(`GERBERA: downloading ${asked.repository}`, 0, 'starting', true);
    try {
      const progress = (share: number | undefined, message: string) => {
        if (share === undefined) reporter?.report(message);
        else reporter?.report(Math.round(100 * share), message);
      };
      return await models.download(asked, { progress }, signal);
    } catch (thrown) {
      if (signal.aborted) return null;
      throw thrown;
    } finally {
      reporter?.done();
    }
  }
}

import path from 'node:path';
import type { CancellationToken, ClientCapabilities, Connection } from 'vscode-languageserver/node';
import { modelDetails } from '../../../library/details.ts';
import { modelsFolder } from '../../../library/folders.ts';
import { lookUpModel } from '../../../library/hub/look-up.ts';
import { removeModel } from '../../../library/remove.ts';
import { type HubModel, type ModelDetails, type ModelDownload, modelRequests } from '../../../protocol/models.ts';
import type { ListedModel } from '../../../protocol.ts';
import type { Session } from '../../session.ts';
import { answered, signalOf, underProgress } from '../answer.ts';
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
    const title = `downloading ${asked.repository}`;
    const { workDoneToken } = asked;
    const shown = { connection, capabilities, title, first: 'starting', workDoneToken, asking };
    const model = await underProgress(shown, (progress, signal) => models.download(asked, { progress }, signal));
    return model ?? null;
  }
}

import path from 'node:path';
import type { CancellationToken, Connection } from 'vscode-languageserver/node';
import { modelDetails } from '../../../library/details.ts';
import { modelsFolder } from '../../../library/folders.ts';
import { removeModel } from '../../../library/remove.ts';
import { type ModelDetails, modelRequests } from '../../../protocol/models.ts';
import type { Session } from '../../session.ts';
import { answered, signalOf } from '../answer.ts';
import { checked } from '../checked.ts';
import { modelExport, modelNamed } from './checks.ts';
import { refuseChosen } from './refuse-chosen.ts';

/** Maps the requests for models onto the session. Any editor may be the client, so they are checked. */
export function answerModelRequests(connection: Connection, session: Session): void {
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
}

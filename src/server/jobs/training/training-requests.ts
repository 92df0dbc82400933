import * as v from 'valibot';
import type { CancellationToken, Connection } from 'vscode-languageserver/node';
import { type TrainingBase, trainingNotifications, trainingRequests } from '../../../protocol/training.ts';
import { type BaseModel, listBases } from '../../../runs/bases.ts';
import { knownRun } from '../../../runs/registry.ts';
import { removeRuns } from '../../../runs/remove-runs.ts';
import type { RunSummary, TrainingEstimate } from '../../../runs/run.ts';
import { stopRun } from '../../../runs/stop-run.ts';
import type { Session } from '../../session.ts';
import { answered, signalOf } from '../answer.ts';
import { checked, problemText } from '../checked.ts';
import { refuseChosen } from '../models/refuse-chosen.ts';
import { commandLineOf } from './arguments.ts';
import { followed, runRequest, runResume, runStart, runStop, runsRemoval } from './checks.ts';

/** Maps the requests for training and its runs onto the session. Any editor may be the client, so they are checked. */
export function answerTrainingRequests(connection: Connection, session: Session): void {
  const { training, runs, log } = session;
  connection.onRequest<readonly TrainingBase[], void>(trainingRequests.bases, () =>
    answered<readonly TrainingBase[]>(async () => (await listBases()).map(baseOf)),
  );

  connection.onRequest<TrainingEstimate, void>(
    trainingRequests.estimate,
    checked(runRequest, (request, token: CancellationToken) =>
      answered<TrainingEstimate>(() => training.estimate(request, signalOf(token))),
    ),
  );

  connection.onRequest<string, void>(
    trainingRequests.commandLine,
    checked(runRequest, (request) => answered<string>(async () => commandLineOf(request))),
  );

  connection.onRequest<RunSummary, void>(
    trainingRequests.start,
    checked(runStart, (start, token: CancellationToken) =>
      answered<RunSummary>(async () => {
        runs.watch();
        return training.start(start, signalOf(token));
      }),
    ),
  );

  connection.onRequest<RunSummary, void>(
    trainingRequests.resume,
    checked(runResume, (resume, token: CancellationToken) =>
      answered<RunSummary>(async () => {
        runs.watch();
        return training.resume(resume, signalOf(token));
      }),
    ),
  );

  connection.onRequest<null, void>(
    trainingRequests.stop,
    checked(runStop, ({ run, how }) =>
      answered<null>(async () => {
        await stopRun(run, how);
        return null;
      }),
    ),
  );

  connection.onRequest<readonly RunSummary[], void>(trainingRequests.runs, () =>
    answered<readonly RunSummary[]>(() => runs.list()),
  );

  connection.onRequest<{ readonly bytes: number }, void>(
    trainingRequests.remove,
    checked(runsRemoval, ({ runs: ids, what }) =>
      answered<{ readonly bytes: number }>(async () => {
        if (what === 'all') for (const id of ids) refuseChosen((await knownRun(id)).output, session);
        return removeRuns(ids, what);
      }),
    ),
  );

  connection.onNotification(trainingNotifications.follow, (asked: unknown) => {
    const result = v.safeParse(followed, asked);
    if (result.success) void runs.follow(result.output.runs);
    else log.error(`${trainingNotifications.follow} is ignored: ${problemText(result.issues[0])}`);
  });
}

function baseOf({ name, family, layers, hidden, embedded, types, defaults }: BaseModel): TrainingBase {
  const { epochs, learningRates, batch, patience, maxLength } = defaults;
  return {
    ...{ base: name, name, family, layers, hidden, embedded, types },
    defaults: { epochs, learningRates, batch, patience, maxLength },
  };
}

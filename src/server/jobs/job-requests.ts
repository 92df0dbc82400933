import type { CancellationToken, ClientCapabilities, Connection } from 'vscode-languageserver/node';
import { isJsonObject } from '../../core/json.ts';
import {
  type CorpusSummary,
  clientRequests,
  type EvaluationOutcome,
  type EvaluationRequest,
  type ExportOutcome,
  type ExportRequest,
} from '../../protocol.ts';
import { describeInProcess } from '../ask-host.ts';
import type { Session } from '../session.ts';
import { answered, areTexts, invalid, signalOf, underProgress } from './answer.ts';
import { exportEntities } from './export.ts';

/** Maps the requests for corpora, evaluations and exports onto the session. Any editor may be the client, so they are checked. */
export function answerJobRequests(connection: Connection, session: Session, capabilities: ClientCapabilities): void {
  const { hostFile, log, evaluations, workspace, concepts, configuration } = session;
  connection.onRequest<CorpusSummary, void>(clientRequests.corpus, async (asked: unknown, token: CancellationToken) => {
    if (!isJsonObject(asked) || typeof asked.place !== 'string') return invalid('"place" is to be a path');
    const { place } = asked;
    return answered<CorpusSummary>(() => describeInProcess(hostFile, log, place, signalOf(token)));
  });

  connection.onRequest<EvaluationOutcome, void>(
    clientRequests.evaluate,
    async (asked: unknown, token: CancellationToken) => {
      if (!isEvaluation(asked)) {
        return invalid(
          '"place", "model" and "out" are to be strings, and "split", "against" and "workDoneToken" where they are given',
        );
      }
      return answered<EvaluationOutcome>(() => evaluate(asked, signalOf(token)));
    },
  );

  connection.onRequest<ExportOutcome, void>(
    clientRequests.exportEntities,
    async (asked: unknown, token: CancellationToken) => {
      if (!isExport(asked)) return invalid('"uri", "form" and "file" are to be strings');
      return answered<ExportOutcome>(() => exportEntities(workspace, concepts, asked, token));
    },
  );

  async function evaluate(asked: EvaluationRequest, asking: AbortSignal): Promise<EvaluationOutcome> {
    const on = asked.split === undefined ? asked.place : `${asked.place} (${asked.split})`;
    const title = `evaluating ${asked.model} on ${on}`;
    const { workDoneToken } = asked;
    const shown = { connection, capabilities, title, first: 'loading the model', workDoneToken, asking };
    const done = await underProgress(shown, async (progress, signal) => {
      await evaluations.run({ ...asked, device: configuration.values.device }, { progress }, signal);
      return true;
    });
    return { kind: done ? 'done' : 'cancelled' };
  }
}

function isEvaluation(asked: unknown): asked is EvaluationRequest {
  return (
    isJsonObject(asked) &&
    [asked.place, asked.model, asked.out].every((value) => typeof value === 'string') &&
    areTexts(asked.split, asked.against, asked.workDoneToken)
  );
}

function isExport(asked: unknown): asked is ExportRequest {
  return isJsonObject(asked) && [asked.uri, asked.form, asked.file].every((value) => typeof value === 'string');
}

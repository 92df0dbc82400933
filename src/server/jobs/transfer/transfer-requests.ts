import * as v from 'valibot';
import type { CancellationToken, ClientCapabilities, Connection } from 'vscode-languageserver/node';
import { list, text } from '../../../protocol/schema.ts';
import { type TransferOutcome, transferRequest, transferRequests } from '../../../protocol/transfer.ts';
import type { Session } from '../../session.ts';
import { answered, signalOf, underProgress } from '../answer.ts';
import { absolutePlace, checked } from '../checked.ts';

const comparison = v.strictObject({
  ...transferRequest.entries,
  target: absolutePlace,
  candidates: v.pipe(list(absolutePlace), v.minLength(1)),
  workDoneToken: v.exactOptional(text),
});

/** Maps the request to compare corpora onto the session. Any editor may be the client, so it is checked. */
export function answerTransferRequests(
  connection: Connection,
  { transfers, configuration }: Session,
  capabilities: ClientCapabilities,
): void {
  connection.onRequest<TransferOutcome, void>(
    transferRequests.compare,
    checked(comparison, ({ workDoneToken, ...asked }, token: CancellationToken) =>
      answered<TransferOutcome>(async () => {
        const others = asked.candidates.length === 1 ? '1 corpus' : `${asked.candidates.length} corpora`;
        const title = `comparing ${asked.target} with ${others}`;
        const shown = { connection, capabilities, title, first: 'starting', workDoneToken, asking: signalOf(token) };
        const report = await underProgress(shown, (progress, signal) =>
          transfers.compare({ ...asked, device: configuration.values.device }, { progress }, signal),
        );
        return report ? { kind: 'done', report } : { kind: 'cancelled' };
      }),
    ),
  );
}

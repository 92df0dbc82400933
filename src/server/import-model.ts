import { UserError } from '../core/errors.ts';
import type { HostRequest, ListedModel, ModelImport } from '../protocol.ts';
import { HostProcess } from './host-process.ts';
import type { Log } from './log.ts';

/**
 * Imports a model in a process of its own: it is tried there, and nothing of it stays in the server.
 * @throws UserError with the reason why it was not taken in.
 */
export function importInProcess(file: string, log: Log, asked: ModelImport, signal: AbortSignal): Promise<ListedModel> {
  return new Promise((resolve, reject) => {
    const request: HostRequest = { kind: 'import', id: 1, import: asked };
    const host = new HostProcess(file, log, {
      reply(reply) {
        if (reply.kind === 'imported') resolve(reply.model);
        else if (reply.kind === 'failed') reject(new UserError(reply.message));
        host.kill();
      },
      exit: (how) => reject(new UserError(`${asked.folder}: the process that tried the model ended (${how})`)),
    });
    signal.addEventListener('abort', () => host.send({ kind: 'cancel', id: 1 }));
    host.send(request);
  });
}

import { UserError } from '../core/errors.ts';
import type {
  CorpusSummary,
  HostReply,
  HostRequest,
  ListedModel,
  ModelImport,
  TerminologySummary,
} from '../protocol.ts';
import { HostProcess } from './host-process.ts';
import type { Log } from './log.ts';

/**
 * Imports a model in a process of its own: it is tried there, and nothing of it stays in the server.
 * @throws UserError with the reason why it was not taken in.
 */
export async function importInProcess(
  file: string,
  log: Log,
  asked: ModelImport,
  signal: AbortSignal,
): Promise<ListedModel> {
  const ended = (how: string) => `${asked.folder}: the process that tried the model ended (${how})`;
  const reply = await askOnce(file, log, { kind: 'import', id: 1, import: asked }, ended, signal);
  if (reply.kind !== 'imported') throw new Error(`the model host answered an import with "${reply.kind}"`);
  return reply.model;
}

/**
 * Looks into a corpus in a process of its own, since its files may be of any size and any kind.
 * @throws UserError with the reason why it cannot be read.
 */
export async function describeInProcess(
  file: string,
  log: Log,
  place: string,
  signal: AbortSignal,
): Promise<CorpusSummary> {
  const ended = (how: string) => `${place}: the process that read the corpus ended (${how})`;
  const reply = await askOnce(file, log, { kind: 'corpus', id: 1, place }, ended, signal);
  if (reply.kind !== 'corpus') throw new Error(`the model host answered a question for a corpus with "${reply.kind}"`);
  return reply.corpus;
}

/**
 * Looks into a file or folder that may be a terminology, in a process of its own for the same reason.
 * @throws UserError with the reason why it is none, or cannot be read.
 */
export async function describeTerminologyInProcess(
  file: string,
  log: Log,
  { place, form }: { readonly place: string; readonly form: string | undefined },
  signal: AbortSignal,
): Promise<TerminologySummary> {
  const ended = (how: string) => `${place}: the process that looked into it ended (${how})`;
  const request = { kind: 'terminology', id: 1, place, ...(form === undefined ? {} : { form }) } as const;
  const reply = await askOnce(file, log, request, ended, signal);
  if (reply.kind !== 'terminology')
    throw new Error(`the model host answered a question for a terminology with "${reply.kind}"`);
  return reply.terminology;
}

/** A fresh model host's answer to one request; the process ends with it. */
function askOnce(
  file: string,
  log: Log,
  request: HostRequest & { readonly id: number },
  ended: (how: string) => string,
  signal: AbortSignal,
): Promise<HostReply> {
  return new Promise((resolve, reject) => {
    const host = new HostProcess(file, log, {
      reply(reply) {
        if (reply.kind === 'failed') reject(new UserError(reply.message));
        else resolve(reply);
        host.kill();
      },
      exit: (how) => reject(new UserError(ended(how))),
    });
    signal.addEventListener('abort', () => host.send({ kind: 'cancel', id: request.id }));
    host.send(request);
  });
}

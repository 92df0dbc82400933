import {
  type CancellationToken,
  type ClientCapabilities,
  type Connection,
  ErrorCodes,
  LSPErrorCodes,
  ResponseError,
} from 'vscode-languageserver/node';
import { errorMessage } from '../../core/errors.ts';

/** The answer to a request whose parameters are not as they are to be. */
export function invalid(message: string): ResponseError {
  return new ResponseError(ErrorCodes.InvalidParams, message);
}

/** What work gives. The reason of a failure is written for people: nothing is put before it. */
export async function answered<T>(work: () => Promise<T>): Promise<T | ResponseError> {
  try {
    return await work();
  } catch (error) {
    return new ResponseError(LSPErrorCodes.RequestFailed, errorMessage(error));
  }
}

export function signalOf(token: CancellationToken): AbortSignal {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  token.onCancellationRequested(() => controller.abort());
  return controller.signal;
}

/** Whether all that is given is text: what is absent may be. */
export function areTexts(...values: readonly unknown[]): boolean {
  return values.every((value) => value === undefined || typeof value === 'string');
}

/**
 * Where the progress of a job is told, and what cancels it there.
 * @param workDoneToken the client's; one of the server's own is asked for if it is not given.
 */
export async function progressOf(
  connection: Connection,
  { window }: ClientCapabilities,
  workDoneToken: string | undefined,
) {
  const cancelled = new AbortController();
  if (workDoneToken !== undefined) {
    return { reporter: connection.window.attachWorkDoneProgress(workDoneToken), signal: cancelled.signal };
  }
  const reporter = window?.workDoneProgress ? await connection.window.createWorkDoneProgress() : undefined;
  reporter?.token.onCancellationRequested(() => cancelled.abort());
  return { reporter, signal: cancelled.signal };
}

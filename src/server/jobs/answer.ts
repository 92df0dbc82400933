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
async function progressOf(connection: Connection, { window }: ClientCapabilities, workDoneToken: string | undefined) {
  const cancelled = new AbortController();
  if (workDoneToken !== undefined) {
    return { reporter: connection.window.attachWorkDoneProgress(workDoneToken), signal: cancelled.signal };
  }
  const reporter = window?.workDoneProgress ? await connection.window.createWorkDoneProgress() : undefined;
  reporter?.token.onCancellationRequested(() => cancelled.abort());
  return { reporter, signal: cancelled.signal };
}

/** Work that a client is shown. */
export interface ShownWork {
  readonly connection: Connection;
  readonly capabilities: ClientCapabilities;
  /** What is done, without the product's name. */
  readonly title: string;
  /** What is told of it first. */
  readonly first: string;
  /** See `progressOf`. */
  readonly workDoneToken: string | undefined;
  /** Of the request itself. */
  readonly asking: AbortSignal;
}

/**
 * Tells how far work is.
 * @param share in [0, 1]; undefined where it cannot be told.
 */
type TellProgress = (share: number | undefined, message: string) => void;

/** Does work under a work-done progress. A cancel of the request or of the progress ends it: undefined then. */
export async function underProgress<T>(
  { connection, capabilities, title, first, workDoneToken, asking }: ShownWork,
  work: (progress: TellProgress, signal: AbortSignal) => Promise<T>,
): Promise<T | undefined> {
  const { reporter, signal: cancelled } = await progressOf(connection, capabilities, workDoneToken);
  const signal = AbortSignal.any([asking, cancelled]);
  reporter?.begin(`GERBERA: ${title}`, 0, first, true);
  try {
    return await work((share, message) => {
      if (share === undefined) reporter?.report(message);
      else reporter?.report(Math.round(100 * share), message);
    }, signal);
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  } finally {
    reporter?.done();
  }
}

import type { CancellationToken } from 'vscode';

/** What work gives; undefined if it was cancelled, which whoever did so need not be told. */
export async function unlessCancelled<T>(token: CancellationToken, work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (token.isCancellationRequested) return undefined;
    throw error;
  }
}

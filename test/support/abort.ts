import { vi } from 'vitest';

/**
 * A signal that is aborted while a method is called for the first time; the call itself goes on. So work is stopped in the
 * midst of it, however fast or slow the machine is.
 * @returns the signal, and how often the method has been called.
 */
export function abortedBy<T extends object>(
  owner: T,
  name: keyof T & string,
  reason: Error,
): { readonly signal: AbortSignal; readonly calls: () => number } {
  const stop = new AbortController();
  const methods = owner as Record<string, (...given: unknown[]) => unknown>;
  const method = methods[name];
  if (!method) throw new Error(`there is no ${name}`);
  const spy = vi.spyOn(methods, name).mockImplementation(function (this: unknown, ...given) {
    stop.abort(reason);
    return method.apply(this, given);
  });
  return { signal: stop.signal, calls: () => spy.mock.calls.length };
}

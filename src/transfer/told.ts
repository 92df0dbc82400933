/**
 * What a piece of work tells while it goes on, and in the end what it gives. Whoever stops listening stops the work, and
 * waits until it has put away what it opened.
 * @param work is given what to tell by, and a signal that is aborted with the outer one, or when nobody listens.
 */
export async function* whileTold<Told, Result>(
  work: (tell: (told: Told) => void, signal: AbortSignal) => Promise<Result>,
  outer?: AbortSignal,
): AsyncGenerator<Told, Result, undefined> {
  const left = new AbortController();
  const signal = outer ? AbortSignal.any([outer, left.signal]) : left.signal;
  const waiting: Told[] = [];
  let wake = () => {};
  let isOver = false;
  const result = work((told) => {
    waiting.push(told);
    wake();
  }, signal).finally(() => {
    isOver = true;
    wake();
  });
  // It is awaited below; until then a failure is nobody's.
  result.catch(() => {});
  try {
    while (!isOver || waiting.length > 0) {
      const told = waiting.shift();
      if (told !== undefined) yield told;
      else {
        await new Promise<void>((resolve) => {
          wake = resolve;
          if (isOver || waiting.length > 0) resolve();
        });
      }
    }
    return await result;
  } finally {
    left.abort();
    await result.catch(() => {});
  }
}

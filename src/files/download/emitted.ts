/**
 * What work tells while it runs, one item after the other, then what it gives.
 * @param work given a function to tell with, and a signal that is aborted once nobody listens any more.
 */
export async function* emitted<Item, Result>(
  work: (emit: (item: Item) => void, signal: AbortSignal) => Promise<Result>,
): AsyncGenerator<Item, Result, undefined> {
  const left = new AbortController();
  const waiting: Item[] = [];
  let wake = () => {};
  let ended = false;
  const emit = (item: Item) => {
    waiting.push(item);
    wake();
  };
  const running = work(emit, left.signal).finally(() => {
    ended = true;
    wake();
  });
  // Whether it fails is told where it is awaited.
  running.catch(() => {});
  try {
    while (!ended || waiting.length > 0) {
      const item = waiting.shift();
      if (item !== undefined) yield item;
      else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
    return await running;
  } finally {
    left.abort();
    await running.catch(() => {});
  }
}

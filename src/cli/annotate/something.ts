/**
 * What a reading gives, or undefined if it gives nothing because nothing could be read: then nothing is written, and a file
 * that was there stays as it is.
 * @param reading asked once the first item is there, or there is none.
 */
export async function somethingOf<T>(
  items: AsyncGenerator<T, void, undefined>,
  reading: { readonly exitCode: 0 | 1 },
): Promise<AsyncGenerator<T, void, undefined> | undefined> {
  const first = await items.next();
  return first.done && reading.exitCode !== 0 ? undefined : rejoined(first, items);
}

async function* rejoined<T>(
  first: IteratorResult<T, void>,
  rest: AsyncGenerator<T, void, undefined>,
): AsyncGenerator<T, void, undefined> {
  try {
    if (!first.done) yield first.value;
    yield* rest;
  } finally {
    await rest.return(undefined);
  }
}

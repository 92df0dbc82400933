/** Changes whenever `keysOf` or `wordsOf` give something else for any name: a store that was made with others is not read. */
export const keysVersion = 1;

/**
 * What names of one concept that are spelt differently have in common: two names that share a key are candidates for being
 * the same. Upper and lower case, hyphens and white space are alike.
 */
export function keysOf(name: string): readonly string[] {
  const key = name
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '');
  return key === '' ? [] : [key];
}

/** The words of a name that searching by words goes by, in their order. */
export function wordsOf(name: string): readonly string[] {
  return (
    name
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  );
}

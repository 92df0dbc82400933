/**
 * The entities of XML alone (XML 1.0, 4.6), in place of the hundreds of HTML that `sax` knows, so that nothing that a
 * DOCTYPE declares is ever read, fetched or grown; without a prototype, lest `&constructor;` be one.
 */
export const xmlEntities: Readonly<Record<string, string>> = Object.assign(Object.create(null), {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
});

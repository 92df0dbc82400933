/** Terminologies with more prefixes than that are asked for every identifier. */
const mostPrefixes = 64;

/** What stands before the colon of an identifier, the colon with it; all of an identifier that has none. */
function prefixOf(identifier: string): string {
  const colon = identifier.indexOf(':');
  return colon < 0 ? identifier : identifier.slice(0, colon + 1);
}

/**
 * Which identifiers a sorted column may hold, by their prefixes: most terminologies have one or a few, and need not be asked for
 * the others.
 */
export class IdentifierPrefixes {
  /** Each with its colon; undefined where they are too many to be told. */
  readonly all: ReadonlySet<string> | undefined;

  /** @param next the first identifier of the column, in the order of code points, that is not before a text; undefined if none. */
  constructor(next: (from: string) => string | undefined) {
    const prefixes = new Set<string>();
    let found = next('');
    while (found !== undefined && prefixes.size <= mostPrefixes) {
      const prefix = prefixOf(found);
      prefixes.add(prefix);
      // The next character after a colon is a semicolon: everything with this prefix is passed over.
      found = next(prefix.endsWith(':') ? `${prefix.slice(0, -1)};` : `${prefix}\u0001`);
    }
    this.all = prefixes.size > mostPrefixes ? undefined : prefixes;
  }

  /** Whether the column may hold an identifier. */
  mayHold(identifier: string): boolean {
    return this.all === undefined || this.all.has(prefixOf(identifier));
  }
}

/** Parts that a composite mention is read as at most. */
const mostParts = 8;

const coordination =
  /\s*,\s*(?:and|or|and\/or)\s+|\s+(?:and\/or|and|or|as well as|&|plus|versus|vs\.?)\s+|\s*,\s+|\s*\/\s*/i;

/**
 * The ways in which a text that coordinates several names can be read, each as the names that it holds: as they stand
 * (`nausea and vomiting`), with the end of the last one behind all (`breast and ovarian cancer`), with the beginning of
 * the first one before all (`cancer of the breast and ovary`), or both (`type 1 and 2 diabetes`), or with the end of a word
 * (`hyper- and hypotension`). None if nothing is coordinated.
 */
export function readings(text: string): readonly (readonly string[])[] {
  const parts = text
    .replace(/^both\s+/i, '')
    .split(coordination)
    .map((part) => part.trim());
  const first = parts[0];
  const last = parts.at(-1);
  if (parts.length < 2 || parts.length > mostParts || !first || !last || parts.some((part) => part === '')) return [];
  const found: string[][] = [parts];
  const tails = endsOf(last);
  const heads = beginningsOf(first);
  for (const tail of tails)
    found.push(parts.map((part, index) => (index === parts.length - 1 ? part : `${part} ${tail}`)));
  for (const head of heads) found.push(parts.map((part, index) => (index === 0 ? part : joined(head, part))));
  const [head] = heads;
  for (const tail of tails) {
    if (head === undefined) break;
    found.push(
      parts.map((part, index) => {
        const begun = index === 0 ? part : joined(head, part);
        return index === parts.length - 1 ? begun : `${begun} ${tail}`;
      }),
    );
  }
  for (const tail of suffixesOf(parts)) {
    found.push(parts.map((part) => (part.endsWith('-') ? tail(part) : part)));
  }
  return found;
}

/**
 * What ends of words stand for that break off with a hyphen: the last word from its own hyphen on (`amino- and carboxy-terminal`), or
 * from about where it differs (`hyper- and hypotension`). None where no part breaks off so.
 */
function suffixesOf(parts: readonly string[]): readonly ((part: string) => string)[] {
  const last = parts.at(-1) ?? '';
  if (!parts.some((part) => part.endsWith('-')) || last.endsWith('-')) return [];
  const hyphen = last.indexOf('-');
  if (hyphen > 0) return [(part) => `${part.slice(0, -1)}${last.slice(hyphen)}`];
  return [-1, 0, 1].map((shift) => (part: string) => {
    const word = part.split(' ').at(-1) ?? '';
    return `${part.slice(0, -1)}${last.slice(Math.max(0, word.length - 1 + shift))}`;
  });
}

/** The last words of a text, fewer first, not all of them. */
function endsOf(text: string): readonly string[] {
  const words = text.split(/\s+/);
  return words.slice(1, 4).map((_, index) => words.slice(-1 - index).join(' '));
}

/** The first words of a text with the space behind, more first, not all; before them what the last number or letter follows (`HIV-`). */
function beginningsOf(text: string): readonly string[] {
  const words = text.split(/\s+/);
  const heads = words.slice(1, 4).map((_, index) => `${words.slice(0, words.length - 1 - index).join(' ')} `);
  const [, stem] = /^(.*?[\p{L}\p{N}-])(?:\d+|[IVX]+|[A-Z])$/u.exec(text) ?? [];
  return stem !== undefined && /\p{L}{2}/u.test(stem) ? [stem, ...heads] : heads;
}

function joined(head: string, part: string): string {
  return `${head}${head.endsWith('-') ? part.replace(/^-/, '') : part}`;
}

import type { Notes } from '../../document.ts';

/**
 * What the last columns of a PubTator annotation say, and the notes that keep what lists of concepts cannot: how the
 * column of identifiers is written, and the columns after it (the names of the parts of a composite mention in BC5CDR).
 */
const identifierNote = 'PubTator identifier';
const furtherNote = 'PubTator columns';

/** Notes that a line of PubTator's holds. */
export const columnNotes: ReadonlySet<string> = new Set([identifierNote, furtherNote]);

/** Identifiers that stand for none: `-`, and NCBI-disease's and BC5CDR's `-1`. */
const none = new Set(['', '-', '-1']);

/** A variant as tmVar writes it: `c|SUB|G|1234|C`, `p|FS|R|97||`; its bars divide the parts of one identifier. */
const variant = /^(?:tmVar:)?[A-Za-z]?\|[A-Za-z]+\|/;
/** What tmVar adds to a variant's identifier; it is no concept of the mention. */
const aboutVariant =
  /^(?:Gene|RS#|CA#|HGVS|Disease|Variant|VariantGroup|CorrespondingGene|CorrespondingSpecies|OriginalGene):/;

/**
 * @param columns those after the type.
 */
export function readColumns(columns: readonly string[]): {
  readonly concepts: readonly string[];
  readonly notes: Notes;
} {
  const [identifier, ...further] = columns;
  if (identifier === undefined) return { concepts: [], notes: {} };
  const concepts = conceptsIn(identifier);
  const notes: Record<string, string> = {};
  if (concepts.length === 0 || concepts.join('|') !== identifier) notes[identifierNote] = identifier;
  if (further.length > 0) notes[furtherNote] = further.join('\t');
  return { concepts, notes };
}

/**
 * The columns after the type, as they were read where the concepts are still the same.
 * @returns also whether the concepts will be read back as they are.
 */
export function writeColumns(
  concepts: readonly string[],
  notes: Notes,
): { readonly columns: readonly string[]; readonly exact: boolean } {
  const written = notes[identifierNote];
  const further = notes[furtherNote]?.split('\t') ?? [];
  if (written !== undefined && same(conceptsIn(written), concepts))
    return { columns: [written, ...further], exact: true };
  if (concepts.length === 0) return { columns: further.length > 0 ? ['', ...further] : [], exact: true };
  const joined = concepts.join('|');
  return { columns: [joined, ...further], exact: same(conceptsIn(joined), concepts) };
}

/** The concepts that a column names: divided by `,`, `;` or `|`, but for a variant, which is one. */
export function conceptsIn(column: string): string[] {
  if (!/[,;|\s]/.test(column)) return none.has(column) ? [] : [own(column)];
  const groups = column.split(';').filter((group) => !aboutVariant.test(group.trim()));
  return groups
    .flatMap((group) => (variant.test(group.trim()) ? [group] : group.split(/[,|]/)))
    .map((concept) => concept.trim())
    .filter((concept) => !none.has(concept))
    .map(own);
}

/** A copy of its own: a part of a line would keep the stretch of the file that it came from in memory. */
function own(text: string): string {
  return text.length < 13 ? text : Buffer.from(text).toString();
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((concept, index) => concept === b[index]);
}

import type { Member } from '../archive/member.ts';
import type { PlaceReader } from '../place-reader.ts';
import type { MeshTerm } from './mesh-record.ts';

/** The values of a record by the name of the element: `MH`, `ENTRY` …. */
export type AsciiFields = ReadonlyMap<string, readonly string[]>;

export interface AsciiRecord {
  readonly fields: AsciiFields;
  readonly line: number;
}

/** Lines of a record; more would be held in memory. */
const mostLines = 100_000;

/**
 * The records of a file, some at a time: each begins with `*NEWRECORD`, each of its lines is `NAME = value`. Other lines
 * are left out.
 * @param onProblem told such a line.
 * @throws UserError naming file and line if a record has more than 100,000 lines.
 */
export async function* asciiRecords(
  reader: PlaceReader,
  member: Member,
  onProblem?: (line: number, message: string) => void,
): AsyncGenerator<readonly AsciiRecord[], void, undefined> {
  let open: { readonly fields: Map<string, string[]>; readonly line: number } | undefined;
  for await (const { first, texts } of reader.lines(member)) {
    const records: AsciiRecord[] = [];
    for (const [index, text] of texts.entries()) {
      const line = first + index;
      if (text.startsWith('*NEWRECORD')) {
        if (open) records.push(open);
        open = { fields: new Map(), line };
        continue;
      }
      if (text.trim() === '') continue;
      const [, name = '', value = ''] = /^([A-Z][\w ]*?) =(?: (.*))?$/.exec(text) ?? [];
      if (!open) throw reader.error(member, line, 'expected *NEWRECORD; this is no MeSH ASCII');
      if (line - open.line > mostLines) throw reader.error(member, line, `a record of more than ${mostLines} lines`);
      const values = open.fields.get(name);
      if (name === '') onProblem?.(line, 'not of the form NAME = value; left out');
      else if (values) values.push(value.trim());
      else open.fields.set(name, [value.trim()]);
    }
    yield records;
  }
  if (open) yield [open];
}

export function all(fields: AsciiFields, name: string): readonly string[] {
  return (fields.get(name) ?? []).filter((value) => value !== '');
}

export function one(fields: AsciiFields, name: string): string | undefined {
  return all(fields, name)[0];
}

/** The terms of a record: entry terms of a descriptor, printed or not, and synonyms of a supplementary concept. */
export function termsOf(fields: AsciiFields): readonly MeshTerm[] {
  return ['PRINT ENTRY', 'ENTRY', 'SY'].flatMap((name) => all(fields, name).map(termOf));
}

/**
 * `Antibiotic A23187|T109|T195|LAB|NRW|NLM (1991)|900308|abbcdef`: the last part says what those before it are: a the term,
 * b semantic types, c the lexical type, d the relation, e the thesaurus, f the date. A term alone was permuted of another.
 */
function termOf(value: string): MeshTerm {
  const parts = value.split('|');
  const [text = ''] = parts;
  if (parts.length === 1) return { text, lexicalTag: '', isPermuted: true, relation: '' };
  const letters = parts.at(-1) ?? '';
  const part = (letter: string) => parts[letters.indexOf(letter)] ?? '';
  const isCoded = /^a[a-z]*$/.test(letters) && letters.length === parts.length - 1;
  return isCoded
    ? {
        text,
        lexicalTag: letters.includes('c') ? part('c') : '',
        isPermuted: false,
        relation: letters.includes('d') ? part('d') : '',
      }
    : { text, lexicalTag: '', isPermuted: false, relation: '' };
}

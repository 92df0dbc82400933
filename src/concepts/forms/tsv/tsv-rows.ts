import { UserError } from '../../../core/errors.ts';
import { quoted } from '../../../core/quote.ts';
import type { Lines } from '../../../files/lines.ts';
import type { TerminologyWatch } from '../form.ts';
import { lineError } from '../reading.ts';

/** What `extra`, or a column of its own, may say of a concept. */
const extraKeys = [
  'types',
  'type',
  'tree',
  'kingdom',
  'inchikey',
  'disease',
  'site',
  'sex',
  'species',
  'parents',
  'symbol',
  'abbreviation',
  'previous',
  'prev',
  'narrow',
  'broad',
  'related',
  'withdrawn',
  'def',
] as const;
export type ExtraKey = (typeof extraKeys)[number];
export type Extra = ReadonlyMap<ExtraKey, string>;

/** A row of a table of terms, its texts as they are written. */
export interface TermRow {
  readonly line: number;
  readonly id: string;
  readonly name: string;
  readonly synonyms: readonly string[];
  readonly xrefs: readonly string[];
  readonly extra: Extra;
}

const columns = ['id', 'name', 'synonyms', 'xrefs', 'extra'] as const;
const isExtraKey = (name: string): name is ExtraKey => extraKeys.some((key) => key === name);

/** The names of the columns in the first line of a table of terms; undefined if it is none. */
export function columnsOf(line: string): readonly string[] | undefined {
  const names = line.split('\t').map((name) => name.trim().toLowerCase());
  return names.includes('id') && names.includes('name') ? names : undefined;
}

/**
 * The rows of a table of terms.
 * @param tell what is left out, each kind of thing once; undefined where it has been told already.
 * @throws UserError if there is no header, or a row has more columns than it.
 */
export async function* rowsOf(
  place: string,
  lines: AsyncIterable<Lines>,
  tell: TerminologyWatch['problem'] | undefined,
): AsyncGenerator<readonly TermRow[], void, undefined> {
  let header: readonly string[] | undefined;
  const told = new Set<string>();
  const tellOnce = (line: number, message: string): void => {
    if (told.size < 100 && !told.has(message)) tell?.(line, message);
    told.add(message);
  };
  for await (const { first, texts } of lines) {
    const rows: TermRow[] = [];
    for (const [index, text] of texts.entries()) {
      const line = first + index;
      if (text.trim() === '') continue;
      if (header) {
        rows.push(rowOf(place, line, header, text, tellOnce));
        continue;
      }
      if (text.startsWith('#')) continue;
      header = columnsOf(text);
      if (!header) {
        throw lineError(place, line, `the columns "id" and "name" are not in the header ${quoted(text)}; give it one`);
      }
      for (const name of header) {
        if (columns.some((column) => column === name) || isExtraKey(name)) continue;
        tellOnce(line, `the column ${quoted(name)} is not known; left out`);
      }
    }
    yield rows;
  }
  if (!header) throw new UserError(`${place}: there is no line in it; it begins with a header (id, name, synonyms, …)`);
}

function rowOf(
  place: string,
  line: number,
  header: readonly string[],
  text: string,
  tell: TerminologyWatch['problem'],
): TermRow {
  const cells = text.split('\t');
  if (cells.length > header.length && cells.slice(header.length).some((cell) => cell.trim() !== '')) {
    throw lineError(place, line, `${cells.length} columns where the header has ${header.length}`);
  }
  const cell = (name: string) => cells[header.indexOf(name)]?.trim() ?? '';
  const extra = parseExtra(cell('extra'), (key) => tell(line, `${quoted(key)} in "extra" is not known; left out`));
  for (const [index, name] of header.entries()) {
    const value = cells[index]?.trim() ?? '';
    if (isExtraKey(name) && value !== '') extra.set(name, value);
  }
  return {
    line,
    id: cell('id'),
    name: cell('name'),
    synonyms: listOf(cell('synonyms')),
    xrefs: listOf(cell('xrefs')),
    extra,
  };
}

/** `key=value;key=value`: a value runs to the next `;key=`, that of `def` to the end. */
function parseExtra(text: string, onUnknown: (key: string) => void): Map<ExtraKey, string> {
  const found = new Map<ExtraKey, string>();
  const starts = [...text.matchAll(/(?:^|;)\s*([A-Za-z][\w-]*)=/g)];
  for (const [index, start] of starts.entries()) {
    const key = start[1]?.toLowerCase() ?? '';
    const from = start.index + start[0].length;
    const isLast = key === 'def';
    const value = text.slice(from, isLast ? undefined : starts[index + 1]?.index).trim();
    if (isExtraKey(key)) found.set(key, value);
    else onUnknown(key);
    if (isLast) break;
  }
  return found;
}

/** What stands in a cell with `|` between its parts. */
export function listOf(text: string | undefined): readonly string[] {
  if (text === undefined || text === '') return [];
  return text
    .split('|')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

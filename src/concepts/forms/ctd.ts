import type { ConceptName, ConceptRecord } from '../concept.ts';
import { identifierOf } from '../namespaces.ts';
import { plainName } from './archive/archive.ts';
import type { Member } from './archive/member.ts';
import type { ReadTerminologyOptions, TerminologyForm, TerminologyWatch } from './form.ts';
import { Columns } from './header.ts';
import { PlaceReader } from './place-reader.ts';
import { conceptRecord } from './record.ts';

/** What the files of vocabularies differ in; columns in lower case. */
interface Vocabulary {
  readonly name: string;
  readonly identifier: string;
  readonly type: string;
  /** Namespace of identifiers without a prefix. */
  readonly prefix: string;
  readonly title: string;
}

const vocabularies: readonly Vocabulary[] = [
  { name: 'diseasename', identifier: 'diseaseid', type: 'Disease', prefix: 'MESH', title: 'CTD diseases (MEDIC)' },
  { name: 'chemicalname', identifier: 'chemicalid', type: 'Chemical', prefix: 'MESH', title: 'CTD chemicals' },
  { name: 'genesymbol', identifier: 'geneid', type: 'Gene', prefix: 'NCBIGene', title: 'CTD genes' },
];

/** Columns of more identifiers, and what their prefix is where the cell has none; all others are left out. */
const xrefColumns: Readonly<Record<string, string>> = {
  altdiseaseids: 'MESH',
  casrn: 'CAS',
  pubchemcid: 'PubChem',
  inchikey: 'InChIKey',
  altgeneids: 'NCBIGene',
  uniprotids: 'UniProt',
};

/**
 * Vocabularies of CTD (https://ctdbase.org/downloads/): diseases, chemicals, genes, as TSV or CSV. A header of comments
 * tells the date of the report and, below `# Fields:`, the columns; several values in one stand with `|` between them.
 */
export const ctd: TerminologyForm = {
  name: 'ctd',
  title: 'CTD vocabulary (TSV, CSV)',
  facts: {
    licence: 'CTD terms: free for research, to be cited; ask for any commercial use (ctdbase.org/about/legal.jsp)',
  },
  matches: (_place, head, entries) =>
    vocabularyOf(fieldsIn(head.split(/\r?\n/, 200))) !== undefined ||
    entries.some((entry) => /^ctd_(?:diseases|chemicals|genes)\.[ct]sv$/.test(plainName(entry))),
  read,
};

async function* read(
  place: string,
  _options: ReadTerminologyOptions,
  watch: TerminologyWatch,
): AsyncGenerator<readonly ConceptRecord[], void, undefined> {
  const reader = await PlaceReader.open(place, watch);
  const members = reader.findAll(/^ctd_(?:diseases|chemicals|genes)\.[ct]sv$/);
  reader.plan(members);
  let concepts = 0;
  for (const member of members) {
    for await (const records of readVocabulary(reader, member, members.length > 1, watch)) {
      concepts += records.length;
      yield records;
    }
  }
  reader.check(concepts);
}

async function* readVocabulary(
  reader: PlaceReader,
  member: Member,
  isOneOfSome: boolean,
  watch: TerminologyWatch,
): AsyncGenerator<readonly ConceptRecord[], void, undefined> {
  const comments: string[] = [];
  let read: { readonly columns: Columns; readonly vocabulary: Vocabulary; readonly divide: Divide } | undefined;
  for await (const { first, texts } of reader.lines(member)) {
    const records: ConceptRecord[] = [];
    for (const [index, text] of texts.entries()) {
      if (text === '') continue;
      if (text.startsWith('#')) {
        if (!read && comments.length < 200) comments.push(text);
        continue;
      }
      if (!read) {
        const fields = fieldsIn(comments);
        const vocabulary = vocabularyOf(fields);
        if (!vocabulary || !fields) {
          const needed = vocabularies.map(({ name, identifier }) => `${name} and ${identifier}`).join(', or ');
          throw reader.error(
            member,
            first + index,
            `no comment before it names the columns ("# Fields:", then ${needed})`,
          );
        }
        read = { columns: new Columns(fields.names), vocabulary, divide: fields.divide };
        const version = dateIn(comments);
        const title = isOneOfSome ? 'CTD' : vocabulary.title;
        watch.facts(version === undefined ? { title } : { title, version });
      }
      const record = recordOf(read.vocabulary, read.columns, read.divide(text), first + index);
      if (record) records.push(record);
      else reader.problem(member, first + index, 'no name or no identifier; left out');
    }
    yield records;
  }
}

function recordOf(
  { name, identifier, type, prefix }: Vocabulary,
  columns: Columns,
  cells: readonly string[],
  line: number,
): ConceptRecord | undefined {
  const cell = (column: string) => columns.cell(cells, column).trim();
  const list = (column: string) =>
    cell(column)
      .split('|')
      .filter((text) => text.trim() !== '');
  const id = identifierOf(cell(identifier), prefix);
  if (cell(name) === '' || !/^[^:\s]+:\S+$/.test(id)) return undefined;
  const names = ['synonyms', 'meshsynonyms', 'ctdcuratedsynonyms', 'genename']
    .flatMap((column) => (column === 'genename' ? [cell(column)] : list(column)))
    .map((text): ConceptName => ({ text, kind: 'synonym' }));
  // The roots of the vocabularies are called Diseases and Chemicals, and have the letter of a tree for a number.
  const isRoot = /^MESH:[A-Z]$/.test(id);
  return conceptRecord({
    identifier: id,
    name: cell(name),
    types: isRoot ? [] : [type],
    names,
    definition: cell('definition'),
    xrefs: Object.entries(xrefColumns).flatMap(([column, namespace]) =>
      list(column).map((each) => identifierOf(each.replace(/^(?:DO:(?=DOID:)|CID:)/, ''), namespace)),
    ),
    parents: list('parentids').map((each) => identifierOf(each, prefix)),
    line,
  });
}

type Divide = (line: string) => readonly string[];

/** The columns that the comments of a file name, in lower case, and how its lines are divided. */
function fieldsIn(
  lines: readonly string[],
): { readonly names: readonly string[]; readonly divide: Divide } | undefined {
  const at = lines.findIndex((line) => /^#\s*Fields:?\s*$/i.test(line));
  const header = lines[at + 1];
  if (at < 0 || header === undefined) return undefined;
  const divide: Divide = header.includes('\t') ? (line) => line.split('\t') : cellsOfCsv;
  const names = divide(header.replace(/^#\s*/, '').replace(/\r$/, ''));
  return { names: names.map((name) => name.trim().toLowerCase()), divide };
}

/** Reports of relations have names and identifiers too, but not the tree or the synonyms of a vocabulary. */
function vocabularyOf(fields: { readonly names: readonly string[] } | undefined): Vocabulary | undefined {
  const names = fields?.names ?? [];
  if (!names.some((name) => name.endsWith('synonyms'))) return undefined;
  return vocabularies.find(({ name, identifier }) => names[0] === name && names.includes(identifier));
}

const cellOfCsv = /(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/gy;

/** A line of CSV (RFC 4180); CTD has no line ends in its cells. What is not well quoted ends the line. */
function cellsOfCsv(line: string): readonly string[] {
  const cells: string[] = [];
  for (const [, inQuotes, plain] of line.matchAll(cellOfCsv))
    cells.push(inQuotes?.replaceAll('""', '"') ?? plain ?? '');
  return cells;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** The day of `# Report created: Thu Oct 30 11:22:33 EDT 2025`, as `2025-10-30`. */
function dateIn(comments: readonly string[]): string | undefined {
  for (const comment of comments) {
    const [, month = '', day = '', year] =
      /^#\s*Report created:.*?\b([A-Z][a-z]{2}) +(\d{1,2})\b.*\b(\d{4})\s*$/.exec(comment) ?? [];
    const number = months.indexOf(month) + 1;
    if (year !== undefined && number > 0) return `${year}-${String(number).padStart(2, '0')}-${day.padStart(2, '0')}`;
  }
  return undefined;
}

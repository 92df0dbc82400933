import type { ConceptRecord } from '../../concept.ts';
import { plainName } from '../archive/archive.ts';
import type { Member } from '../archive/member.ts';
import type { ReadTerminologyOptions, TerminologyForm, TerminologyWatch } from '../form.ts';
import { PlaceReader } from '../place-reader.ts';
import { groupsOf, keyedRows, SortedRows } from '../sorted-rows.ts';
import { conceptOf } from './umls-concept.ts';

/**
 * The UMLS Metathesaurus in its Rich Release Format (UMLS Reference Manual, chapter 3, https://www.ncbi.nlm.nih.gov/books/NBK9685/):
 * a folder, or an archive, with MRCONSO.RRF and MRSTY.RRF, and MRDEF.RRF and MRSAB.RRF if they are there. All are sorted by
 * concept, and are read side by side. English names that are not suppressed are read; concepts whose semantic types are of
 * no entity type (procedures, findings, places …) are left out.
 */
export const umls: TerminologyForm = {
  name: 'umls',
  title: 'UMLS Metathesaurus (RRF)',
  facts: {
    title: 'UMLS Metathesaurus',
    licence:
      'UMLS Metathesaurus License: for holders of a licence, not to be passed on; sources have terms of their own',
  },
  matches: (_place, _head, entries) => entries.some((entry) => plainName(entry) === 'mrconso.rrf'),
  read,
};

async function* read(
  place: string,
  _options: ReadTerminologyOptions,
  watch: TerminologyWatch,
): AsyncGenerator<readonly ConceptRecord[], void, undefined> {
  const reader = await PlaceReader.open(place, watch);
  const nameFile = reader.need(/^mrconso\.rrf$/, 'MRCONSO.RRF');
  const typeFile = reader.need(/^mrsty\.rrf$/, 'MRSTY.RRF');
  const definitionFile = reader.beside(/^mrdef\.rrf$/);
  const sourceFile = reader.beside(/^mrsab\.rrf$/);
  reader.plan([nameFile, typeFile, definitionFile, sourceFile].filter((member) => member !== undefined));
  if (sourceFile) {
    const version = await releaseOf(reader, sourceFile);
    if (version !== undefined) watch.facts({ version });
  }

  const types = new SortedRows(rowsOf(reader, typeFile, 6));
  const definitions = definitionFile ? new SortedRows(rowsOf(reader, definitionFile, 8)) : undefined;
  let concepts = 0;
  try {
    for await (const groups of groupsOf(rowsOf(reader, nameFile, 18, isEnglish))) {
      const records: ConceptRecord[] = [];
      for (const { key, rows } of groups) {
        if (!types.ready(key)) await types.load(key);
        if (definitions && !definitions.ready(key)) await definitions.load(key);
        const record = conceptOf(rows, types.take(key), definitions?.take(key) ?? []);
        if (record) records.push(record);
      }
      concepts += records.length;
      yield records;
    }
  } finally {
    await types.close();
    await definitions?.close();
  }
  reader.check(concepts);
}

/** CUI and language are of one width in all releases since 2004. */
const isEnglish = (text: string): boolean => text.charAt(8) !== '|' || text.startsWith('ENG|', 9);

/** @param isWanted tells of a line, before it is divided, whether it is. */
function rowsOf(
  reader: PlaceReader,
  member: Member,
  columns: number,
  isWanted: (text: string) => boolean = () => true,
) {
  return keyedRows(reader, member, (text, line) => {
    if (!isWanted(text)) return undefined;
    const cells = text.split('|');
    const [concept = ''] = cells;
    if (cells.length >= columns && /^C\d{7,}$/.test(concept)) return { key: concept, cells };
    reader.problem(member, line, `not a row with a CUI and ${columns} columns; left out`);
    return undefined;
  });
}

/**
 * The release of UMLS, `2025AB`: the newest in which a source appeared (IMETA of MRSAB.RRF), as a source at least is updated
 * with each.
 */
async function releaseOf(reader: PlaceReader, member: Member): Promise<string | undefined> {
  let newest: string | undefined;
  for await (const { texts } of reader.lines(member)) {
    for (const text of texts) {
      const [, , , , , , , , , release = ''] = text.split('|');
      if (/^\d{4}[A-Z]{2}$/.test(release) && (newest === undefined || release > newest)) newest = release;
    }
  }
  return newest;
}

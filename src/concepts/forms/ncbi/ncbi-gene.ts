import type { ConceptRecord } from '../../concept.ts';
import { plainName } from '../archive/archive.ts';
import type { Member } from '../archive/member.ts';
import type { ReadTerminologyOptions, TerminologyForm, TerminologyWatch } from '../form.ts';
import { type Columns, columnsOf } from '../header.ts';
import { PlaceReader } from '../place-reader.ts';
import { geneRecord, historyRecord } from './gene-records.ts';
import { ncbiLicence } from './ncbi-licence.ts';

const infoColumns = ['tax_id', 'GeneID', 'Symbol'];
const historyColumns = ['tax_id', 'GeneID', 'Discontinued_GeneID', 'Discontinued_Symbol'];

/**
 * NCBI Gene's `gene_info` (https://ftp.ncbi.nlm.nih.gov/gene/DATA/README), of one species or of all: by itself, or in a
 * folder with more of them and with `gene_history`, whose discontinued genes of the same species are withdrawn. Records
 * that only stand for a paper yet (`NEWENTRY`) are left out.
 */
export const ncbiGene: TerminologyForm = {
  name: 'ncbi-gene',
  title: 'NCBI Gene (gene_info)',
  facts: { title: 'NCBI Gene', licence: ncbiLicence },
  matches: (_place, head, entries) =>
    /^#(?:Format:\s*)?tax_id\s+GeneID\s+Symbol\s/.test(head) || entries.some((entry) => isGeneInfo(plainName(entry))),
  read,
};

const geneInfo = /(?:^|[._-])gene_info(?:\.txt|\.tsv)?$/;

function isGeneInfo(name: string): boolean {
  return geneInfo.test(name);
}

async function* read(
  place: string,
  _options: ReadTerminologyOptions,
  watch: TerminologyWatch,
): AsyncGenerator<readonly ConceptRecord[], void, undefined> {
  const reader = await PlaceReader.open(place, watch);
  const files = reader.findAll(geneInfo);
  const history = reader.beside(/^gene_history(?:\.txt|\.tsv)?$/);
  reader.plan(history ? [...files, history] : files);
  const species = new Set<string>();
  let concepts = 0;
  for (const file of files) {
    for await (const records of readTable(reader, file, infoColumns, (columns, cells, line) => {
      const record = geneRecord(columns, cells, line);
      if (typeof record === 'object') species.add(columns.cell(cells, 'tax_id'));
      return record;
    })) {
      concepts += records.length;
      yield records;
    }
  }
  reader.check(concepts);
  if (!history) return;
  yield* readTable(reader, history, historyColumns, (columns, cells, line) =>
    species.has(columns.cell(cells, 'tax_id')) ? historyRecord(columns, cells, line) : undefined,
  );
}

/** @param make undefined for a row that is passed over, a text for one that is left out with this reason. */
async function* readTable(
  reader: PlaceReader,
  member: Member,
  needed: readonly string[],
  make: (columns: Columns, cells: readonly string[], line: number) => ConceptRecord | string | undefined,
): AsyncGenerator<readonly ConceptRecord[], void, undefined> {
  let columns: Columns | undefined;
  let least = 0;
  for await (const { first, texts } of reader.lines(member)) {
    const records: ConceptRecord[] = [];
    for (const [index, text] of texts.entries()) {
      if (text === '') continue;
      const line = first + index;
      if (!columns) {
        columns = columnsOf(reader, member, line, namesIn(text), needed);
        least = columns.least(needed.map((name) => name.toLowerCase()));
        continue;
      }
      const cells = text.split('\t');
      const made =
        cells.length < least ? `${cells.length} columns in place of ${least} or more` : make(columns, cells, line);
      if (typeof made === 'string') reader.problem(member, line, `${made}; left out`);
      else if (made) records.push(made);
    }
    yield records;
  }
}

/** The header of today, divided by tabs, and the one of before 2016: `#Format: tax_id GeneID … (tab is used as a separator, …`. */
function namesIn(header: string): readonly string[] {
  const names = header.replace(/^#(?:Format:)?\s*/, '').replace(/\(tab is used.*$/, '');
  return names.trim().split(header.includes('\t') ? '\t' : /\s+/);
}

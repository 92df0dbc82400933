import type { ConceptName, ConceptRecord, NameKind } from '../../concept.ts';
import { plainName } from '../archive/archive.ts';
import type { Member } from '../archive/member.ts';
import type { ReadTerminologyOptions, TerminologyForm, TerminologyWatch } from '../form.ts';
import { PlaceReader } from '../place-reader.ts';
import { conceptRecord } from '../record.ts';
import { type KeyedRow, keyedRows, SortedRows } from '../sorted-rows.ts';
import { ncbiLicence } from './ncbi-licence.ts';

/**
 * What a name is by its class (`nametype` in NCBI's taxdump_readme.txt). Left out are those that nobody writes in a text:
 * authorities, specimens, unpublished names.
 */
const kindOfClass: ReadonlyMap<string, NameKind> = new Map<string, NameKind>([
  ['genbank common name', 'synonym'],
  ['common name', 'synonym'],
  ['synonym', 'synonym'],
  ['genbank synonym', 'synonym'],
  ['equivalent name', 'synonym'],
  ['blast name', 'synonym'],
  ['anamorph', 'synonym'],
  ['genbank anamorph', 'synonym'],
  ['teleomorph', 'synonym'],
  ['acronym', 'abbreviation'],
  ['genbank acronym', 'abbreviation'],
  ['misspelling', 'related'],
  ['misnomer', 'related'],
  ['includes', 'narrow'],
  ['in-part', 'broad'],
]);

/**
 * Divisions of GenBank whose taxa are no species that a paper speaks of: synthetic constructs, what is unassigned (the root
 * among them), and environmental samples. They are kept as parents, without an entity type.
 */
const otherDivisions: ReadonlySet<string> = new Set(['7', '8', '11']);

/**
 * The dump of NCBI Taxonomy (https://ftp.ncbi.nlm.nih.gov/pub/taxonomy/taxdump_readme.txt), as a folder, a zip or a tar
 * archive, old form or new: `nodes.dmp` and `names.dmp`, both sorted by taxon, are read side by side; a taxon that was
 * merged into another (`merged.dmp`) is withdrawn, under the name of what stands in its place. Of deleted taxa the dump
 * knows but the number, so they are left out.
 */
export const ncbiTaxonomy: TerminologyForm = {
  name: 'ncbi-taxonomy',
  title: 'NCBI Taxonomy dump',
  facts: { title: 'NCBI Taxonomy', licence: ncbiLicence },
  matches: (_place, _head, entries) => entries.some((entry) => plainName(entry) === 'nodes.dmp'),
  read,
};

async function* read(
  place: string,
  _options: ReadTerminologyOptions,
  watch: TerminologyWatch,
): AsyncGenerator<readonly ConceptRecord[], void, undefined> {
  const reader = await PlaceReader.open(place, watch);
  const version = /\d{4}-\d\d-\d\d/.exec(place.replaceAll('\\', '/').split('/').at(-1) ?? '')?.[0];
  if (version !== undefined) watch.facts({ version });
  const nodeFile = reader.need(/^nodes\.dmp$/, 'nodes.dmp');
  const nameFile = reader.need(/^names\.dmp$/, 'names.dmp');
  const mergedFile = reader.beside(/^merged\.dmp$/);
  reader.plan([nodeFile, nameFile, ...(mergedFile ? [mergedFile] : [])]);

  const merged = mergedFile ? await mergedInto(reader, mergedFile) : new Map<number, readonly Merged[]>();
  const names = new SortedRows(rowsOf(reader, nameFile, 4));
  let concepts = 0;
  try {
    for await (const nodes of rowsOf(reader, nodeFile, 5)) {
      const records: ConceptRecord[] = [];
      for (const node of nodes) {
        if (!names.ready(node.key)) await names.load(node.key);
        const record = recordOf(node, names.take(node.key));
        if (!record) {
          reader.problem(nodeFile, node.line, `taxon ${node.key} has no scientific name in names.dmp; left out`);
          continue;
        }
        records.push(record);
        for (const { old, line } of merged.get(Number(node.key)) ?? []) records.push(mergedRecord(old, record, line));
      }
      concepts += records.length;
      yield records;
    }
  } finally {
    await names.close();
  }
  reader.check(concepts);
}

/** A taxon that was merged into another. */
interface Merged {
  readonly old: string;
  readonly line: number;
}

/** Some 100,000, so they are held. */
async function mergedInto(reader: PlaceReader, member: Member): Promise<ReadonlyMap<number, readonly Merged[]>> {
  const merged = new Map<number, Merged[]>();
  for await (const { first, texts } of reader.lines(member)) {
    for (const [index, text] of texts.entries()) {
      const [old, into] = cellsOf(text);
      if (old === undefined || into === undefined || !/^\d+$/.test(old) || !/^\d+$/.test(into)) continue;
      const before = merged.get(Number(into));
      const here = { old, line: first + index };
      if (before) before.push(here);
      else merged.set(Number(into), [here]);
    }
  }
  return merged;
}

/** The rows of a `.dmp` file that begin with a number. @param columns that a row has at least. */
function rowsOf(reader: PlaceReader, member: Member, columns: number) {
  return keyedRows(reader, member, (text, line) => {
    const cells = cellsOf(text);
    const [taxon = ''] = cells;
    if (cells.length >= columns && /^\d{1,15}$/.test(taxon)) return { key: Number(taxon), cells };
    reader.problem(member, line, `not a row with a number and ${columns} columns; left out`);
    return undefined;
  });
}

/** Columns end in a tab and a bar, and are divided by another tab. */
function cellsOf(text: string): readonly string[] {
  return (text.endsWith('\t|') ? text.slice(0, -2) : text).split('\t|\t');
}

function recordOf(node: KeyedRow, rows: readonly KeyedRow[]): ConceptRecord | undefined {
  const [taxon = '', parent = '', rank = '', , division = ''] = node.cells;
  let scientific: string | undefined;
  const names: ConceptName[] = [];
  for (const { cells } of rows) {
    const [, text = '', , nameClass = ''] = cells;
    const kind = kindOfClass.get(nameClass);
    if (nameClass === 'scientific name') scientific ??= text;
    else if (kind) names.push({ text, kind });
  }
  if (scientific === undefined || scientific.trim() === '') return undefined;
  return conceptRecord({
    identifier: `NCBITaxon:${taxon}`,
    name: scientific,
    types: otherDivisions.has(division) ? [] : ['Species'],
    names,
    definition: rank === '' || rank === 'no rank' ? undefined : `Rank: ${rank}.`,
    parents: parent === taxon || !/^\d+$/.test(parent) ? [] : [`NCBITaxon:${parent}`],
    line: node.line,
  });
}

function mergedRecord(old: string, { identifier, name }: ConceptRecord, line: number): ConceptRecord {
  return {
    identifier: `NCBITaxon:${old}`,
    name,
    types: [],
    names: [],
    xrefs: [],
    parents: [],
    withdrawn: [identifier],
    line,
  };
}

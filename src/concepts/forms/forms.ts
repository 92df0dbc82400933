import { join } from 'node:path';
import { UserError } from '../../core/errors.ts';
import { quoted } from '../../core/quote.ts';
import { headOf } from '../../files/head.ts';
import { entriesOf, type PlaceKind, placeKindOf } from './archive/archive.ts';
import { cellosaurus } from './cellosaurus.ts';
import { ctd } from './ctd.ts';
import type { TerminologyForm } from './form.ts';
import { hgnc } from './hgnc.ts';
import { meshAscii } from './mesh/mesh-ascii.ts';
import { meshXml } from './mesh/mesh-xml.ts';
import { ncbiGene } from './ncbi/ncbi-gene.ts';
import { ncbiTaxonomy } from './ncbi/ncbi-taxonomy.ts';
import { obo } from './obo/obo.ts';
import { oboGraph } from './obo-graph/obo-graph.ts';
import { skos } from './skos/skos.ts';
import { tsv } from './tsv/tsv.ts';
import { columnsOf } from './tsv/tsv-rows.ts';
import { umls } from './umls/umls.ts';

/** Every form that terminologies are read of; a file is of one of them only. */
export const terminologyForms: readonly TerminologyForm[] = [
  cellosaurus,
  ctd,
  hgnc,
  meshAscii,
  meshXml,
  ncbiGene,
  ncbiTaxonomy,
  obo,
  oboGraph,
  skos,
  tsv,
  umls,
];

/**
 * The form of a file, a folder or an archive.
 * @param name the form's name, where the user gives it.
 * @throws UserError if there is nothing at the place, no form of this name, or none or several that the file could be of.
 */
export async function formOfTerminology(place: string, name?: string): Promise<TerminologyForm> {
  if (name !== undefined) {
    const named = terminologyForms.find((form) => form.name === name.toLowerCase());
    if (named) return named;
    throw new UserError(`there is no form ${quoted(name)} of terminologies; forms are ${listOf(terminologyForms)}`);
  }
  const kind = await placeKindOf(place);
  const head = kind === 'file' ? await headOf(place) : '';
  const entries = kind === 'file' ? [] : await entriesOf(place);
  const fitting = terminologyForms.filter((form) => form.matches(place, head, entries));
  const [only, ...others] = fitting;
  if (only && others.length === 0) return only;
  if (only) throw new UserError(`${place}: may be of several forms; say which (--form): ${listOf(fitting)}`);
  const reason = kind === 'file' ? reasonFor(head) : reasonForFiles(kind, entries);
  if (reason !== undefined) throw new UserError(`${place}: ${reason}`);
  throw new UserError(
    `${place}: of no form; forms of terminologies are ${listOf(terminologyForms)}; --form says which`,
  );
}

/** Files of a folder that are looked at for whether they are terminologies by themselves. */
const mostLookedAt = 50;

/**
 * The files directly in a folder that are terminologies of another form than the one that the folder is read as, and so are not
 * read with it; none of a file or an archive.
 */
export async function leftOutOf(place: string, read: TerminologyForm): Promise<readonly string[]> {
  if ((await placeKindOf(place)) !== 'folder') return [];
  const left: string[] = [];
  for (const name of (await entriesOf(place)).slice(0, mostLookedAt)) {
    const file = join(place, name);
    // What cannot be read is none of the terminology's files, or its reader says so.
    const head = await headOf(file).catch(() => '');
    const isOther = terminologyForms.some((form) => form !== read && form.matches(file, head, []));
    if (isOther && !read.matches(file, head, [name])) left.push(name);
  }
  return left;
}

function listOf(forms: readonly TerminologyForm[]): string {
  return forms.map(({ name, title }) => `${name} (${title})`).join(', ');
}

/** Why a folder or an archive is of no form. */
function reasonForFiles(kind: PlaceKind, entries: readonly string[]): string {
  if (entries.length > 0)
    return `its files (${entries.slice(0, 3).join(', ')}, …) are of no form; if one is, take it out`;
  return kind === 'folder'
    ? 'there are no files in this folder; give the folder that they lie in'
    : 'there are no files in this archive; get it anew';
}

/** How files begin that other programs have compressed; bytes that are no UTF-8 stand there as U+FFFD. */
const packings: ReadonlyMap<string, string> = new Map([
  ['BZh', 'bzip2'],
  ['\ufffd7zXZ\0', 'xz'],
  ['(\ufffd/\ufffd', 'Zstandard'],
  ["7z\ufffd\ufffd'\u001c", '7-Zip'],
  ['Rar!\u001a\u0007', 'RAR'],
]);

/** What a file is that is of no form, if that can be told. */
function reasonFor(head: string): string | undefined {
  if (head.trim() === '') return 'empty, or compressed and damaged; get it anew';
  for (const [begin, program] of packings) {
    if (head.startsWith(begin)) return `compressed with ${program}, which is not read; unpack it`;
  }
  if (head.startsWith('\ufffd\ufffd') || head.slice(0, 200).includes('\0'))
    return 'text in UTF-16, or no text; save it in UTF-8';
  if (/<rdf:RDF\b|<Ontology\b/.test(head)) {
    return 'OWL in XML, which is not read; take the same ontology as OBO, OBO Graph JSON or Turtle';
  }
  if (!head.includes('\n') && /\r[^\r]/.test(head)) {
    return 'lines end in CR alone; save it with lines that end in LF';
  }
  const [first = ''] = head.split(/\r?\n/);
  if (columnsOf(first.replaceAll('"', '').replaceAll(/[,;]/g, '\t'))) {
    return 'a table whose columns are not divided by tabs; save it as TSV, divided by tabs';
  }
  return undefined;
}

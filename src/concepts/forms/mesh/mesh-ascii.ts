import type { ConceptRecord } from '../../concept.ts';
import { plainName } from '../archive/archive.ts';
import type { Member } from '../archive/member.ts';
import type { ReadTerminologyOptions, TerminologyForm, TerminologyWatch } from '../form.ts';
import { PlaceReader } from '../place-reader.ts';
import { typesOfSemanticTypes } from '../semantic-types.ts';
import { type AsciiRecord, all, asciiRecords, one, termsOf } from './mesh-ascii-records.ts';
import { meshFacts, yearIn } from './mesh-facts.ts';
import { definitionInNote, isMeshIdentifier, meshConcept } from './mesh-record.ts';
import { MeshTrees } from './mesh-trees.ts';
import { typesOfTrees } from './mesh-types.ts';

const descriptors = /^d\d{4}\.bin$/;
const supplementary = /^c\d{4}\.bin$/;

/**
 * MeSH's ASCII form (https://www.nlm.nih.gov/mesh/dtype.html, https://www.nlm.nih.gov/mesh/ctype.html): descriptors
 * (`d2026.bin`), supplementary concept records (`c2026.bin`), or a folder or archive with either or both, which make one
 * terminology. Descriptors are read twice: parents are told by tree numbers, and supplementary concepts name headings by
 * name, so that these have parents only where the descriptors are at hand.
 */
export const meshAscii: TerminologyForm = {
  name: 'mesh-ascii',
  title: 'MeSH ASCII',
  facts: meshFacts,
  matches: (_place, head, entries) =>
    /^\s*\*NEWRECORD\r?\n(?:[^\n]*\n){0,3}?RECTYPE = [DC]\s/.test(head) ||
    entries.some((entry) => descriptors.test(plainName(entry)) || supplementary.test(plainName(entry))),
  read,
};

/** What has to be known of all descriptors before the first one is given. */
interface Headings {
  readonly trees: MeshTrees;
  /** Identifiers by heading, in lower case. */
  readonly byName: ReadonlyMap<string, string>;
}

async function* read(
  place: string,
  _options: ReadTerminologyOptions,
  watch: TerminologyWatch,
): AsyncGenerator<readonly ConceptRecord[], void, undefined> {
  const reader = await PlaceReader.open(place, watch);
  const found = [reader.find(descriptors), reader.find(supplementary)];
  // A plain file is whatever it is.
  const [first, ...others] = new Set(found.filter((member) => member !== undefined));
  if (!first) reader.check(0);
  const members = first ? [first, ...others] : [];
  reader.plan(members.flatMap((member, index) => (index === 0 ? [member, member] : [member])));
  const headings = await headingsOf(reader, first);
  let concepts = 0;
  let tellsHeadings = true;
  for (const member of members) {
    const version = yearIn(member.name);
    if (version !== undefined) watch.facts({ version });
    const onProblem = (line: number, message: string) => reader.problem(member, line, message);
    for await (const batch of asciiRecords(reader, member, onProblem)) {
      const records: ConceptRecord[] = [];
      for (const record of batch) {
        const made = conceptOf(record, headings);
        if (typeof made !== 'string') records.push(made);
        else onProblem(record.line, made);
        if (tellsHeadings && headings.byName.size === 0 && record.fields.has('HM')) {
          tellsHeadings = false;
          onProblem(record.line, 'headings above it are given by name; they are left out without d….bin beside it');
        }
      }
      concepts += records.length;
      yield records;
    }
  }
  reader.check(concepts);
}

async function headingsOf(reader: PlaceReader, member: Member | undefined): Promise<Headings> {
  const trees = new MeshTrees();
  const byName = new Map<string, string>();
  if (!member) return { trees, byName };
  for await (const records of asciiRecords(reader, member)) {
    for (const { fields } of records) {
      const identifier = one(fields, 'UI');
      if (one(fields, 'RECTYPE') !== 'D' || identifier === undefined) continue;
      for (const tree of all(fields, 'MN')) trees.add(tree, identifier);
      byName.set((one(fields, 'MH') ?? '').toLowerCase(), identifier);
    }
  }
  return { trees, byName };
}

/** A record as a concept; a text that says why it is left out. */
function conceptOf({ fields, line }: AsciiRecord, { trees, byName }: Headings): ConceptRecord | string {
  const kind = one(fields, 'RECTYPE');
  if (kind !== 'D' && kind !== 'C')
    return 'a record that is neither a descriptor nor a supplementary concept; left out';
  const isDescriptor = kind === 'D';
  const identifier = one(fields, 'UI') ?? '';
  const name = one(fields, isDescriptor ? 'MH' : 'NM') ?? '';
  if (!isMeshIdentifier(identifier) || name === '') return 'a record without a name or an identifier; left out';
  const treeNumbers = all(fields, 'MN');
  const mapped = all(fields, 'HM').flatMap((heading) => {
    // *Benzilates/analogs & derivatives
    const plain = heading.replace(/^\*/, '').replace(/\/.*$/, '');
    return byName.get(plain.trim().toLowerCase()) ?? [];
  });
  return meshConcept({
    identifier,
    name,
    types: isDescriptor ? typesOfTrees(treeNumbers) : typesOfSupplementary(all(fields, 'ST')),
    terms: termsOf(fields),
    definition: isDescriptor ? one(fields, 'MS') : definitionInNote(one(fields, 'NO')),
    registryNumbers: all(fields, 'RN'),
    relatedNumbers: all(fields, 'RR'),
    parents: isDescriptor ? trees.parentsOf(treeNumbers) : mapped,
    line,
  });
}

/** A supplementary concept is of one kind; most are chemicals, proteins among them. */
function typesOfSupplementary(semanticTypes: readonly string[]): readonly string[] {
  const types = typesOfSemanticTypes(semanticTypes);
  const only = ['Chemical', 'Disease', 'Species'].find((type) => types.includes(type));
  if (only !== undefined) return [only];
  return semanticTypes.length === 0 ? ['Chemical'] : [];
}

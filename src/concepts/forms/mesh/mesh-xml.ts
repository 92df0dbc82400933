import type { ConceptRecord } from '../../concept.ts';
import { plainName } from '../archive/archive.ts';
import type { Member } from '../archive/member.ts';
import type { ReadTerminologyOptions, TerminologyForm, TerminologyWatch } from '../form.ts';
import { PlaceReader } from '../place-reader.ts';
import { meshFacts, yearIn } from './mesh-facts.ts';
import { MeshTrees, treesIn } from './mesh-trees.ts';
import { MeshXmlParser } from './mesh-xml-parser.ts';

const descriptors = /^desc\d{4}(?:\.xml)?$/;
const supplementary = /^supp\d{4}(?:\.xml)?$/;

/**
 * MeSH's XML (https://www.nlm.nih.gov/mesh/xmlmesh.html): descriptors (`desc2026.xml`), supplementary concept records
 * (`supp2026.xml`), or a folder or archive with either or both, which make one terminology. Descriptors are read twice, as
 * tree numbers tell the parents.
 */
export const meshXml: TerminologyForm = {
  name: 'mesh-xml',
  title: 'MeSH XML',
  facts: meshFacts,
  matches: (_place, head, entries) =>
    /<(?:Descriptor|Supplemental)RecordSet[\s>]/.test(head) ||
    entries.some((entry) => descriptors.test(plainName(entry)) || supplementary.test(plainName(entry))),
  read,
};

async function* read(
  place: string,
  _options: ReadTerminologyOptions,
  watch: TerminologyWatch,
): AsyncGenerator<readonly ConceptRecord[], void, undefined> {
  const reader = await PlaceReader.open(place, watch);
  const found = [reader.find(descriptors), reader.find(supplementary)];
  // A plain file is whatever it is.
  const members = [...new Set(found.filter((member) => member !== undefined))];
  const withTrees = await Promise.all(members.map((member) => holdsDescriptors(reader, member)));
  reader.plan(members.flatMap((member, index) => (withTrees[index] ? [member, member] : [member])));
  let concepts = 0;
  for (const [index, member] of members.entries()) {
    const trees = withTrees[index] ? await treesIn(reader.texts(member)) : new MeshTrees();
    const named = yearIn(member.name);
    if (named !== undefined) watch.facts({ version: named });
    const parser = new MeshXmlParser(member.label, {
      parentsOf: trees.parentsOf,
      onProblem: (line, message) => reader.problem(member, line, message),
      onDoctype: (doctype) => {
        // nlmdescriptorrecordset_20260101.dtd
        const [, year] = /recordset_(\d{4})\d{4}\.dtd/.exec(doctype) ?? [];
        if (year !== undefined) watch.facts({ version: year });
      },
    });
    for await (const text of reader.texts(member)) {
      const records = parser.add(text);
      concepts += records.length;
      yield records;
    }
    parser.end();
  }
  reader.check(concepts);
}

async function holdsDescriptors(reader: PlaceReader, member: Member): Promise<boolean> {
  for await (const text of reader.texts(member)) return text.includes('<DescriptorRecordSet');
  return false;
}

import { describe, expect, it } from 'vitest';
import { obo } from '../../../src/concepts/forms/obo/obo.ts';
import { scratchFolder, write } from '../../corpus/files.ts';
import { failureOf, readTerminology } from './read-terminology.ts';

const folder = scratchFolder();
const read = (text: string, type?: string) =>
  readTerminology(obo, write(folder, 'x.obo', text), type === undefined ? {} : { type });
const failure = (text: string) => failureOf(read(text), folder);

/** A term with lines besides, after a header of two lines: `id` is in line 4. */
const term = (...lines: string[]) =>
  ['format-version: 1.4', '', '[Term]', 'id: DOID:1816', 'name: angiosarcoma', ...lines, ''].join('\n');
const only = async (...lines: string[]) => (await read(term(...lines))).records[0];

describe('a term in OBO', () => {
  // The examples follow https://owlcollab.github.io/oboformat/doc/GO.format.obo-1_4.html.
  it('has its names, definition, cross references and parents', async () => {
    const record = await only(
      'alt_id: DOID:267',
      'def: "A cancer of vessels." [PMID:1, "a, b"]',
      'synonym: "hemangiosarcoma" EXACT []',
      'xref: MESH:D006394 "MeSH calls it so"',
      'xref: UMLS_CUI:C0018923',
      'is_a: DOID:175 ! vascular cancer',
    );
    expect(record).toEqual({
      identifier: 'DOID:1816',
      name: 'angiosarcoma',
      types: ['Disease'],
      names: [{ text: 'hemangiosarcoma', kind: 'synonym' }],
      definition: 'A cancer of vessels.',
      xrefs: ['DOID:267', 'MESH:D006394', 'UMLS:C0018923'],
      parents: ['DOID:175'],
      line: 3,
    });
  });

  it('is no kind of itself', async () => {
    expect(await failure(term('is_a: doid:1816 ! angiosarcoma'))).toBe(
      'x.obo: line 3: a cycle of parents: "DOID:1816" is a "DOID:1816": remove this relation',
    );
  });

  it.each([
    ['"a" EXACT []', 'a', 'synonym'],
    ['"a" RELATED []', 'a', 'related'],
    ['"a" BROAD [X:1]', 'a', 'broad'],
    ['"a" NARROW []', 'a', 'narrow'],
    ['"a" []', 'a', 'related'],
    ['"a"', 'a', 'related'],
    ['"A" EXACT ABBREVIATION []', 'A', 'abbreviation'],
    ['"A" EXACT ABBREV [X:1, Y:2 "a title"]', 'A', 'abbreviation'],
    ['"A" EXACT OMO:0003012 [X:1] {source="y"}', 'A', 'abbreviation'],
    ['"A" RELATED ABBREVIATION []', 'A', 'related'],
    ['"a" EXACT OMO:0003008 []', 'a', 'previous'],
    ['"a" EXACT EXACTLY []', 'a', 'synonym'],
    ['"say \\"a\\"" EXACT []', 'say "a"', 'synonym'],
    ['"a ! b {c}" EXACT [] {d="e ! f"} ! g', 'a ! b {c}', 'synonym'],
    ['"a\\, b\\: c\\W\\{d\\}" EXACT []', 'a, b: c {d}', 'synonym'],
  ])('has a synonym %s', async (written, text, kind) => {
    expect((await only(`synonym: ${written}`))?.names).toEqual([{ text, kind }]);
  });

  it('has synonyms as OBO 1.0 writes them', async () => {
    const record = await only('exact_synonym: "a" []', 'narrow_synonym: "b" []');
    expect(record?.names).toEqual([
      { text: 'a', kind: 'synonym' },
      { text: 'b', kind: 'narrow' },
    ]);
  });

  it.each([
    ['2-methyl-{[(3R)-x]} y', '2-methyl-{[(3R)-x]} y'],
    ['a {comment="b"}', 'a'],
    ['a {b} c', 'a {b} c'],
    ['a {b}', 'a {b}'],
    ['a! b', 'a! b'],
    ['a \\! b', 'a ! b'],
    ['a ! b', 'a'],
    ['5" end', '5" end'],
    ['a \\{b\\="c"\\}', 'a {b="c"}'],
    ['a\\\nb', 'ab'],
    ['a\\\\', 'a\\'],
  ])('may be called %s', async (written, name) => {
    expect((await read(`[Term]\nid: CHEBI:1\nname: ${written}\n`)).records[0]?.name).toBe(name);
  });

  it('joins what is said to be the same, not what is related', async () => {
    const record = await only(
      'xref: MESH:D1 {source="MONDO:equivalentTo", source="DOID:1"}',
      'xref: MESH:D2 {source="MONDO:relatedTo"}',
      'xref: MESH:D3 {source="DOID:1"}',
      'xref: PMID:1',
      'xref: https://example.org/a',
      'property_value: skos:exactMatch MESH:D4',
      'property_value: http://www.w3.org/2004/02/skos/core#exactMatch http://identifiers.org/mesh/D5',
      'property_value: skos:broadMatch MESH:D6',
    );
    expect(record?.xrefs).toEqual(['MESH:D1', 'MESH:D3', 'MESH:D4', 'MESH:D5']);
  });

  it('is kept where it is obsolete, with what stands in its place', async () => {
    expect((await only('is_obsolete: true', 'replaced_by: DOID:2', 'consider: DOID:3'))?.withdrawn).toEqual(['DOID:2']);
    expect((await only('is_obsolete: true'))?.withdrawn).toEqual([]);
    expect((await only('is_obsolete: false', 'replaced_by: DOID:2'))?.withdrawn).toBeUndefined();
  });

  it('has the entity type of its namespace, else the one that is told', async () => {
    const text = '[Term]\nid: CL:1\nname: a\n[Term]\nid: OWN:1\nname: b\n';
    expect((await read(text)).records.map(({ types }) => types)).toEqual([['CellType'], []]);
    expect((await read(text, 'disease')).records.map(({ types }) => types)).toEqual([['CellType'], ['Disease']]);
  });
});

describe('a file in OBO', () => {
  it('says what it is of', async () => {
    const { facts } = await read(
      `format-version: 1.2\ndata-version: doid/releases/2024-05-29/doid.obo\nontology: doid\nproperty_value: http://purl.org/dc/terms/license https://creativecommons.org/publicdomain/zero/1.0/\n${term()}`,
    );
    const licence = 'https://creativecommons.org/publicdomain/zero/1.0/';
    expect(facts).toEqual({ title: 'Disease Ontology', version: '2024-05-29', licence });
    const other = await read(
      `ontology: x\ndate: 01:02:2020 10:00\nproperty_value: dcterms:title "My own" xsd:string\n${term()}`,
    );
    expect(other.facts).toEqual({ title: 'My own', version: '01:02:2020 10:00' });
    const efo = 'http://www.ebi.ac.uk/efo';
    const addressed = await read(`data-version: ${efo}/releases/v3.80.0/efo.owl\nontology: ${efo}/efo.owl\n${term()}`);
    expect(addressed.facts).toEqual({ title: 'Experimental Factor Ontology', version: 'v3.80.0' });
  });

  it('has other stanzas, comments and unknown tags, which are passed over', async () => {
    const { records } = await read(
      `! a comment\n[Typedef]\nid: part_of\nthis is not read\n${term('subset: x', 'relationship: part_of DOID:3', '! y')}[Instance]\nid: z\n`,
    );
    expect(records.map(({ identifier }) => identifier)).toEqual(['DOID:1816']);
  });

  it('may name terms of others, which are left out', async () => {
    const { problems } = await read(`${term()}[Term]\nid: GO:1\n`);
    expect(problems).toEqual(['6: "GO:1" has no name; left out']);
  });

  it.each([
    ['a line without a tag', term('rubbish'), 'line 6: "rubbish" has no tag; lines of OBO are "tag: value"'],
    ['a synonym without an end', term('synonym: "a EXACT []'), 'line 6: a synonym stands in quotation marks'],
    ['a definition without quotation marks', term('def: a'), 'line 6: a definition stands in quotation marks, not "a"'],
    ['a second id', term('id: DOID:2'), 'line 6: a second id, "DOID:2", in one stanza; begin a new one with [Term]'],
    ['a term without an id', '[Term]\nname: a\n\n[Term]\nid: X:1\n', 'line 1: a term without an id'],
    ['a head that does not end', '[Term\nid: X:1\n', 'line 1: "[Term" begins no stanza'],
    ['a last line that is cut', term('def: "a\\'), 'its last line ends in a backslash; it is cut short'],
    ['no term', 'format-version: 1.4\n', 'there is no concept in it'],
    ['no entity type', '[Term]\nid: OWN:1\nname: b\n', 'nothing in it says which entity type its concepts are'],
  ])('is refused for %s', async (_, text, message) => {
    expect(await failure(text)).toContain(`x.obo: ${message}`);
  });
});

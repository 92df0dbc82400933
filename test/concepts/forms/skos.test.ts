import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { skos } from '../../../src/concepts/forms/skos/skos.ts';
import { scratchFolder, write } from '../../corpus/files.ts';
import { failureOf, readTerminology } from './read-terminology.ts';

const folder = scratchFolder();
const prefixes = `@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix obo: <http://purl.obolibrary.org/obo/> .
@prefix oio: <http://www.geneontology.org/formats/oboInOwl#> .
@prefix : <http://example.org/> .
`;
const read = (text: string, type = 'Disease') =>
  readTerminology(skos, write(folder, 'x.ttl', prefixes + text), { type });
const only = async (text: string) => (await read(text)).records[0];

describe('a thesaurus in SKOS', () => {
  // The properties are those of https://www.w3.org/TR/skos-reference.
  it('has concepts', async () => {
    const { records, facts } = await read(`
:scheme a skos:ConceptScheme ; dct:title "Hearts"@en ; dct:license <http://example.org/licence> ; owl:versionInfo "7" .
:1 a skos:Concept ;
  skos:prefLabel "heart attack"@en ; skos:altLabel "MI"@en ; skos:hiddenLabel "hart attack" ;
  skos:definition "Death of heart muscle."@en ; skos:notation "I21" ;
  skos:exactMatch <http://id.nlm.nih.gov/mesh/D009203> ; skos:closeMatch <http://id.nlm.nih.gov/mesh/D1> ;
  skos:broader :2 ; skos:inScheme :scheme .
`);
    expect(facts).toEqual({ title: 'Hearts', licence: 'http://example.org/licence', version: '7' });
    expect(records).toEqual([
      {
        identifier: 'http://example.org/1',
        name: 'heart attack',
        types: ['Disease'],
        names: [
          { text: 'MI', kind: 'synonym' },
          { text: 'hart attack', kind: 'synonym' },
        ],
        definition: 'Death of heart muscle.',
        xrefs: ['MESH:D009203'],
        parents: ['http://example.org/2'],
        line: 10,
      },
    ]);
  });

  it('is read in English and in no language, or in its own', async () => {
    const both = await only(':1 skos:prefLabel "Infarkt"@de, "infarct"@en-GB ; skos:altLabel "x"@de, "y"@EN, "z" .');
    expect([both?.name, ...(both?.names ?? []).map(({ text }) => text)]).toEqual(['infarct', 'y', 'z']);
    const german = await only(':1 skos:prefLabel "Infarkt"@de ; skos:altLabel "x"@de, "y"@fr .');
    expect([german?.name, ...(german?.names ?? []).map(({ text }) => text)]).toEqual(['Infarkt', 'x']);
  });

  it('has parents that are told from above', async () => {
    const { records } = await read(`
:1 skos:prefLabel "a" ; skos:narrower :2, :3, "no address" .
:2 skos:prefLabel "b" ; skos:broader :1 .
:3 skos:prefLabel "c" ; skos:broader :2 .
`);
    const one = 'http://example.org/1';
    expect(records.map(({ parents }) => parents)).toEqual([[], [one], ['http://example.org/2', one]]);
    expect(await failureOf(read(':1 skos:prefLabel "a" ; skos:narrower :1 .'), folder)).toContain('a cycle of parents');
  });

  it('joins what is close where nothing is the same', async () => {
    const record = await only(':1 skos:prefLabel "a" ; skos:closeMatch <http://id.nlm.nih.gov/mesh/D1> .');
    expect(record?.xrefs).toEqual(['MESH:D1']);
  });

  it('may speak of a concept in several places', async () => {
    const { records } = await read(`
:1 skos:prefLabel "a" . :2 skos:prefLabel "b" . :3 skos:prefLabel "c" .
:1 skos:altLabel "d" . :3 skos:altLabel "e" .`);
    const names = records.map(({ name, names }) => [name, ...names.map(({ text }) => text)].join(' ')).toSorted();
    expect(names).toEqual(['a d', 'b', 'c e']);
  });

  it('says the same whatever the order of its statements', async () => {
    const statements = [1, 2, 3, 4].flatMap((id) => [
      `<http://example.org/${id}> <http://www.w3.org/2004/02/skos/core#prefLabel> "name ${id}" .`,
      `<http://example.org/${id}> <http://www.w3.org/2004/02/skos/core#altLabel> "other ${id}" .`,
      `<http://example.org/${id}> <http://www.w3.org/2004/02/skos/core#broader> <http://example.org/9> .`,
    ]);
    const sorted = async (lines: readonly string[]) =>
      (await readTerminology(skos, write(folder, 'y.nt', lines.join('\n')), { type: 'Disease' })).records
        .map((record) => ({ ...record, line: 0 }))
        .toSorted((a, b) => (a.identifier < b.identifier ? -1 : 1));
    const expected = await sorted(statements);
    expect(expected).toHaveLength(4);
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(statements, { minLength: statements.length }), async (lines) => {
        expect(await sorted(lines)).toEqual(expected);
      }),
      { numRuns: 50 },
    );
  });
});

describe('an ontology in OWL', () => {
  it('has classes, with what OBO says of them', async () => {
    const { records } = await read(`
obo:DOID_1 a owl:Class ; rdfs:label "angiosarcoma" ;
  rdfs:subClassOf obo:DOID_175 , [ a owl:Restriction ; owl:onProperty obo:RO_1 ; owl:someValuesFrom obo:CL_1 ] ;
  oio:id "DOID:1" ; oio:hasExactSynonym "a" ; oio:hasNarrowSynonym "b" ; oio:hasBroadSynonym "c" ;
  oio:hasRelatedSynonym "d" ; oio:hasDbXref "MESH:D1" , "PMID:1" ; oio:hasAlternativeId "DOID:7" ;
  obo:IAO_0000115 """Two
lines.""" .
[] a owl:Axiom ; owl:annotatedSource obo:DOID_1 ; rdfs:label "an axiom" .
obo:RO_1 a owl:ObjectProperty ; rdfs:label "a property" .
obo:DOID_2 a owl:Class ; rdfs:label "obsolete x" ; owl:deprecated true ; obo:IAO_0100001 obo:DOID_1 .
`);
    expect(records.map(({ identifier }) => identifier)).toEqual(['DOID:1', 'DOID:2']);
    expect(records[0]).toMatchObject({
      name: 'angiosarcoma',
      names: [
        { text: 'a', kind: 'synonym' },
        { text: 'd', kind: 'related' },
        { text: 'c', kind: 'broad' },
        { text: 'b', kind: 'narrow' },
      ],
      definition: 'Two lines.',
      xrefs: ['MESH:D1', 'DOID:7'],
      parents: ['DOID:175'],
    });
    expect(records[1]?.withdrawn).toEqual(['DOID:1']);
  });

  it('leaves out classes without a name, and says so', async () => {
    const { problems } = await read(
      'obo:DOID_1 a owl:Class ; rdfs:label "a" .\nobo:GO_2 a owl:Class .\nobo:GO_3 a owl:Class ; owl:deprecated true .',
    );
    expect(problems).toEqual(['9: "GO:2" has no name; left out']);
  });
});

describe('Turtle that cannot be read', () => {
  it.each([
    ['what is no Turtle', ':1 skos:prefLabel nonsense .', 'line 8: neither Turtle nor N-Triples: '],
    ['a text without an end', ':1 skos:prefLabel """a .\n\n', 'neither Turtle nor N-Triples: '],
    ['a statement without an end', ':1 skos:prefLabel "a"', 'neither Turtle nor N-Triples: '],
    ['a prefix that is not told', ':1 nowhere:label "a" .', 'line 8: neither Turtle nor N-Triples: '],
    ['a concept that is broader than itself', ':1 skos:prefLabel "a" ; skos:broader :1 .', 'a cycle of parents: '],
    ['no concept', ':1 :label "a" .', 'there is no concept in it'],
    [
      "MeSH's own vocabulary",
      ':1 <http://id.nlm.nih.gov/mesh/vocab#treeNumber> :2 .',
      'MeSH in its own RDF, which is not read; take its XML',
    ],
  ])('is refused for %s', async (_, text, message) => {
    const failure = await failureOf(read(text), folder);
    expect(failure).toMatch(/^x\.ttl: /);
    expect(failure).toContain(message);
  });
});

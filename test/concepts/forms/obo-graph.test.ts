import { describe, expect, it } from 'vitest';
import { oboGraph } from '../../../src/concepts/forms/obo-graph/obo-graph.ts';
import { scratchFolder, write } from '../../corpus/files.ts';
import { failureOf, readTerminology } from './read-terminology.ts';

const folder = scratchFolder();
const readText = (text: string, type?: string) =>
  readTerminology(oboGraph, write(folder, 'x.json', text), type === undefined ? {} : { type });
const read = (graph: object, type?: string) => readText(JSON.stringify({ graphs: [graph] }, undefined, 1), type);
const purl = 'http://purl.obolibrary.org/obo/';
const oio = 'http://www.geneontology.org/formats/oboInOwl#';

// The examples follow the schema at https://github.com/geneontology/obographs.
const node = {
  id: `${purl}DOID_1816`,
  lbl: 'angiosarcoma',
  type: 'CLASS',
  meta: {
    definition: { val: 'A cancer of vessels.', xrefs: ['PMID:1'] },
    synonyms: [
      { pred: 'hasExactSynonym', val: 'hemangiosarcoma' },
      { pred: 'hasExactSynonym', val: 'AS', synonymType: `${purl}OMO_0003012` },
      { pred: `${oio}hasNarrowSynonym`, val: 'skin angiosarcoma' },
    ],
    xrefs: [{ val: 'MESH:D006394' }, { val: 'https://example.org/x' }],
    basicPropertyValues: [
      { pred: `${oio}hasAlternativeId`, val: 'DOID:267' },
      { pred: 'http://www.w3.org/2004/02/skos/core#exactMatch', val: 'http://identifiers.org/umls/C0018923' },
    ],
  },
};

describe('OBO Graph JSON', () => {
  it('has nodes, and edges after them', async () => {
    const graph = {
      id: `${purl}doid.owl`,
      meta: {
        version: `${purl}doid/releases/2024-05-29/doid.owl`,
        basicPropertyValues: [{ pred: 'http://purl.org/dc/terms/license', val: 'https://example.org/cc0' }],
      },
      nodes: [node, { id: `${purl}BFO_0000050`, lbl: 'part of', type: 'PROPERTY' }],
      edges: [
        { sub: node.id, pred: 'is_a', obj: `${purl}DOID_175` },
        { sub: node.id, pred: `${purl}BFO_0000050`, obj: `${purl}DOID_3` },
        { sub: node.id, pred: 'is_a', obj: `${purl}DOID_176` },
      ],
      logicalDefinitionAxioms: [{ definedClassId: 'x', genusIds: [] }],
    };
    const { records, facts } = await read(graph);
    expect(facts).toEqual({ title: 'Disease Ontology', version: '2024-05-29', licence: 'https://example.org/cc0' });
    expect(records).toEqual([
      {
        identifier: 'DOID:1816',
        name: 'angiosarcoma',
        types: ['Disease'],
        names: [
          { text: 'hemangiosarcoma', kind: 'synonym' },
          { text: 'AS', kind: 'abbreviation' },
          { text: 'skin angiosarcoma', kind: 'narrow' },
        ],
        definition: 'A cancer of vessels.',
        xrefs: ['DOID:267', 'MESH:D006394', 'UMLS:C0018923'],
        parents: ['DOID:175', 'DOID:176'],
        line: 15,
      },
    ]);
  });

  it('may have edges before the nodes, and all in one line', async () => {
    const edges = [{ sub: node.id, pred: 'is_a', obj: `${purl}DOID_175` }];
    const { records } = await readText(JSON.stringify({ graphs: [{ edges, nodes: [node] }] }));
    expect(records[0]).toMatchObject({ parents: ['DOID:175'], line: 1 });
  });

  it('keeps what is deprecated, with what stands in its place', async () => {
    const replaced = { pred: `${purl}IAO_0100001`, val: `${purl}DOID_1` };
    const meta = { deprecated: true, basicPropertyValues: [replaced] };
    const { records } = await read({ nodes: [{ id: 'DOID:2', lbl: 'obsolete a', meta }] });
    expect(records[0]?.withdrawn).toEqual(['DOID:1']);
  });

  it('leaves out nodes without a name, and says so', async () => {
    const givenUp = { id: `${purl}DOID_267`, type: 'CLASS', meta: { deprecated: true } };
    const { problems } = await read({
      nodes: [node, { id: `${purl}GO_1`, type: 'CLASS' }, { id: '_:genid1' }, givenUp],
    });
    expect(problems).toEqual([expect.stringContaining('"http://purl.obolibrary.org/obo/GO_1" has no name ("lbl")')]);
  });

  it('tells the progress of both readings as that of one', async () => {
    const text = JSON.stringify({ graphs: [{ nodes: [node] }] });
    const { progress } = await readText(text);
    expect(progress.at(-1)).toBe(text.length);
    expect(progress).toEqual(progress.toSorted((a, b) => a - b));
  });

  it.each([
    ['{"graphs": [{"nodes": [{"id": "DOID:1", ', 'line 1: invalid JSON: the file ends too early'],
    ['{"graphs": [\n{"nodes": [nonsense]}]}', 'line 2: invalid JSON: '],
    ['{"graphs": [{"nodes": [{"id": "DOID:1" "lbl": 1}]}]}', 'line 1: invalid JSON: '],
    ['{"graphs": [{"nodes": [1]}]}', 'line 1: a node must be an object'],
    ['{"graphs": [{"nodes": [],\n"edges": [[]]}]}', 'line 2: an edge must be an object'],
    ['{"graphs": [{"nodes": [{"lbl": "a"}]}]}', 'line 1: a node without an "id"'],
    ['{"graphs": [{"edges": [{"sub": "X:1", "pred": "is_a", "obj": "X:1"}]}]}', 'line 1: a cycle of parents: '],
    ['{"graphs": [{"nodes": []}]}', 'there is no concept in it'],
    [`{"graphs": ${'['.repeat(200)}`, 'line 1: nested more than 100 deep'],
  ])('refuses %j', async (text, message) => {
    expect(await failureOf(readText(text), folder)).toContain(`x.json: ${message}`);
  });
});

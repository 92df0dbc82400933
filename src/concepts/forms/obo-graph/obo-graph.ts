import { isJsonObject } from '../../../core/json.ts';
import { quoted } from '../../../core/quote.ts';
import type { ConceptRecord } from '../../concept.ts';
import { identifierOf } from '../../namespaces.ts';
import { EntityTypes } from '../entity-types.ts';
import type { ReadTerminologyOptions, TerminologyFacts, TerminologyForm, TerminologyWatch } from '../form.ts';
import { shortVersion, titleOfOntology } from '../obo/obo-header.ts';
import { lineError } from '../reading.ts';
import { conceptRecord, ownParentProblem } from '../record.ts';
import { TwiceRead } from '../twice-read.ts';
import { jsonItems } from './json-items.ts';
import { conceptOfNode, objects, textOf } from './node.ts';

/**
 * OBO Graph JSON (https://github.com/geneontology/obographs): `{"graphs": [{"id", "meta", "nodes": […], "edges": […]}]}`. Edges
 * come after the nodes, so the file is read twice: for the edges that say what is a kind of what, then for the nodes.
 * Addresses of concepts become identifiers as other forms have them.
 */
export const oboGraph: TerminologyForm = {
  name: 'obo-graph',
  title: 'OBO Graph JSON',
  matches: (_place, head) => /^\s*\{/.test(head) && /"graphs"\s*:\s*\[/.test(head),
  read,
};

const isA = /^(?:is_a|https?:\/\/www\.w3\.org\/2000\/01\/rdf-schema#subClassOf)$/;

/** More than any ontology has; each takes some 150 bytes of memory. */
const mostEdges = 4_000_000;

/** A graph, its array, the document, and the array that holds the node. */
const itemDepth = 4;

async function* read(
  place: string,
  { type }: ReadTerminologyOptions,
  watch: TerminologyWatch,
): AsyncGenerator<readonly ConceptRecord[], void, undefined> {
  const types = new EntityTypes(place, type);
  const progress = new TwiceRead(watch);
  const parents = await readParents(place, watch, progress.first);
  const paths = ['id', 'meta', 'nodes.*'].map((path) => `$.graphs.*.${path}`);
  const options = { signal: watch.signal, onBytes: progress.second };
  let isNamed = false;
  for await (const items of jsonItems(place, paths, itemDepth, options)) {
    const records: ConceptRecord[] = [];
    for (const { path, value, line } of items) {
      const member = path.at(-1);
      if (member === 'id' && !isNamed) watch.facts({ title: titleOfOntology(textOf(value)) });
      else if (member === 'meta') {
        const facts = factsOf(value);
        isNamed ||= facts.title !== undefined;
        watch.facts(facts);
      } else if (member === 'nodes') {
        if (!isJsonObject(value)) throw lineError(place, line, 'a node must be an object');
        const draft = conceptOfNode(value, line);
        if (!draft) continue;
        if (draft.identifier === '') throw lineError(place, line, 'a node without an "id"');
        if (draft.name === '') {
          // An identifier that was given up for another: that one has it as an alternative.
          if (!draft.withdrawn) watch.problem(line, `${quoted(draft.identifier)} has no name ("lbl"); left out`);
          continue;
        }
        const identifier = identifierOf(draft.identifier);
        const above = parents.get(identifier)?.split(separator) ?? [];
        records.push(conceptRecord({ ...draft, parents: above, types: types.of(identifier) }));
      }
    }
    yield records;
  }
  types.check();
}

/** Stands in no identifier. */
const separator = '\t';

/** The parents of each concept that has any. */
async function readParents(
  place: string,
  watch: TerminologyWatch,
  onBytes: (bytes: number) => void,
): Promise<ReadonlyMap<string, string>> {
  const parents = new Map<string, string>();
  let edges = 0;
  for await (const items of jsonItems(place, ['$.graphs.*.edges.*'], itemDepth, { signal: watch.signal, onBytes })) {
    for (const { value, line } of items) {
      if (!isJsonObject(value)) throw lineError(place, line, 'an edge must be an object');
      if (!isA.test(textOf(value.pred)) || textOf(value.sub) === '' || textOf(value.obj) === '') continue;
      const problem = ownParentProblem(textOf(value.sub), [textOf(value.obj)]);
      if (problem !== undefined) throw lineError(place, line, problem);
      if (++edges > mostEdges) {
        if (edges === mostEdges + 1)
          watch.problem(line, `more than ${mostEdges} edges; parents from here are left out`);
        continue;
      }
      const child = identifierOf(textOf(value.sub));
      const parent = identifierOf(textOf(value.obj));
      const before = parents.get(child);
      parents.set(child, before === undefined ? parent : before + separator + parent);
    }
  }
  return parents;
}

function factsOf(meta: unknown): TerminologyFacts {
  if (!isJsonObject(meta)) return {};
  const stated = (pattern: RegExp) =>
    textOf(objects(meta.basicPropertyValues).find(({ pred }) => pattern.test(textOf(pred)))?.val);
  const title = stated(/(?:\/|:)title$/);
  const licence = stated(/(?:license|rights)$/);
  const version = textOf(meta.version) || stated(/versionInfo$/);
  return {
    ...(title === '' ? {} : { title }),
    ...(licence === '' ? {} : { licence }),
    ...(version === '' ? {} : { version: shortVersion(version) }),
  };
}

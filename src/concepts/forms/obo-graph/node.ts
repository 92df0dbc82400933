import { isJsonObject } from '../../../core/json.ts';
import type { ConceptName } from '../../concept.ts';
import { kindOfSynonym } from '../obo/obo-term.ts';
import type { ConceptDraft } from '../record.ts';

/** What OBO's scopes of synonyms are called as properties. */
const scopes: ReadonlyMap<string, string> = new Map([
  ['hasExactSynonym', 'EXACT'],
  ['hasRelatedSynonym', 'RELATED'],
  ['hasBroadSynonym', 'BROAD'],
  ['hasNarrowSynonym', 'NARROW'],
]);

/** The concept that a node is; undefined if it is none: a property, an individual. */
export function conceptOfNode(node: Record<string, unknown>, line: number): Omit<ConceptDraft, 'types'> | undefined {
  if (node.type !== undefined && node.type !== 'CLASS') return undefined;
  // Anonymous classes stand for expressions of OWL.
  if (textOf(node.id).startsWith('_:')) return undefined;
  const meta = isJsonObject(node.meta) ? node.meta : {};
  const properties = objects(meta.basicPropertyValues);
  const valuesOf = (pattern: RegExp) =>
    properties.filter(({ pred }) => pattern.test(textOf(pred))).map(({ val }) => textOf(val));
  const replacements = valuesOf(/(?:IAO_0100001|replaced_by|replacedBy)$/);
  return {
    identifier: textOf(node.id),
    name: textOf(node.lbl),
    names: objects(meta.synonyms).map(nameOf),
    definition: isJsonObject(meta.definition) ? textOf(meta.definition.val) : '',
    xrefs: [
      ...valuesOf(/hasAlternativeId$/),
      ...objects(meta.xrefs).map(({ val }) => textOf(val)),
      ...valuesOf(/skos\/core#exactMatch$/),
    ],
    withdrawn: meta.deprecated === true ? replacements : undefined,
    line,
  };
}

function nameOf({ pred, val, synonymType }: Record<string, unknown>): ConceptName {
  const scope = scopes.get(/\w+$/.exec(textOf(pred))?.[0] ?? '') ?? 'RELATED';
  return { text: textOf(val), kind: kindOfSynonym(scope, textOf(synonymType)) };
}

/** A value that is a string; the empty one for all else. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** The objects in a value that ought to be an array of them. */
export function objects(value: unknown): readonly Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

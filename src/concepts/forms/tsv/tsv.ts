import { readLines } from '../../../files/lines.ts';
import type { ConceptName, ConceptRecord, NameKind } from '../../concept.ts';
import { identifierOf } from '../../namespaces.ts';
import { EntityTypes, entityTypeOf, entityTypes } from '../entity-types.ts';
import type { ReadTerminologyOptions, TerminologyForm, TerminologyWatch } from '../form.ts';
import { parentOfTree, typesOfTrees } from '../mesh/mesh-types.ts';
import { lineError, watchedLines } from '../reading.ts';
import { conceptRecord, ownParentProblem } from '../record.ts';
import { columnsOf, type Extra, type ExtraKey, listOf, rowsOf, type TermRow } from './tsv-rows.ts';

/**
 * A table of terms, its columns divided by tabs, with a header: `id name synonyms xrefs extra`, by their names and in any
 * order; `id` and `name` have to be there. Lines before the header that begin with `#` are passed over.
 *
 * - `id`: `MESH:D003550`. One without a prefix gets the terminology's name for one, and a row without one gets one made of
 *   the terminology's name and the concept's.
 * - `synonyms`, `xrefs`: several with `|` between them.
 * - `extra`: `key=value;key=value`; each key may be a column of its own instead. Known are
 *   `types` (entity types), `tree` (tree numbers of MeSH), `parents` (identifiers or names), `species` (an identifier),
 *   `symbol`, `abbreviation`, `previous` or `prev`, `narrow`, `broad`, `related` (more names, by what they are),
 *   `withdrawn` (identifiers of what stands in its place, or `yes`), all with `|` between several; `type` (of a gene, or an entity
 *   type), `kingdom`, `disease`, `site`, `sex`, `inchikey`; and `def`, the definition, which comes last.
 *
 * The entity types are those of `types`, else of `tree`, else of the namespace of the identifier; else a `kingdom` is that of
 * a species and a `sex` that of a cell line; else it is the one that the user gives.
 */
export const tsv: TerminologyForm = {
  name: 'tsv',
  title: 'table of terms (TSV)',
  matches: (_place, head) => {
    const first = head.split(/\r?\n/).find((line) => line.trim() !== '' && !line.startsWith('#'));
    return first !== undefined && columnsOf(first) !== undefined;
  },
  read,
};

async function* read(
  place: string,
  { name, type }: ReadTerminologyOptions,
  watch: TerminologyWatch,
): AsyncGenerator<readonly ConceptRecord[], void, undefined> {
  const types = new EntityTypes(place, type);
  const made = new Map<string, number>();
  let index: ReadonlyMap<string, string> | undefined;

  /** An identifier of its own for a row that has none. */
  function makeIdentifier(row: TermRow): string {
    const identifier = `${name}:${row.name.replaceAll(/\s+/g, '_')}`;
    const count = (made.get(identifier) ?? 0) + 1;
    made.set(identifier, count);
    return count === 1 ? identifier : `${identifier}#${count}`;
  }

  for await (const rows of rowsOf(place, watchedLines(place, watch), watch.problem)) {
    const records: ConceptRecord[] = [];
    for (const row of rows) {
      if (row.name === '') {
        watch.problem(row.line, 'a concept without a name; left out');
        continue;
      }
      const identifier = row.id === '' ? makeIdentifier(row) : rowIdentifier(row, name);
      const keys = parentKeys(row);
      if (keys.length > 0) index ??= await indexOf(place, name, watch.signal);
      const parents = listOf(row.extra.get('parents')).filter(isIdentifier);
      const problem = ownParentProblem(identifier, parents);
      if (problem !== undefined) throw lineError(place, row.line, problem);
      records.push(
        conceptRecord({
          identifier,
          name: row.name,
          types: types.of(identifier, typesOf(row, identifier)),
          names: namesOf(row),
          definition: definitionOf(row.extra),
          xrefs: row.extra.get('inchikey') ? [...row.xrefs, `InChIKey:${row.extra.get('inchikey')}`] : row.xrefs,
          parents: [...parents, ...keys.flatMap((key) => index?.get(key) ?? [])],
          species: row.extra.get('species'),
          withdrawn: withdrawnOf(row),
          line: row.line,
        }),
      );
    }
    yield records;
  }
  types.check();
}

const isIdentifier = (text: string): boolean => /^[A-Za-z][\w.-]*:\S+$/.test(text);

function rowIdentifier({ id }: TermRow, terminology: string): string {
  const identifier = identifierOf(id);
  return identifier.includes(':') ? identifier : identifierOf(`${terminology}:${identifier.replaceAll(/\s+/g, '_')}`);
}

function typesOf({ extra }: TermRow, identifier: string): readonly string[] | undefined {
  const given = listOf(extra.get('types'));
  if (given.length > 0) return given.map(entityTypeOf);
  const tree = extra.get('tree');
  if (tree !== undefined && identifier.startsWith('MESH:')) return typesOfTrees(listOf(tree));
  const type = extra.get('type') ?? '';
  // NCBI Gene has types of genes, which are written in lower case (`protein-coding`, `ncRNA`).
  if (entityTypes.includes(type)) return [type];
  if (extra.has('kingdom')) return ['Species'];
  return extra.has('sex') ? ['CellLine'] : undefined;
}

const kinds: readonly (readonly [ExtraKey, NameKind])[] = [
  ['symbol', 'symbol'],
  ['abbreviation', 'abbreviation'],
  ['previous', 'previous'],
  ['prev', 'previous'],
  ['narrow', 'narrow'],
  ['broad', 'broad'],
  ['related', 'related'],
];

function namesOf({ synonyms, extra }: TermRow): ConceptName[] {
  const names: ConceptName[] = synonyms.map((text) => ({ text, kind: 'synonym' }));
  for (const [key, kind] of kinds) names.push(...listOf(extra.get(key)).map((text) => ({ text, kind })));
  return names;
}

/** The definition; where there is none, what else is known of it. */
function definitionOf(extra: Extra): string {
  const given = extra.get('def') ?? '';
  if (given !== '') return given;
  const known = (['type', 'kingdom', 'disease', 'site', 'sex'] as const).flatMap((key) => {
    const value = extra.get(key) ?? '';
    return value === '' ? [] : [`${key}: ${value}`];
  });
  const text = known.join('; ');
  return text === '' ? '' : `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** Ontologies mark what they have withdrawn in the name or in the definition. */
function withdrawnOf({ name, extra }: TermRow): readonly string[] | undefined {
  const given = extra.get('withdrawn');
  if (given !== undefined && !/^(?:no|false|0|)$/i.test(given)) return listOf(given).filter(isIdentifier);
  return /^obsolete\b/i.test(name) || /^OBSOLETE\b/.test(extra.get('def') ?? '') ? [] : undefined;
}

/** What parents that are not given by their identifiers are looked up by: their names, or tree numbers. */
function parentKeys({ extra }: TermRow): readonly string[] {
  const names = listOf(extra.get('parents')).filter((parent) => !isIdentifier(parent));
  const trees = listOf(extra.get('tree')).flatMap((tree) => parentOfTree(tree) ?? []);
  return [...names, ...trees.map((tree) => `tree ${tree}`)];
}

/** Identifiers of the concepts that others name as their parents; the file is read twice, so that only these are kept. */
async function indexOf(place: string, terminology: string, signal: AbortSignal): Promise<ReadonlyMap<string, string>> {
  const wanted = new Set<string>();
  const index = new Map<string, string>();
  for await (const rows of rowsOf(place, readLines(place), undefined)) {
    signal.throwIfAborted();
    for (const row of rows) for (const key of parentKeys(row)) wanted.add(key);
  }
  for await (const rows of rowsOf(place, readLines(place), undefined)) {
    signal.throwIfAborted();
    for (const row of rows) {
      if (row.id === '') continue;
      const keys = [row.name, ...listOf(row.extra.get('tree')).map((tree) => `tree ${tree}`)];
      for (const key of keys) {
        if (wanted.has(key) && !index.has(key)) index.set(key, rowIdentifier(row, terminology));
      }
    }
  }
  return index;
}

import { UserError } from '../../core/errors.ts';
import { quoted } from '../../core/quote.ts';
import { checkMapping, type TypeMapping } from '../../corpus/types/mapping.ts';
import { decideMapping } from '../../corpus/types/mapping-file.ts';
import { standardType } from '../../corpus/types/type-names.ts';
import type { EvaluatedSystem } from './system.ts';

/** Which types are scored, and what they are called on either side. */
export interface ScoredTypes {
  /** Names under which mentions are scored, in the order of the model's types. */
  readonly names: readonly string[];
  /** The corpus's types that are scored and the name that each goes by. */
  readonly mapping: TypeMapping;
  /** The corpus's types that are not scored, and why. */
  readonly unscored: Readonly<Record<string, string>>;
  /** For each system, the name under which each of its types is scored; others are not. */
  readonly found: readonly ReadonlyMap<string, string>[];
}

/** What is said of types. */
export interface TypeChoice {
  /** Names of the corpus's types in place of those kept with it and of the usual ones. */
  readonly map?: TypeMapping;
  /** Only these types, by their names in the model or in the corpus; all if not given. */
  readonly types?: readonly string[];
}

/**
 * Brings the types of a corpus and of models together (`decideMapping`). A type is scored if the corpus labels it and
 * every model finds it; a model's own names are read as a corpus's are (`B-GENE` of an imported model is `Gene`).
 * @param types the types that occur in the corpus.
 * @throws UserError if a type that is named occurs on neither side, or none remains.
 */
export function chooseTypes(
  place: string,
  types: readonly string[],
  systems: readonly EvaluatedSystem[],
  choice: TypeChoice = {},
): ScoredTypes {
  if (types.length === 0) {
    throw new UserError(`${place}: there is no labelled mention in it; nothing can be scored without a gold standard`);
  }
  if (choice.map) checkMapping(place, types, choice.map);
  const decided = decideMapping(place, types, choice.map);
  const names = new Set(Object.values(decided));
  const found = systems.map((system) => namesOfSystem(system, names));
  const wanted = wantedNames(place, decided, choice.types);
  const mapping: Record<string, string> = {};
  const unscored: Record<string, string> = {};
  for (const type of types) {
    const name = decided[type];
    const without = systems.find(
      (_, index) => name !== undefined && ![...(found[index]?.values() ?? [])].includes(name),
    );
    if (name === undefined) unscored[type] = 'left out by the mapping';
    else if (without) unscored[type] = `${without.info.name} does not find ${name}`;
    else if (!wanted.has(name)) unscored[type] = 'not asked for';
    else mapping[type] = name;
  }
  const scored = new Set(Object.values(mapping));
  if (scored.size === 0) throw nothingScored(place, types, systems);
  const ordered = new Set([...(found[0]?.values() ?? [])].filter((name) => scored.has(name)));
  return {
    names: [...ordered],
    mapping,
    unscored,
    found: found.map((pairs) => new Map([...pairs].filter(([, name]) => scored.has(name)))),
  };
}

function namesOfSystem({ types }: EvaluatedSystem, names: ReadonlySet<string>): Map<string, string> {
  const pairs = types.flatMap((type) => {
    const name = [type, standardType(type)].find((candidate) => names.has(candidate));
    return name === undefined ? [] : [[type, name] as const];
  });
  return new Map(pairs);
}

function wantedNames(place: string, decided: TypeMapping, types?: readonly string[]): ReadonlySet<string> {
  const all = Object.entries(decided);
  if (!types) return new Set(all.map(([, name]) => name));
  const alike = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();
  return new Set(
    types.flatMap((given) => {
      const matches = all.filter(([type, name]) => alike(type, given) || alike(name, given)).map(([, name]) => name);
      if (matches.length > 0) return matches;
      const known = [...new Set(all.map(([type, name]) => (type === name ? type : `${type} (${name})`)))].join(', ');
      throw new UserError(`${place}: there is no mention of the type ${quoted(given)} in it; it has ${known}`);
    }),
  );
}

function nothingScored(place: string, types: readonly string[], systems: readonly EvaluatedSystem[]): UserError {
  const models = systems.map(({ info, types: known }) => `${info.name} finds ${known.join(', ')}`).join('; ');
  const example = `--map ${types[0]}=${systems[0]?.types[0] ?? 'Type'}`;
  return new UserError(
    `${place}: no type of it can be scored: it has ${types.join(', ')}; ${models}; name what belongs together, as in ${example}`,
  );
}

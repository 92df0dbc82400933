import { UserError } from '../../core/errors.ts';
import type { LabelledSpan } from '../../core/labels.ts';
import { quoted } from '../../core/quote.ts';

/**
 * The name that each entity type of a corpus goes by in a model: `{ protein: 'Gene', DNA: 'DNA' }`. `*` stands for every
 * type that is not named: `{ '*': 'General' }`. Types without a name, and those whose name is empty (`{ Modifier: '' }`,
 * which leaves out by name), are not mentions of anything. A corpus labels exactly the names that stand in its mapping: of
 * all others it says nothing, neither that they are there nor that they are not.
 */
export type TypeMapping = Readonly<Record<string, string>>;

/** The name that a type goes by, if it has one. */
export function mappedType(mapping: TypeMapping, type: string): string | undefined {
  const name = Object.hasOwn(mapping, type) ? mapping[type] : Object.hasOwn(mapping, '*') ? mapping['*'] : undefined;
  return name === '' ? undefined : name;
}

/** Whether a mapping says anything of a type: its name, or that it is left out. */
export function decides(mapping: TypeMapping, type: string): boolean {
  return Object.hasOwn(mapping, type) || Object.hasOwn(mapping, '*');
}

/** The name that a type goes by where types that the mapping says nothing of keep theirs; undefined if it is left out. */
export function keptName(mapping: TypeMapping, type: string): string | undefined {
  return decides(mapping, type) ? mappedType(mapping, type) : type;
}

/** The names that a mapping gives, each once, in its order. */
export function mappedNames(mapping: TypeMapping): readonly string[] {
  return [...new Set(Object.values(mapping))].filter((name) => name !== '');
}

/** Mentions under the names that a mapping gives them; those without one are left out. */
export function mapMentions(mentions: readonly LabelledSpan[], mapping: TypeMapping): LabelledSpan[] {
  return mentions.flatMap(({ start, end, type }) => {
    const name = mappedType(mapping, type);
    return name === undefined ? [] : [{ start, end, type: name }];
  });
}

/**
 * @param types the entity types that the corpus has.
 * @throws UserError naming a type that the mapping names and the corpus has not, or if it names none.
 */
export function checkMapping(where: string, types: readonly string[], mapping: TypeMapping): void {
  const named = Object.keys(mapping);
  if (named.length === 0) throw new UserError(`${where}: no entity type of it is mapped to a head`);
  const absent = named.find((type) => type !== '*' && !types.includes(type));
  if (absent === undefined) return;
  const known = types.length > 0 ? `it has ${types.map(quoted).join(', ')}` : 'it has no mention at all';
  throw new UserError(`${where}: there is no mention of the type ${quoted(absent)} in it; ${known}`);
}

import { UserError } from '../../core/errors.ts';
import { namespaceOf } from '../namespaces.ts';

/** What the models that come with the product call their types; others may have types of their own. */
export const entityTypes: readonly string[] = [
  'Gene',
  'Disease',
  'Chemical',
  'Species',
  'CellLine',
  'CellType',
  'DNA',
  'RNA',
];
const known = new Map(entityTypes.map((type) => [folded(type), type]));

/** An entity type as models call it, however it is written: `cell line` is `CellLine`. Others stay as they are. */
export function entityTypeOf(written: string): string {
  return known.get(folded(written)) ?? written;
}

function folded(type: string): string {
  return type.toLowerCase().replaceAll(/[\s_-]+/g, '');
}

/**
 * Which entity types the concepts of a file are mentions of: what the form says, else what the namespace of an
 * identifier says, else what the user says. A file may hold concepts without any, as parents of others, but not only such.
 */
export class EntityTypes {
  readonly #file: string;
  readonly #given: readonly string[];
  #concepts = 0;
  #told = 0;

  /** @param given the type of what nothing else gives one to. */
  constructor(file: string, given: string | undefined) {
    this.#file = file;
    this.#given = given === undefined ? [] : [entityTypeOf(given)];
  }

  /** @param said the types that the form says the concept has, if it says any; none may be what it says. */
  of(identifier: string, said?: readonly string[]): readonly string[] {
    this.#concepts++;
    const types = said ?? namespaceOf(identifier)?.types ?? this.#given;
    if (said || types.length > 0) this.#told++;
    return types;
  }

  /**
   * To be called at the end of the file.
   * @throws UserError if there was no concept, or nothing says the type of any.
   */
  check(): void {
    if (this.#concepts === 0) throw new UserError(`${this.#file}: there is no concept in it`);
    if (this.#told > 0) return;
    throw new UserError(
      `${this.#file}: nothing in it says which entity type its concepts are; say it (--type Disease on the command line)`,
    );
  }
}

import { UserError } from '../../core/errors.ts';
import { namespaceOf } from '../namespaces.ts';

/**
 * Which entity types the concepts of a file are mentions of: what the form says, else what the namespace of an
 * identifier says, else what the user says. A file may hold concepts without any, as parents of others, but not only such.
 */
export class EntityTypes {
  readonly #file: string;
  readonly #given: readonly string[];
  #asked = 0;
  #found = 0;

  /** @param given the type of what nothing else gives one to. */
  constructor(file: string, given: string | undefined) {
    this.#file = file;
    this.#given = given === undefined ? [] : [given];
  }

  /** @param said the types that the form says the concept has, if it says any; none may be what it says. */
  of(identifier: string, said?: readonly string[]): readonly string[] {
    this.#asked++;
    const types = said ?? namespaceOf(identifier)?.types ?? this.#given;
    if (types.length > 0) this.#found++;
    return types;
  }

  /**
   * To be called at the end of the file.
   * @throws UserError if there was no concept, or none with a type.
   */
  check(): void {
    if (this.#asked === 0) throw new UserError(`${this.#file}: there is no concept in it`);
    if (this.#found > 0) return;
    throw new UserError(
      `${this.#file}: nothing in it says which entity type its concepts are; say it (--type Disease on the command line)`,
    );
  }
}

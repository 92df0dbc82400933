import type { StatementSync } from 'node:sqlite';
import { type Concept, type ConceptName, nameKinds, type Terminology } from '../concept.ts';
import { gramsOf } from './grams.ts';
import { hashOf } from './hash.ts';
import { IdentifierPrefixes } from './identifier-prefixes.ts';
import type { Tally } from './postings.ts';
import { listSeparator } from './schema.ts';
import { type Database, damaged } from './sqlite.ts';
import type { NamedConcept } from './store.ts';

/** A name as it is found, and where it stands, for what is worked out from it. */
export interface FoundName extends NamedConcept {
  readonly id: number;
}

type Row = Record<string, unknown>;

/** The tables of one whole terminology, for reading; statements are prepared when they are first needed. */
export class Shelf {
  readonly terminology: Terminology;
  /** Words of all names together. */
  readonly words: number;
  readonly #file: string;
  readonly #db: Database;
  readonly #id: number;
  readonly #types: ReadonlyMap<number, readonly string[]>;
  readonly #statements = new Map<string, StatementSync>();
  readonly #prefixes = new Map<'concept' | 'xref', IdentifierPrefixes>();
  #lengths: Uint8Array | undefined;

  /**
   * @param file the store's, for messages.
   * @param id the number that its tables have.
   * @param types the store's lists of types, by their numbers.
   */
  constructor(
    file: string,
    db: Database,
    id: number,
    terminology: Terminology,
    words: number,
    types: ReadonlyMap<number, readonly string[]>,
  ) {
    this.#file = file;
    this.#db = db;
    this.#id = id;
    this.terminology = terminology;
    this.words = words;
    this.#types = types;
  }

  concept(identifier: string): Concept | undefined {
    if (!this.prefixesOf('concept').mayHold(identifier)) return undefined;
    const row = this.#get(`SELECT * FROM concept_# WHERE identifier = ?`, identifier);
    if (row === undefined) return undefined;
    const id = this.#number(row.id);
    const [preferred, ...names] = this.#all(
      'SELECT kind, text FROM name_# WHERE id >= ? AND id < ? ORDER BY id',
      this.#number(row.first),
      this.#number(row.first) + this.#number(row.names),
    ).map(({ kind, text }): ConceptName => ({ text: this.#text(text), kind: this.#kind(kind) }));
    const definition = this.#get('SELECT text FROM definition_# WHERE concept = ?', id);
    const others = (table: string) =>
      this.#all(`SELECT identifier FROM ${table}_# WHERE concept = ? ORDER BY place`, id).map((other) =>
        this.#text(other.identifier),
      );
    if (preferred === undefined) throw this.#damaged('a concept has no name');
    return {
      identifier: this.#text(row.identifier),
      terminology: this.terminology.name,
      name: preferred.text,
      types: this.#typesOf(row.types),
      names,
      ...(definition !== undefined && { definition: this.#text(definition.text) }),
      xrefs: others('xref'),
      parents: others('parent'),
      ...(row.species !== null && { species: this.#text(row.species) }),
      ...(row.withdrawn !== null && { withdrawn: this.#list(row.withdrawn) }),
    };
  }

  /** Which identifiers its concepts have, or refer to. */
  prefixesOf(table: 'concept' | 'xref'): IdentifierPrefixes {
    let prefixes = this.#prefixes.get(table);
    if (prefixes === undefined) {
      prefixes = new IdentifierPrefixes((from) => {
        const next = this.#get(`SELECT min(identifier) AS next FROM ${table}_# WHERE identifier >= ?`, from)?.next;
        return next === null ? undefined : this.#text(next);
      });
      this.#prefixes.set(table, prefixes);
    }
    return prefixes;
  }

  /** The entity types of a concept; undefined if it is not here. */
  typesOf(identifier: string): readonly string[] | undefined {
    if (!this.prefixesOf('concept').mayHold(identifier)) return undefined;
    const row = this.#get('SELECT types FROM concept_# WHERE identifier = ?', identifier);
    return row === undefined ? undefined : this.#typesOf(row.types);
  }

  /** Identifiers that concepts here with this one as their cross reference have, and those that this one refers to. */
  joined(identifier: string): readonly string[] {
    const from = this.prefixesOf('concept').mayHold(identifier)
      ? this.#all(
          'SELECT x.identifier FROM concept_# c JOIN xref_# x ON x.concept = c.id WHERE c.identifier = ?',
          identifier,
        )
      : [];
    const to = this.prefixesOf('xref').mayHold(identifier)
      ? this.#all(
          'SELECT c.identifier FROM xref_# x JOIN concept_# c ON c.id = x.concept WHERE x.identifier = ?',
          identifier,
        )
      : [];
    return [...from, ...to].map((row) => this.#text(row.identifier));
  }

  /** Numbers of the names that have a key with this number. */
  namesWithHash(key: string): readonly number[] {
    return this.#all('SELECT name FROM key_# WHERE hash = ?', hashOf(key)).map(({ name }) => this.#number(name));
  }

  /** @returns undefined where there is no name of this number. */
  name(id: number): FoundName | undefined {
    const row = this.#get(
      `SELECT n.text, n.kind, c.identifier, c.types, c.species, c.withdrawn IS NOT NULL AS withdrawn, p.text AS preferred
       FROM name_# n JOIN concept_# c ON c.id = n.concept JOIN name_# p ON p.id = c.first WHERE n.id = ?`,
      id,
    );
    if (row === undefined) return undefined;
    return {
      id,
      identifier: this.#text(row.identifier),
      terminology: this.terminology.name,
      types: this.#typesOf(row.types),
      preferred: this.#text(row.preferred),
      name: this.#text(row.text),
      kind: this.#kind(row.kind),
      ...(row.species !== null && { species: this.#text(row.species) }),
      withdrawn: row.withdrawn === 1,
    };
  }

  frequency(word: string): number {
    const row = this.#get('SELECT names FROM word_# WHERE text = ?', word);
    return row === undefined ? 0 : this.#number(row.names);
  }

  /** Adds a weight to the names that hold a word. */
  tallyWord(word: string, weight: number, tally: Tally): void {
    const row = this.#get('SELECT postings FROM word_# WHERE text = ?', word);
    if (row !== undefined) tally.add(this.#bytes(row.postings), weight);
  }

  /** How many words each name has, by its number, 255 at most; read once. */
  get lengths(): Uint8Array {
    if (this.#lengths === undefined) {
      const lengths = new Uint8Array(this.terminology.names + 1);
      for (const { first, words } of this.#all('SELECT first, words FROM length_#')) {
        const start = this.#number(first);
        if (start >= 0 && start < lengths.length)
          lengths.set(this.#bytes(words).subarray(0, lengths.length - start), start);
      }
      this.#lengths = lengths;
    }
    return this.#lengths;
  }

  /** Words that begin with `prefix`, those of more names first. */
  wordsFrom(prefix: string, limit: number): readonly string[] {
    return this.#all(
      `SELECT text FROM (SELECT text, names FROM word_# WHERE text >= ?1 AND text < ?1 || char(0x10ffff) LIMIT 2000)
       ORDER BY names DESC LIMIT ?2`,
      prefix,
      limit,
    ).map(({ text }) => this.#text(text));
  }

  /** Words that share trigrams with a word, and how like it they are: the Dice coefficient of their trigrams, in (0, 1]. */
  wordsLike(
    word: string,
    limit: number,
    tally: Tally,
  ): readonly { readonly word: string; readonly likeness: number }[] {
    const grams = gramsOf(word);
    tally.begin(this.#lastWord());
    for (const gram of grams) {
      for (const { words } of this.#all('SELECT words FROM gram_# WHERE gram = ?', gram))
        tally.add(this.#bytes(words), 1);
    }
    return tally
      .best(limit * 4)
      .flatMap(({ value, sum }) => {
        const row = this.#get('SELECT text FROM word_# WHERE id = ?', value);
        if (row === undefined) return [];
        const text = this.#text(row.text);
        return [{ word: text, likeness: (2 * sum) / (grams.length + gramsOf(text).length) }];
      })
      .toSorted((a, b) => b.likeness - a.likeness)
      .slice(0, limit);
  }

  /** Numbers of the names that are at a rank (`rankOf`) and begin, folded, with a prefix; of one of the types, if given. */
  begins(rank: number, prefix: string, types: readonly number[] | undefined, limit: number): readonly number[] {
    const range = 'rank = ?1 AND folded >= ?2 AND folded < ?2 || char(0x10ffff)';
    if (types === undefined)
      return this.#all(`SELECT name FROM prefix_# WHERE ${range} LIMIT ?3`, rank, prefix, limit).map(({ name }) =>
        this.#number(name),
      );
    // Of a type that is rare here not all names are looked through.
    return this.#all(
      `SELECT name FROM (SELECT name FROM prefix_# WHERE ${range} LIMIT ?3 * 50) JOIN name_# n ON n.id = name
       JOIN concept_# c ON c.id = n.concept WHERE c.types IN (SELECT value FROM json_each(?4)) LIMIT ?3`,
      rank,
      prefix,
      limit,
      JSON.stringify(types),
    ).map(({ name }) => this.#number(name));
  }

  /** Numbers of the preferred names of concepts whose identifiers begin so. */
  identified(prefix: string, limit: number): readonly number[] {
    return this.#all(
      'SELECT first FROM concept_# WHERE identifier >= ?1 AND identifier < ?1 || char(0x10ffff) ORDER BY identifier LIMIT ?2',
      prefix,
      limit,
    ).map(({ first }) => this.#number(first));
  }

  /** Numbers of lists of types that hold a type. */
  typesWith(type: string): readonly number[] {
    return [...this.#types].filter(([, list]) => list.includes(type)).map(([id]) => id);
  }

  #lastWord(): number {
    const last = this.#get('SELECT max(id) AS last FROM word_#')?.last;
    if (last === null) return 0;
    const number = this.#number(last);
    if (number < 0 || number > this.words) throw this.#damaged('words are missing');
    return number;
  }

  #prepare(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#db.prepare(sql.replaceAll('#', String(this.#id)));
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  #get(sql: string, ...values: (string | number)[]): Row | undefined {
    return this.#prepare(sql).get(...values);
  }

  #all(sql: string, ...values: (string | number)[]): readonly Row[] {
    return this.#prepare(sql).all(...values);
  }

  #typesOf(id: unknown): readonly string[] {
    const types = this.#types.get(this.#number(id));
    if (types === undefined) throw this.#damaged('types are missing');
    return types;
  }

  #kind(value: unknown): ConceptName['kind'] {
    const kind = nameKinds[this.#number(value)];
    if (kind === undefined) throw this.#damaged('a name has no kind');
    return kind;
  }

  #list(value: unknown): readonly string[] {
    return this.#text(value)
      .split(listSeparator)
      .filter((entry) => entry !== '');
  }

  #text(value: unknown): string {
    if (typeof value !== 'string') throw this.#damaged('a text is missing');
    return value;
  }

  #bytes(value: unknown): Uint8Array {
    if (!(value instanceof Uint8Array)) throw this.#damaged('bytes are missing');
    return value;
  }

  #number(value: unknown): number {
    if (typeof value !== 'number') throw this.#damaged('a number is missing');
    return value;
  }

  #damaged(what: string): Error {
    return damaged(this.#file, what);
  }
}

import { type ConceptName, type ConceptRecord, nameKinds } from '../concept.ts';
import { keysOf, wordsOf } from '../names/keys.ts';
import { hashOf } from './hash.ts';
import { listSeparator } from './schema.ts';
import type { Database } from './sqlite.ts';

/** What has been stored of a terminology that is being read. */
export interface Stored {
  readonly concepts: number;
  readonly names: number;
  /** Of all names together. */
  readonly words: number;
}

/** Appends concepts to the tables of a terminology; the caller begins and ends the transactions. */
export class Draft {
  readonly id: number;
  #concepts: number;
  #names: number;
  #words: number;
  readonly #types = new Map<string, number>();
  readonly #db: Database;
  #made: Statements | undefined;

  /** @param stored what an interrupted import has stored before. */
  constructor(db: Database, id: number, stored: Stored) {
    this.id = id;
    this.#db = db;
    this.#concepts = stored.concepts;
    this.#names = stored.names;
    this.#words = stored.words;
  }

  /** Whether an interrupted import had come to its end already, so that nothing can be appended. */
  get isEnded(): boolean {
    const tables = this.#db.prepare('SELECT count(*) AS count FROM sqlite_schema WHERE name IN (?, ?)');
    return tables.get(`unsorted_${this.id}`, `words_${this.id}`)?.count !== 2;
  }

  get stored(): Stored {
    return { concepts: this.#concepts, names: this.#names, words: this.#words };
  }

  append(record: ConceptRecord): void {
    const concept = ++this.#concepts;
    const names = distinctNames(record);
    this.#statements.concept.run(
      concept,
      record.identifier,
      this.#typesId(record.types),
      this.#names + 1,
      names.length,
      record.line,
      record.species ?? null,
      record.withdrawn?.join(listSeparator) ?? null,
    );
    for (const { text, kind } of names) this.#appendName(concept, text, nameKinds.indexOf(kind));
    if (record.definition) this.#statements.definition.run(concept, record.definition);
    for (const [place, xref] of [...new Set(record.xrefs)].entries()) this.#statements.xref.run(concept, place, xref);
    for (const [place, parent] of [...new Set(record.parents)].entries())
      this.#statements.parent.run(concept, place, parent);
  }

  #appendName(concept: number, text: string, kind: number): void {
    const name = ++this.#names;
    this.#statements.name.run(name, concept, kind, text);
    for (const key of new Set(keysOf(text))) this.#statements.key.run(hashOf(key), name);
    const words = wordsOf(text);
    this.#words += words.length;
    if (words.length > 0) this.#statements.words.run(name, words.join(' '));
  }

  get #statements(): Statements {
    this.#made ??= statementsOf(this.#db, this.id);
    return this.#made;
  }

  /** @returns the number of a list of types, which all terminologies of a store share. */
  #typesId(types: readonly string[]): number {
    const list = types.join(listSeparator);
    const known = this.#types.get(list);
    if (known !== undefined) return known;
    this.#statements.insertTypes.run(list);
    const id = Number(this.#statements.selectTypes.get(list)?.id);
    this.#types.set(list, id);
    return id;
  }
}

type Statements = ReturnType<typeof statementsOf>;

function statementsOf(db: Database, id: number) {
  return {
    insertTypes: db.prepare('INSERT OR IGNORE INTO types (list) VALUES (?)'),
    selectTypes: db.prepare('SELECT id FROM types WHERE list = ?'),
    concept: db.prepare(`INSERT INTO concept_${id} VALUES (?, ?, ?, ?, ?, ?, ?, ?)`),
    name: db.prepare(`INSERT INTO name_${id} VALUES (?, ?, ?, ?)`),
    definition: db.prepare(`INSERT INTO definition_${id} VALUES (?, ?)`),
    xref: db.prepare(`INSERT INTO xref_${id} VALUES (?, ?, ?)`),
    parent: db.prepare(`INSERT INTO parent_${id} VALUES (?, ?, ?)`),
    key: db.prepare(`INSERT INTO unsorted_${id} VALUES (?, ?)`),
    words: db.prepare(`INSERT INTO words_${id} (rowid, words) VALUES (?, ?)`),
  };
}

/** A concept's names, the preferred one first; one that is given twice stands there once. */
function distinctNames(record: ConceptRecord): readonly ConceptName[] {
  const names = new Map<string, ConceptName>([[record.name, { text: record.name, kind: 'preferred' }]]);
  for (const name of record.names) if (!names.has(name.text)) names.set(name.text, name);
  return [...names.values()];
}

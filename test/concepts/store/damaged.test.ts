import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { keysOf, wordsOf } from '../../../src/concepts/names/keys.ts';
import { openStore, readAllTerminologies } from '../../../src/concepts/store/open-store.ts';
import { openDatabase } from '../../../src/concepts/store/sqlite.ts';
import type { ConceptStore } from '../../../src/concepts/store/store.ts';
import { StoreWriter } from '../../../src/concepts/store/writer.ts';
import { UserError } from '../../../src/core/errors.ts';
import { finish } from '../../../src/core/steps.ts';
import { concept, put, synonyms, temporaryFolder } from './made-store.ts';

/** What can be asked of a store, each by itself. */
const questions: readonly ((store: ConceptStore) => unknown)[] = [
  (store) => store.revision,
  (store) => store.nameCount,
  (store) => store.terminologies(),
  (store) => store.concept('T:17'),
  (store) => store.withKey(keysOf('swollen elbow 17')),
  (store) => store.withWords(wordsOf('elbow swollen'), { limit: 20, type: 'Disease' }),
  (store) => store.wordsLike('elbwo', 5),
  (store) => store.frequency(wordsOf('elbow')[0] ?? ''),
  (store) => store.sameAs('T:17'),
  (store) => store.search('swollen elb', { limit: 20 }),
  (store) => store.complete('s', { limit: 20, type: 'Disease' }),
];

/** Does something that may only fail with a message for the user. */
function attempt(action: () => unknown): void {
  try {
    action();
  } catch (thrown) {
    if (!(thrown instanceof UserError)) throw thrown;
    expect(thrown.message).toContain('concepts.sqlite');
  }
}

function askAll(folder: string): void {
  attempt(() => {
    const store = openStore(folder);
    try {
      for (const ask of questions) attempt(() => ask(store));
    } finally {
      store.close();
    }
  });
  attempt(() => readAllTerminologies(folder));
}

let bytes: Buffer = Buffer.alloc(0);
let folder: string;
const file = () => path.join(folder, 'concepts.sqlite');

describe('a damaged store', () => {
  beforeEach(() => {
    folder = temporaryFolder();
    if (bytes.length > 0) return;
    const records = Array.from({ length: 200 }, (_, i) =>
      concept(`T:${i}`, `swollen elbow ${i}`, {
        names: synonyms(`elbow ${i}`, `tennis elbow of degree ${i}`),
        definition: 'Swollen.',
        xrefs: [`X:${i}`, 'T:3'],
        parents: i > 0 ? [`T:${i - 1}`] : [],
        species: 'NCBITaxon:9606',
        ...(i % 50 === 0 && { withdrawn: ['T:1'] }),
      }),
    );
    put(folder, 'terms', records);
    bytes = readFileSync(file());
  });

  it('is told as such, whichever of its bytes are others, and stops nothing', () => {
    const change = fc.tuple(fc.nat(bytes.length - 1), fc.uint8Array({ minLength: 1, maxLength: 64 }));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 12 }), (changes) => {
        const damaged = Buffer.from(bytes);
        for (const [start, others] of changes) damaged.set(others.subarray(0, damaged.length - start), start);
        writeFileSync(file(), damaged);
        askAll(folder);
      }),
      { numRuns: 150 },
    );
  });

  it('is told as such where it ends too early', () => {
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), (length) => {
        writeFileSync(file(), bytes.subarray(0, length));
        askAll(folder);
      }),
      { numRuns: 50 },
    );
  });

  it('is told as such where rows are not what they were', () => {
    const values = ['NULL', "''", "'x'", '-1', '99999999999', "x'ffffffff'", '1.5'];
    const columns = [
      ['terminology', ['name', 'state', 'concepts', 'names', 'words', 'types']],
      ['concept_1', ['identifier', 'types', 'first', 'names', 'species', 'withdrawn']],
      ['name_1', ['concept', 'kind', 'text']],
      ['word_1', ['names', 'postings']],
      ['length_1', ['words']],
      ['gram_1', ['words']],
      ['types', ['list']],
      ['setting', ['value']],
    ] as const;
    for (const [table, names] of columns) {
      for (const column of names) {
        for (const value of values) {
          writeFileSync(file(), bytes);
          const db = openDatabase(file());
          try {
            db.exec(`UPDATE ${table} SET ${column} = ${value}`);
          } catch {
            continue;
          } finally {
            db.close();
          }
          askAll(folder);
        }
      }
    }
    for (const table of ['key_1', 'prefix_1', 'word_1', 'gram_1', 'concept_1', 'length_1', 'types', 'setting']) {
      writeFileSync(file(), bytes);
      const db = openDatabase(file());
      db.exec(`DROP TABLE ${table}`);
      db.close();
      askAll(folder);
    }
  });

  it('is not written into, or written into as far as it can be', () => {
    const change = fc.tuple(fc.nat(bytes.length - 1), fc.uint8Array({ minLength: 1, maxLength: 64 }));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 8 }), (changes) => {
        const damaged = Buffer.from(bytes);
        for (const [start, others] of changes) damaged.set(others.subarray(0, damaged.length - start), start);
        writeFileSync(file(), damaged);
        attempt(() => {
          const writer = StoreWriter.open(folder, 'terms');
          try {
            writer.begin({ name: 'terms', source: 's', fingerprint: 'f' });
            writer.append([concept('T:1', 'one')], 0);
            finish(writer.finish({ title: '', version: '', licence: '', sha256: '', imported: '' }));
          } finally {
            writer.close();
          }
        });
      }),
      { numRuns: 40 },
    );
  });

  it('is told as such where it is a folder', () => {
    const folder = temporaryFolder();
    mkdirSync(path.join(folder, 'concepts.sqlite'));
    const reason = /concepts\.sqlite: a folder, where the store of terminologies is to be: move it away/;
    expect(() => openStore(folder)).toThrow(reason);
    expect(() => readAllTerminologies(folder)).toThrow(reason);
    expect(() => StoreWriter.open(folder, 'terms')).toThrow(reason);
  });

  it('is told as such when it is damaged while it is open', () => {
    writeFileSync(file(), bytes);
    const store = openStore(folder);
    expect(store.concept('T:17')?.name).toBe('swollen elbow 17');
    writeFileSync(file(), Buffer.concat([bytes.subarray(0, 4096), Buffer.alloc(bytes.length - 4096, 7)]));
    for (const ask of questions) attempt(() => ask(store));
    store.close();
  });
});

import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { ConceptRecord } from '../../../src/concepts/concept.ts';
import { openStore, readAllTerminologies } from '../../../src/concepts/store/open-store.ts';
import { openDatabase } from '../../../src/concepts/store/sqlite.ts';
import { StoreWriter } from '../../../src/concepts/store/writer.ts';
import { UserError } from '../../../src/core/errors.ts';
import { finish } from '../../../src/core/steps.ts';
import { concept, put, reader, temporaryFolder } from './made-store.ts';

const facts = { title: 't', version: '1', licence: 'MIT', sha256: '00', imported: '2026-01-01' };
const begin = { name: 'terms', source: 'terms.tsv', fingerprint: 'same' };

/** Opens a store for writing; it is closed when the test has ended. */
function writerIn(folder: string, name = 'terms'): StoreWriter {
  const writer = StoreWriter.open(folder, name);
  onTestFinished(() => writer.close());
  return writer;
}

function many(count: number, prefix = 'T'): ConceptRecord[] {
  return Array.from({ length: count }, (_, i) => concept(`${prefix}:${i}`, `concept ${i} of many ${prefix}`));
}

const file = (folder: string) => path.join(folder, 'concepts.sqlite');

describe('writing into a store', () => {
  it('shows a terminology only once it is whole, and then at once to readers that are open', () => {
    const folder = temporaryFolder();
    put(folder, 'other', [concept('O:1', 'other')]);
    const store = reader(folder);
    const { revision } = store;
    const writer = writerIn(folder);
    writer.begin(begin);
    writer.append(many(12_000), 0.5);
    expect(store.revision).toBe(revision);
    expect(store.terminologies().map(({ name }) => name)).toEqual(['other']);
    expect(store.concept('T:1')).toBeUndefined();
    expect(store.nameCount).toBe(1);
    finish(writer.finish(facts));
    expect(store.revision).not.toBe(revision);
    expect(store.concept('T:1')?.name).toBe('concept 1 of many T');
    expect(store.nameCount).toBe(12_001);
  });

  it('lets readers read at every step of the end of an import', () => {
    const folder = temporaryFolder();
    put(folder, 'terms', many(500));
    const store = reader(folder);
    const writer = writerIn(folder);
    writer.begin(begin);
    writer.append(many(500, 'U'), 0.5);
    for (const _ of writer.finish(facts)) {
      expect(store.nameCount).toBe(500);
      expect(store.search('concept 7 of many', { limit: 1 })).toHaveLength(1);
    }
    expect(store.concept('T:7')).toBeUndefined();
    expect(store.concept('U:7')?.identifier).toBe('U:7');
  });

  it('keeps the old terminology until the new one of its name is whole, and then leaves nothing of it', () => {
    const folder = temporaryFolder();
    put(folder, 'terms', many(3000));
    const size = statSync(file(folder)).size;
    const writer = StoreWriter.open(folder, 'terms');
    writer.begin(begin);
    writer.append([concept('N:1', 'new')], 0.1);
    writer.close();
    expect(reader(folder).concept('T:1')).toBeDefined();
    put(folder, 'terms', [concept('N:1', 'new')]);
    const store = reader(folder);
    expect(store.concept('T:1')).toBeUndefined();
    expect(store.concept('N:1')?.name).toBe('new');
    expect(statSync(file(folder)).size).toBeLessThan(size / 2);
  });

  it('goes on with what was stored of the same, and begins anew with anything else', () => {
    const folder = temporaryFolder();
    const writer = StoreWriter.open(folder, 'terms');
    expect(writer.begin(begin)).toBe(0);
    writer.append(many(700), 0.25);
    writer.close();
    expect(readAllTerminologies(folder)).toMatchObject([{ name: 'terms', interrupted: 0.25, concepts: 700 }]);
    const next = writerIn(folder);
    expect(next.begin(begin)).toBe(700);
    expect(next.lastIdentifier()).toBe('T:699');
    next.discard();
    expect(next.begin({ ...begin, fingerprint: 'other' })).toBe(0);
    next.discard();
    expect(next.terminologies()).toEqual([]);
  });

  it('refuses a second writer, and says who writes', () => {
    const folder = temporaryFolder();
    const writer = StoreWriter.open(folder, 'mesh');
    expect(() => StoreWriter.open(folder, 'other')).toThrow(
      `concepts.sqlite: process ${process.pid} is importing or removing "mesh"; try again when it has ended`,
    );
    writer.begin(begin);
    expect(readAllTerminologies(folder)).toEqual([]);
    writer.close();
    StoreWriter.open(folder, 'other').close();
  });

  it('removes a terminology and gives its space back', () => {
    const folder = temporaryFolder();
    put(folder, 'small', [concept('S:1', 'small')]);
    const size = statSync(file(folder)).size;
    put(folder, 'terms', many(3000));
    const writer = StoreWriter.open(folder, 'terms');
    expect(finish(writer.remove('terms'))).toBe(true);
    expect(finish(writer.remove('terms'))).toBe(false);
    writer.close();
    expect(reader(folder).terminologies()).toMatchObject([{ name: 'small' }]);
    expect(statSync(file(folder)).size).toBeLessThan(size * 1.2);
  });

  it('names both lines of an identifier that stands twice, and leaves nothing of the import', () => {
    const folder = temporaryFolder();
    const writer = writerIn(folder);
    writer.begin(begin);
    writer.append(
      [concept('T:1', 'a', { line: 3 }), concept('T:2', 'b', { line: 4 }), concept('T:1', 'c', { line: 9 })],
      1,
    );
    expect(() => finish(writer.finish(facts))).toThrow(
      'terms.tsv: line 9: "T:1" stands there already in line 3: give one of them another identifier, or remove it',
    );
    expect(writer.terminologies()).toEqual([]);
  });

  it('names the concepts of a cycle of parents', () => {
    const folder = temporaryFolder();
    put(folder, 'terms', [concept('T:1', 'old')]);
    const writer = writerIn(folder);
    writer.begin(begin);
    writer.append(
      [
        concept('T:1', 'a', { parents: ['T:0', 'ELSEWHERE:1'], line: 2 }),
        concept('T:2', 'b', { parents: ['T:1', 'T:4'], line: 3 }),
        concept('T:3', 'c', { parents: ['T:2'], line: 4 }),
        concept('T:4', 'd', { parents: ['T:3'], line: 5 }),
      ],
      1,
    );
    expect(() => finish(writer.finish(facts))).toThrow(
      'terms.tsv: line 3: a cycle of parents: "T:2" is a "T:4" is a "T:3" is a "T:2": remove one of these relations',
    );
    expect(reader(folder).concept('T:1')?.name).toBe('old');
  });

  it('says that the disk is full, and goes on when there is room', () => {
    const folder = temporaryFolder();
    put(folder, 'terms', many(50));
    const limit = limitPages(60);
    const writer = StoreWriter.open(folder, 'terms');
    limit.restore();
    writer.begin(begin);
    expect(() => writer.append(many(12_000), 0.5)).toThrow(/concepts\.sqlite: the disk is full; make room and go on/);
    writer.close();
    expect(reader(folder).concept('T:7')?.name).toBe('concept 7 of many T');
    const next = writerIn(folder);
    const stored = next.begin(begin);
    next.append(many(12_000).slice(stored), 1);
    expect(finish(next.finish(facts)).concepts).toBe(12_000);
    expect(reader(folder).nameCount).toBe(12_000);
  });

  it('keeps a store of another version beside the new one', () => {
    const folder = temporaryFolder();
    put(folder, 'terms', [concept('T:1', 'old')]);
    const db = openDatabase(file(folder));
    db.exec("UPDATE setting SET value = 0 WHERE name = 'keysVersion'");
    db.close();
    expect(() => openStore(folder)).toThrow(/made by another version of GERBERA .*import the terminologies again/);
    expect(readFileSync(file(folder)).length).toBeGreaterThan(0);
    const writer = StoreWriter.open(folder, 'terms');
    expect(writer.aside).toEqual({ file: path.join(folder, 'concepts.old-1.sqlite'), names: ['terms'] });
    writer.close();
    put(folder, 'terms', [concept('T:1', 'new')]);
    expect(reader(folder).concept('T:1')?.name).toBe('new');
    expect(readdirSync(folder).filter((name) => /^concepts\.old-1\.sqlite$/.test(name))).toHaveLength(1);
  });

  it('refuses a file that is no store, and leaves it alone', () => {
    const folder = temporaryFolder();
    writeFileSync(file(folder), 'my notes\n'.repeat(1000));
    expect(() => openStore(folder)).toThrow(/concepts\.sqlite: not a store of terminologies: move the file away/);
    expect(() => StoreWriter.open(folder, 'terms')).toThrow(/not a store of terminologies/);
    expect(readFileSync(file(folder), 'utf8')).toBe('my notes\n'.repeat(1000));
    rmSync(file(folder));
    const other = openDatabase(file(folder));
    other.exec('CREATE TABLE mine (x)');
    other.close();
    expect(() => openStore(folder)).toThrow(UserError);
    expect(() => StoreWriter.open(folder, 'terms')).toThrow(/not a store of terminologies/);
  });

  it('says so where there is no store, and makes none', () => {
    const folder = temporaryFolder();
    expect(() => openStore(path.join(folder, 'none'))).toThrow(/there is no store of terminologies: import one first/);
    expect(existsSync(path.join(folder, 'none'))).toBe(false);
  });

  it('takes nothing over from a store that somebody has removed without what belongs to it', () => {
    const folder = temporaryFolder();
    put(folder, 'terms', [concept('T:1', 'old')]);
    const store = openStore(folder);
    const writer = StoreWriter.open(folder, 'terms');
    writer.begin(begin);
    writer.append(many(3000), 0.5);
    const left = readFileSync(`${file(folder)}-wal`);
    writer.close();
    store.close();
    rmSync(file(folder));
    writeFileSync(`${file(folder)}-wal`, left);
    put(folder, 'terms', [concept('N:1', 'new')]);
    expect(reader(folder).terminologies()).toMatchObject([{ concepts: 1 }]);
    expect(reader(folder).concept('N:1')?.name).toBe('new');
  });

  it('takes an empty file for a store that was not made yet', () => {
    const folder = temporaryFolder();
    writeFileSync(file(folder), '');
    put(folder, 'terms', [concept('T:1', 'one')]);
    expect(reader(folder).concept('T:1')?.name).toBe('one');
  });

  it.skipIf(process.getuid?.() === 0)('says which folder may not be written', () => {
    const folder = temporaryFolder();
    chmodSync(folder, 0o500);
    expect(() => StoreWriter.open(folder, 'terms')).toThrow(new RegExp(`${folder}.*(permission|may read and write)`));
    expect(() => StoreWriter.open(path.join(folder, 'inside'), 'terms')).toThrow(UserError);
  });
});

/** Databases that are opened from now on have so many pages at most, as on a disk that is full. */
function limitPages(pages: number): { restore(): void } {
  const { DatabaseSync } = process.getBuiltinModule('node:sqlite');
  const { exec } = DatabaseSync.prototype;
  DatabaseSync.prototype.exec = function limited(sql: string) {
    exec.call(this, sql);
    if (sql.includes('journal_mode = WAL')) exec.call(this, `PRAGMA max_page_count = ${pages}`);
  };
  const restore = () => {
    DatabaseSync.prototype.exec = exec;
  };
  onTestFinished(restore);
  return { restore };
}

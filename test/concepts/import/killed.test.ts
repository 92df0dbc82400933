import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { listTerminologies } from '../../../src/concepts/import/terminologies.ts';
import { openStore } from '../../../src/concepts/store/open-store.ts';
import { openDatabase } from '../../../src/concepts/store/sqlite.ts';
import { randomOf } from '../../../src/core/random.ts';
import { concept, put, temporaryFolder } from '../store/made-store.ts';

/** Names are stored some thousand at a time: there are several such times in an import. */
const concepts = 6000;

interface Ended {
  readonly killed: boolean;
  readonly output: string;
}

/** Runs an import in a process of its own, which kills itself at a statement. */
function importing(folder: string, place: string, statement: number): Promise<Ended> {
  const child = path.join(import.meta.dirname, 'import-child.ts');
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [child, folder, place, String(statement)], (error, stdout, stderr) => {
      const killed = error?.signal === 'SIGKILL';
      if (error && !killed) reject(new Error(stderr));
      else resolve({ killed, output: stdout });
    });
  });
}

/** All that is in a store, but for when it came there and what its tables are called. */
function dump(folder: string): Readonly<Record<string, unknown>> {
  const db = openDatabase(path.join(folder, 'concepts.sqlite'), true);
  try {
    const tables = db
      .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'sqlite_sequence'")
      .all();
    const number = db.prepare("SELECT id FROM terminology WHERE name = 'terms'").get()?.id;
    const content = tables.map(({ name }) => {
      const rows = db.prepare(`SELECT * FROM ${name} ORDER BY 1, 2`).all();
      const table = String(name).replace(new RegExp(`_${number}$`), '');
      return [
        table,
        rows.map(({ ...row }) => (table === 'terminology' ? { ...row, id: 0, imported: '', share: 0 } : row)),
      ];
    });
    expect(db.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
    expect(db.prepare('PRAGMA freelist_count').get()).toEqual({ freelist_count: 0 });
    return Object.fromEntries(content);
  } finally {
    db.close();
  }
}

describe('an import that is killed', () => {
  it('leaves the old terminology whole, and goes on to the same as one that was not', {
    timeout: 240_000,
  }, async () => {
    const folder = temporaryFolder();
    const place = path.join(folder, 'terms.tsv');
    const rows = Array.from(
      { length: concepts },
      (_, i) =>
        `T:${i}\tname ${i} of a concept\tother ${i}|third ${i % 700}\tX:${i}\t${i > 0 ? `parents=T:${i >> 1}` : ''}\n`,
    );
    writeFileSync(place, `id\tname\tsynonyms\txrefs\textra\n${rows.join('')}`);
    const old = path.join(folder, 'old');
    mkdirSync(old);
    put(old, 'terms', [concept('OLD:1', 'old name')]);
    const copyOld = (name: string) => {
      const copy = path.join(folder, name);
      mkdirSync(copy);
      copyFileSync(path.join(old, 'concepts.sqlite'), path.join(copy, 'concepts.sqlite'));
      return copy;
    };

    const whole = copyOld('whole');
    const { output } = await importing(whole, place, 0);
    const statements = Number(/statements (\d+)/.exec(output)?.[1]);
    const expected = dump(whole);

    const random = randomOf('kills');
    // Where it begins, where it ends, in the last steps, in which there are few statements, and anywhere.
    const points = [8, statements >> 1, random.below(statements), statements - 1, random.below(statements)];
    const cut = copyOld('cut');
    let resumed = 0;
    for (const point of [...points, statements - 6, statements - 3]) {
      const { killed, output } = await importing(cut, place, point);
      resumed = Math.max(resumed, Number(/resumed (\d+)/.exec(output)?.[1] ?? 0));
      if (!killed) continue;
      const store = openStore(cut);
      try {
        expect(store.terminologies()).toHaveLength(1);
        if (store.concept('OLD:1') === undefined) expect(store.nameCount).toBe(3 * concepts);
        else expect(store.nameCount).toBe(1);
        expect(store.search('name', { limit: 1 })).toHaveLength(1);
      } finally {
        store.close();
      }
    }
    expect(resumed).toBeGreaterThan(1000);
    await importing(cut, place, 0);
    expect(dump(cut)).toEqual(expected);
    expect(listTerminologies(cut)).toHaveLength(1);
  });
});

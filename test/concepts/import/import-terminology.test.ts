import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  type ImportEvent,
  type ImportOptions,
  importTerminology,
} from '../../../src/concepts/import/import-terminology.ts';
import { nameOf } from '../../../src/concepts/import/source.ts';
import { listTerminologies, removeTerminology } from '../../../src/concepts/import/terminologies.ts';
import { openDatabase } from '../../../src/concepts/store/sqlite.ts';
import { reader, temporaryFolder } from '../store/made-store.ts';

const header = 'id\tname\tsynonyms\txrefs\textra\n';

async function events(options: ImportOptions): Promise<readonly ImportEvent[]> {
  const all: ImportEvent[] = [];
  for await (const event of importTerminology({ type: 'Disease', ...options })) all.push(event);
  return all;
}

/** A table of terms in a folder of its own, and where a store may be made. */
function terms(content: string, name = 'terms.tsv'): { readonly place: string; readonly folder: string } {
  const outside = temporaryFolder();
  const place = path.join(outside, name);
  writeFileSync(place, content);
  return { place, folder: path.join(outside, 'store') };
}

function rows(count: number): string {
  return Array.from({ length: count }, (_, i) => `T:${i}\tname ${i}\tother ${i}|third ${i}\n`).join('');
}

describe('importing a terminology', () => {
  it('stores what the file says, and tells what it is', async () => {
    const { place, folder } = terms(`${header}T:1\tGout\tpodagra\tMESH:D006073\ttypes=Disease\n`);
    const all = await events({ folder, place, facts: { version: '7', licence: 'CC0' } });
    expect(all[0]).toEqual({ kind: 'begin', name: 'terms', form: 'tsv', resumed: 0 });
    const sha256 = createHash('sha256').update(readFileSync(place)).digest('hex');
    expect(all.at(-1)).toEqual({
      kind: 'done',
      problems: 0,
      terminology: {
        name: 'terms',
        title: 'terms',
        version: '7',
        licence: 'CC0',
        source: place,
        sha256,
        imported: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
        concepts: 1,
        names: 2,
        types: ['Disease'],
      },
    });
    expect(reader(folder).concept('T:1')?.names).toEqual([{ text: 'podagra', kind: 'synonym' }]);
  });

  it('tells how far it is, up to the end', async () => {
    const { place, folder } = terms(header + rows(9000));
    const told = (await events({ folder, place })).filter((event) => event.kind === 'progress');
    const shares = told.map(({ share }) => share);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(told.at(-1)).toMatchObject({ share: 1, concepts: 9000, names: 27_000 });
  });

  it('takes the date of a file for the version where nothing says it', async () => {
    const { place, folder } = terms(header + rows(1));
    utimesSync(place, new Date('2024-05-06'), new Date('2024-05-06'));
    await events({ folder, place });
    expect(listTerminologies(folder)).toMatchObject([{ version: '2024-05-06', licence: 'not stated' }]);
  });

  it('keeps what it has stored when it is aborted, and goes on from there', async () => {
    const { place, folder } = terms(header + rows(30_000));
    const abort = new AbortController();
    const aborted = (async () => {
      for await (const event of importTerminology({ type: 'Disease', folder, place, signal: abort.signal })) {
        if (event.kind === 'progress' && event.names > 10_000) abort.abort(new Error('enough'));
      }
    })();
    await expect(aborted).rejects.toThrow('enough');
    const [left] = listTerminologies(folder);
    expect(left).toMatchObject({ name: 'terms', interrupted: expect.any(Number) });
    expect(left?.concepts).toBeGreaterThan(3000);
    expect(reader(folder).terminologies()).toEqual([]);
    const [begun, ...rest] = await events({ folder, place });
    expect(begun).toMatchObject({ kind: 'begin', resumed: left?.concepts });
    expect(rest.at(-1)).toMatchObject({ kind: 'done', terminology: { concepts: 30_000, names: 90_000 } });
    expect(listTerminologies(folder)).toHaveLength(1);
    expect(reader(folder).concept('T:29999')?.name).toBe('name 29999');
  });

  it('begins anew with a file that has changed', async () => {
    const { place, folder } = terms(header + rows(9000));
    for await (const event of importTerminology({ type: 'Disease', folder, place }))
      if (event.kind === 'progress') break;
    expect(listTerminologies(folder)).toMatchObject([{ interrupted: expect.any(Number) }]);
    appendFileSync(place, 'U:1\tnew\n');
    const all = await events({ folder, place });
    expect(all[0]).toMatchObject({ resumed: 0 });
    expect(all.at(-1)).toMatchObject({ terminology: { concepts: 9001 } });
  });

  it('removes what a malformed file has brought, and leaves the old terminology', async () => {
    const { place, folder } = terms(header + rows(5));
    await events({ folder, place });
    writeFileSync(place, Buffer.concat([Buffer.from(header + rows(6000)), Buffer.from([0xff, 0xfe, 0x0a])]));
    await expect(events({ folder, place })).rejects.toThrow(/terms\.tsv: line 6002: .*UTF-8/);
    expect(listTerminologies(folder)).toMatchObject([{ concepts: 5 }]);
    writeFileSync(place, `${header}T:1\ta\nT:2\tb\nT:1\tc\n`);
    await expect(events({ folder, place })).rejects.toThrow(/line 4: "T:1" stands there already in line 2/);
    writeFileSync(place, `${header}T:1\ta\t\t\tparents=T:2\nT:2\tb\t\t\tparents=T:1\n`);
    await expect(events({ folder, place })).rejects.toThrow(/a cycle of parents/);
    writeFileSync(place, header);
    await expect(events({ folder, place })).rejects.toThrow(/there is no concept in it/);
    expect(listTerminologies(folder)).toMatchObject([{ concepts: 5 }]);
    expect(reader(folder).concept('T:4')?.name).toBe('name 4');
  });

  it('refuses a file that changes while it is read', async () => {
    const { place, folder } = terms(header + rows(9000));
    const reading = (async () => {
      let changed = false;
      for await (const _ of importTerminology({ type: 'Disease', folder, place })) {
        if (!changed) appendFileSync(place, 'U:1\tlate\n');
        changed = true;
      }
    })();
    await expect(reading).rejects.toThrow(/terms\.tsv: changed while it was read; import it again/);
    expect(listTerminologies(folder)).toEqual([]);
  });

  it('tells some of the problems of a file, and counts all', async () => {
    const { place, folder } = terms(`${header}T:1\tone\n${'T:2\t\n'.repeat(250)}`);
    const all = await events({ folder, place });
    expect(all.filter(({ kind }) => kind === 'problem')).toHaveLength(100);
    expect(all.at(-1)).toMatchObject({ problems: 250 });
  });

  it('tells of a store of another version, which is kept, and what it held', async () => {
    const { place, folder } = terms(header + rows(2));
    await events({ folder, place, name: 'old' });
    const db = openDatabase(path.join(folder, 'concepts.sqlite'));
    db.exec("UPDATE setting SET value = 0 WHERE name = 'keysVersion'");
    db.close();
    const [first] = await events({ folder, place });
    const kept = path.join(folder, 'concepts.old-1.sqlite');
    expect(first).toEqual({
      kind: 'note',
      message: `the store was made by another version of GERBERA and is kept as ${kept}; import what it held again: old`,
    });
    expect(existsSync(kept)).toBe(true);
    expect(listTerminologies(folder).map(({ name }) => name)).toEqual(['terms']);
  });

  it('tells which files of a folder it leaves out as they are of other terminologies', async () => {
    const { place, folder } = terms(
      '*NEWRECORD\nRECTYPE = D\nMH = Gout\nMN = C05.550.354\nUI = D006073\n',
      'd2026.bin',
    );
    const outside = path.dirname(place);
    writeFileSync(path.join(outside, 'doid.obo'), '[Term]\nid: DOID:1\nname: a\n');
    writeFileSync(path.join(outside, 'c2026.bin'), '*NEWRECORD\nRECTYPE = C\nNM = b\nUI = C000002\n');
    writeFileSync(path.join(outside, 'readme.txt'), 'Some text.\n');
    const all = await events({ folder, place: outside, name: 'mesh' });
    expect(all.filter(({ kind }) => kind === 'note')).toEqual([
      { kind: 'note', message: `${path.join(outside, 'doid.obo')}: not read with its folder; import it by itself` },
    ]);
    expect(all.at(-1)).toMatchObject({ terminology: { concepts: 2 } });
  });

  it('takes a store without content for none', async () => {
    const { place, folder } = terms(header + rows(2));
    mkdirSync(folder);
    writeFileSync(path.join(folder, 'concepts.sqlite'), '');
    expect(listTerminologies(folder)).toEqual([]);
    await events({ folder, place });
    expect(listTerminologies(folder)).toHaveLength(1);
  });

  it('makes no store for what cannot be read', async () => {
    const { place, folder } = terms('no form at all');
    await expect(events({ folder, place })).rejects.toThrow(/of no form/);
    await expect(events({ folder, place: `${place}.none` })).rejects.toThrow(/no such file/);
    await expect(events({ folder, place, name: 'a/b' })).rejects.toThrow(/cannot be called "a\/b"/);
    expect(existsSync(folder)).toBe(false);
  });

  it('names a terminology by its file', () => {
    expect(nameOf('/x/desc2026.xml.gz')).toBe('desc2026');
    expect(nameOf('/x/taxdump/')).toBe('taxdump');
    expect(nameOf('/x/Homo_sapiens.gene_info.gz')).toBe('homo_sapiens.gene_info');
    expect(nameOf('/x/My terms (new).TSV')).toBe('my-terms-new-');
    expect(nameOf('/x/...')).toBe('terminology');
  });
});

describe('the terminology that comes with the product', () => {
  const embedded = (folder: string) => {
    const file = path.join(folder, '..', 'embedded.tsv');
    writeFileSync(file, `${header}E:1\tembedded\t\t\ttypes=Disease\n`);
    return file;
  };

  it('goes into a new store, and not again once it is removed', async () => {
    const { place, folder } = terms(header + rows(1));
    await events({ folder, place, embedded: embedded(folder) });
    expect(listTerminologies(folder).map(({ name }) => name)).toEqual(['samples', 'terms']);
    await removeTerminology(folder, 'samples');
    await events({ folder, place, embedded: embedded(folder) });
    expect(listTerminologies(folder).map(({ name }) => name)).toEqual(['terms']);
  });

  it('does not go in if it was removed before there was a store', async () => {
    const { place, folder } = terms(header + rows(1));
    mkdirSync(folder);
    await removeTerminology(folder, 'samples');
    await events({ folder, place, embedded: embedded(folder) });
    expect(listTerminologies(folder).map(({ name }) => name)).toEqual(['terms']);
  });
});

describe('removing a terminology', () => {
  it('says what there is where there is none of the name', async () => {
    const { place, folder } = terms(header + rows(1));
    await expect(removeTerminology(folder, 'mesh')).rejects.toThrow(/no terminology is called "mesh"; there are none/);
    expect(existsSync(folder)).toBe(false);
    await events({ folder, place });
    await expect(removeTerminology(folder, 'mesh')).rejects.toThrow(/there are terms/);
    await removeTerminology(folder, 'terms');
    expect(listTerminologies(folder)).toEqual([]);
  });

  it('removes what is left of an interrupted import', async () => {
    const { place, folder } = terms(header + rows(9000));
    for await (const event of importTerminology({ type: 'Disease', folder, place }))
      if (event.kind === 'progress') break;
    await removeTerminology(folder, 'terms');
    expect(listTerminologies(folder)).toEqual([]);
  });
});

import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entriesOf, membersOf, placeKindOf } from '../../../src/concepts/forms/archive/archive.ts';
import { PlaceReader } from '../../../src/concepts/forms/place-reader.ts';
import { UserError } from '../../../src/core/errors.ts';
import { scratchFolder, write } from '../../corpus/files.ts';
import { tarOf, zipOf } from './archives.ts';

const folder = scratchFolder();
let count = 0;
const place = (content: string | Uint8Array, ending: string) => write(folder, `${count++}.${ending}`, content);
const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no error',
    (thrown: unknown) => {
      if (!(thrown instanceof UserError)) throw thrown;
      return thrown.message.replace(`${folder}/`, '');
    },
  );

interface Read {
  readonly texts: Readonly<Record<string, string>>;
  readonly progress: readonly number[];
}

/** Reads all files of a place, side by side. */
async function readAll(where: string, signal = new AbortController().signal): Promise<Read> {
  const progress: number[] = [];
  const watch = { facts: () => {}, problem: () => {}, progress: (bytes: number) => progress.push(bytes), signal };
  const reader = await PlaceReader.open(where, watch);
  reader.plan(reader.members);
  const texts = await Promise.all(
    reader.members.map(async (member) => {
      const lines: string[] = [];
      for await (const { texts } of reader.lines(member)) for (const text of texts) lines.push(text);
      return [member.name, lines.join('\n')] as const;
    }),
  );
  return { texts: Object.fromEntries(texts), progress };
}

const files = { 'b/two.txt': 'zwei\nβ', 'one.txt': 'eins\r\nein', 'gz.txt.gz': gzipSync('drei'), 'empty.txt': '' };
const read = { 'b/two.txt': 'zwei\nβ', 'one.txt': 'eins\nein', 'gz.txt.gz': 'drei', 'empty.txt': '' };

describe('the files of a terminology', () => {
  it('are read from a zip archive, deflated or stored', async () => {
    for (const method of [0, 8]) {
      const archive = place(zipOf({ ...files, '.hidden': 'x', '__MACOSX/._one.txt': 'x' }, { method }), 'zip');
      expect(await entriesOf(archive)).toEqual(['b/two.txt', 'empty.txt', 'gz.txt.gz', 'one.txt']);
      expect((await readAll(archive)).texts).toEqual(read);
    }
  });

  it('are read from a tar archive, compressed or not', async () => {
    const tar = await tarOf(files);
    for (const archive of [place(tar, 'tar'), place(gzipSync(tar), 'tar.gz'), place(gzipSync(tar), 'dat')]) {
      expect(await placeKindOf(archive)).toBe('tar');
      expect(await entriesOf(archive)).toEqual(['b/two.txt', 'empty.txt', 'gz.txt.gz', 'one.txt']);
      expect((await readAll(archive)).texts).toEqual(read);
    }
  });

  it('are read from a folder, without those that are hidden or lead nowhere', async () => {
    const where = join(folder, 'folder');
    mkdirSync(join(where, 'inner'), { recursive: true });
    write(where, 'a.txt', 'α');
    write(where, 'b.txt.gz', gzipSync('β'));
    write(where, '._a.txt', 'x');
    symlinkSync('nowhere', join(where, 'c.txt'));
    expect(await entriesOf(where)).toEqual(['a.txt', 'b.txt.gz']);
    expect((await readAll(where)).texts).toEqual({ 'a.txt': 'α', 'b.txt.gz': 'β' });
  });

  it('are one of a plain file, which has no entries', async () => {
    const file = place(gzipSync('α\n'), 'txt.gz');
    expect(await entriesOf(file)).toEqual([]);
    expect(Object.values((await readAll(file)).texts)).toEqual(['α']);
  });

  it('tell a progress that only grows, up to the size of the place', async () => {
    const text = Array.from({ length: 200_000 }, (_, index) => `line ${index * 7919}`).join('\n');
    const tar = gzipSync(await tarOf({ a: text, b: text, c: text }));
    const zip = zipOf({ a: text, b: text, c: text });
    for (const [content, ending, smallest] of [
      [tar, 'tar.gz', 1],
      // The directory of the archive is no content.
      [zip, 'zip', 0.99],
    ] as const) {
      const { progress } = await readAll(place(content, ending));
      expect(progress.length).toBeGreaterThan(3);
      expect(progress).toEqual([...progress].sort((one, other) => one - other));
      expect(progress.at(-1)).toBeGreaterThanOrEqual(content.length * smallest);
      expect(progress.at(-1)).toBeLessThanOrEqual(content.length);
    }
  });

  it('are not read on once the signal is aborted', async () => {
    const controller = new AbortController();
    const archive = place(zipOf(files), 'zip');
    controller.abort(new Error('stopped'));
    await expect(readAll(archive, controller.signal)).rejects.toThrow('stopped');
  });
});

describe('an archive that is not well', () => {
  it('is refused if a name leads out of it', async () => {
    expect(await failure(membersOf(place(zipOf({ '../x': 'x' }), 'zip')))).toMatch(/leads out of it/);
    expect(await failure(membersOf(place(zipOf({ '/etc/x': 'x' }), 'zip')))).toContain('leads out of it');
    for (const name of ['../x', '/x', 'a/../../x', 'C:\\x', '..']) {
      expect(await failure(membersOf(place(await tarOf({ [name]: 'x' }), 'tar')))).toContain('leads out of it');
    }
  });

  it('is told to be encrypted, or compressed in another way', async () => {
    expect(await failure(readAll(place(zipOf(files, { encrypted: true }), 'zip')))).toMatch(
      /: encrypted; unpack the archive and give the folder$/,
    );
    expect(await failure(readAll(place(zipOf(files, { method: 9 }), 'zip')))).toContain('method 9');
  });

  it('is told to be damaged if sizes or checksums differ', async () => {
    for (const options of [{ size: 1 }, { size: 100 }, { checksum: 1 }]) {
      expect(await failure(readAll(place(zipOf({ a: 'text' }, options), 'zip')))).toContain('size or checksum');
    }
  });

  it('is told to be cut short', async () => {
    const zip = zipOf(files);
    expect(await failure(readAll(place(zip.subarray(0, -30), 'zip')))).toContain('damaged or cut short');
    const tar = await tarOf(files);
    expect(await failure(readAll(place(tar.subarray(0, 600), 'tar')))).toContain('cut short');
    const zipped = gzipSync(tar);
    expect(await failure(readAll(place(zipped.subarray(0, -20), 'tar.gz')))).toContain('the gzip data end too early');
    const inner = gzipSync('text'.repeat(1000)).subarray(0, -9);
    expect(await failure(readAll(place(zipOf({ 'a.gz': inner }), 'zip')))).toMatch(
      /a\.gz: line 1 or after it: the gzip data end too early/,
    );
    expect(await failure(readAll(place(new Uint8Array(), 'tar.gz')))).toContain('not compressed with gzip');
    expect(await failure(readAll(place('', 'zip')))).toContain('damaged or cut short');
  });

  it('is refused if it grows as only bombs do', async () => {
    const bomb = place(zipOf({ a: Buffer.alloc(2 ** 27 + 2 ** 20, '\n') }), 'zip');
    expect(await failure(readAll(bomb))).toContain('more than 400 times larger than its compressed form');
  });

  it('gives its text or an error for users, whatever is changed in it', async () => {
    const tar = await tarOf(files);
    const whole = [zipOf(files), tar, gzipSync(tar)];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...whole),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 }),
        fc.option(fc.nat(), { nil: undefined }),
        async (content, changes, cut) => {
          const bytes = Buffer.from(cut === undefined ? content : content.subarray(0, cut % content.length));
          for (const [at, value] of changes) if (bytes.length > 0) bytes[at % bytes.length] = value;
          await failure(readAll(write(folder, 'fuzzed', bytes)));
        },
      ),
      { numRuns: 150 },
    );
  });

  it('is said to be absent or no file', async () => {
    expect(await failure(membersOf(join(folder, 'absent')))).toBe('absent: no such file or folder');
  });
});

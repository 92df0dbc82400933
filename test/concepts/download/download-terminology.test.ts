import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type DownloadEvent,
  type DownloadOptions,
  downloadTerminology,
} from '../../../src/concepts/download/download-terminology.ts';
import {
  addressesOf,
  fileNameOf,
  type TerminologyEntry,
  terminologyEntries,
} from '../../../src/concepts/download/downloads.ts';
import { terminologyForms } from '../../../src/concepts/forms/forms.ts';
import { listTerminologies } from '../../../src/concepts/import/terminologies.ts';
import { productFolder } from '../../../src/library/folders.ts';
import { fileOf, localServer } from '../../files/download/server.ts';

const server = localServer();
const table = Buffer.from('id\tname\tsynonyms\nDOID:1485\tCystic Fibrosis\tmucoviscidosis\n');
const packed = gzipSync(table);
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'gerbera-download-'));
  server.asked.length = 0;
  server.answers.clear();
});

afterEach(() => rmSync(folder, { recursive: true }));

function entry(place: string, more: Partial<TerminologyEntry> = {}): TerminologyEntry {
  return {
    name: 'terms',
    title: 'Some terms',
    address: `${server.address}${place}`,
    licence: 'CC0 1.0',
    size: 100,
    description: '',
    form: 'tsv',
    version: 'date',
    ...more,
  };
}

async function download(of: TerminologyEntry, more: Partial<DownloadOptions> = {}): Promise<DownloadEvent[]> {
  const events: DownloadEvent[] = [];
  for await (const event of downloadTerminology(of, { folder, pause: 5, ...more })) events.push(event);
  return events;
}

describe('downloadTerminology', () => {
  it('downloads, checks and imports, and leaves nothing but the store', async () => {
    server.answers.set('/terms.tsv.gz', fileOf(packed));
    const events = await download(entry('/terms.tsv.gz'));
    const sha256 = createHash('sha256').update(packed).digest('hex');
    expect(events.find(({ kind }) => kind === 'checked')).toMatchObject({ sha256, publisher: false });
    expect(events.at(-1)).toMatchObject({
      kind: 'done',
      terminology: {
        name: 'terms',
        title: 'Some terms',
        version: '2025-11-01',
        licence: 'CC0 1.0',
        sha256,
        concepts: 1,
      },
    });
    const share = events.flatMap((event) => (event.kind === 'download' ? [event.bytes / (event.total ?? 0)] : []));
    expect(share.at(-1)).toBe(1);
    expect(readdirSync(path.join(folder, 'downloads'))).toEqual([]);
    expect(listTerminologies(folder)).toHaveLength(1);
  });

  it('keeps the file where it is asked to, and does not call for it again', async () => {
    server.answers.set('/terms.tsv.gz', fileOf(packed));
    const to = path.join(folder, 'kept');
    await download(entry('/terms.tsv.gz'), { to });
    expect(existsSync(path.join(to, 'terms.tsv.gz'))).toBe(true);
    const events = await download(entry('/terms.tsv.gz'), { to });
    expect(events).toContainEqual({ kind: 'note', message: 'the file that is there already is the newest' });
    expect(events.at(-1)).toMatchObject({ kind: 'done' });
  });

  it('compares the publisher’s checksum', async () => {
    server.answers.set('/terms.tsv.gz', fileOf(packed));
    const md5 = `${server.address}/terms.md5`;
    const answer = (text: string) => server.answers.set('/terms.md5', (_, response) => response.end(text));
    answer(`${createHash('md5').update(packed).digest('hex').toUpperCase()}  terms.tsv.gz\n`);
    const events = await download(entry('/terms.tsv.gz', { md5 }));
    expect(events.find(({ kind }) => kind === 'checked')).toMatchObject({ publisher: true });
    answer(`${'0'.repeat(32)}  terms.tsv.gz\n`);
    await expect(download(entry('/terms.tsv.gz', { md5 }))).rejects.toThrow(
      /its MD5 is [0-9a-f]{32}, and the publisher's is 0{32}: .*try again/,
    );
    expect(readdirSync(path.join(folder, 'downloads'))).toEqual([]);
    answer('gone');
    await expect(download(entry('/terms.tsv.gz', { md5 }))).rejects.toThrow(/holds no checksum/);
    server.answers.delete('/terms.md5');
    const without = await download(entry('/terms.tsv.gz', { md5 }));
    expect(without.find(({ kind }) => kind === 'checked')).toMatchObject({ publisher: false });
    expect(without.some((event) => event.kind === 'note' && /checksum is not there any more/.test(event.message))).toBe(
      true,
    );
  });

  it('refuses what is damaged, a web page, or of another form, and leaves the store as it was', async () => {
    server.answers.set('/terms.tsv.gz', fileOf(packed));
    await download(entry('/terms.tsv.gz'));
    const damaged = Buffer.from(packed);
    damaged[damaged.length - 6]! ^= 0xff;
    const cases = [
      [damaged, /what came is damaged: incorrect data check/],
      [packed.subarray(0, packed.length - 9), /what came is damaged: unexpected end of file/],
      [Buffer.from('\n <!DOCTYPE html><html>Please log in</html>'), /a web page came instead of the file/],
      [gzipSync('<html lang="en">Down</html>'), /a web page came instead of the file/],
      [
        Buffer.from('format-version: 1.4\n\n[Term]\nid: DOID:4\nname: disease\n'),
        /is of the form obo, while Some terms is to be tsv/,
      ],
      [Buffer.from('{"error": "quota"}'), /is of no form that is known, while Some terms/],
      [Buffer.alloc(0), /is of no form that is known/],
    ] as const;
    for (const [index, [bytes, message]] of cases.entries()) {
      server.answers.set(`/bad${index}`, fileOf(bytes));
      await expect(download(entry(`/bad${index}`))).rejects.toThrow(message);
      expect(readdirSync(path.join(folder, 'downloads'))).toEqual([]);
    }
    expect(listTerminologies(folder)).toMatchObject([{ name: 'terms', concepts: 1 }]);
  });

  it('takes last year’s release where this year’s is not there yet', async () => {
    const [newest = ''] = addressesOf({ ...terminologyEntries[0]!, address: '{year}' });
    const year = Number(newest);
    server.answers.set(`/desc${year - 1}.tsv`, fileOf(table));
    const events = await download(entry('/desc{year}.tsv', { version: 'year' }));
    expect(events.at(-1)).toMatchObject({ kind: 'done', terminology: { version: String(year - 1) } });
    expect(events).toContainEqual({ kind: 'note', message: `${server.address}/desc${year}.tsv: not there yet` });
    await expect(download(entry('/none{year}.tsv'))).rejects.toThrow(/answers 404/);
  });

  it('stops when it is told to, also when nobody listens any more, and goes on later', async () => {
    const big = Buffer.concat([table, Buffer.from('DOID:850\tlung disease\t\n')]);
    server.answers.set('/slow', (_, response) => {
      response.writeHead(200, { etag: '"one"', 'content-length': big.length });
      response.write(big.subarray(0, 20));
    });
    const reason = new Error('enough');
    const stop = new AbortController();
    const untilItComes = async () => {
      for await (const { kind } of downloadTerminology(entry('/slow'), { folder, signal: stop.signal }))
        if (kind === 'download') stop.abort(reason);
    };
    await expect(untilItComes()).rejects.toBe(reason);
    for await (const event of downloadTerminology(entry('/slow'), { folder })) if (event.kind === 'download') break;
    server.answers.set('/slow', fileOf(big));
    const events = await download(entry('/slow'));
    expect(server.asked.at(-1)).toBe('/slow bytes=20-');
    expect(events.at(-1)).toMatchObject({ kind: 'done', terminology: { concepts: 2 } });
  });
});

describe('the table of downloads', () => {
  it('has names and official https addresses, each once, and forms that are read', () => {
    const names = terminologyEntries.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => !/^[a-z][a-z-]*$/.test(name))).toEqual([]);
    const addresses = terminologyEntries.flatMap((each) => [...addressesOf(each), ...(each.md5 ? [each.md5] : [])]);
    const publishers =
      /^https:\/\/(nlmpubs\.nlm\.nih\.gov|ftp\.ncbi\.nlm\.nih\.gov|storage\.googleapis\.com\/public-download-files\/hgnc|purl\.obolibrary\.org|ftp\.ebi\.ac\.uk|ftp\.expasy\.org|ctdbase\.org)\//;
    expect(addresses.filter((address) => !publishers.test(address) || fileNameOf(address) === 'download')).toEqual([]);
    expect(new Set(addresses).size).toBe(addresses.length);
    const known = terminologyForms.map(({ name }) => name);
    expect(terminologyEntries.map(({ form }) => form).filter((form) => !known.includes(form))).toEqual([]);
  });

  it('is told of in the documentation as it is, and so are the forms', () => {
    const page = readFileSync(path.join(productFolder(), 'docs', 'concepts.md'), 'utf8');
    const untold = terminologyEntries.filter(
      ({ name, title, description, licence }) =>
        !page.includes(`| \`${name}\` | ${title}: ${description} | `) || !page.includes(` MB | ${licence} |`),
    );
    expect(untold).toEqual([]);
    expect(terminologyForms.filter(({ name, title }) => !page.includes(`| ${title} | \`${name}\` |`))).toEqual([]);
  });

  it('asks for next year’s release when the year is nearly over', () => {
    const mesh = terminologyEntries[0]!;
    const years = (date: string) => addressesOf(mesh, new Date(date)).map((address) => /\d{4}/.exec(address)?.[0]);
    expect(years('2026-03-01')).toEqual(['2026', '2025']);
    expect(years('2026-12-01')).toEqual(['2027', '2026', '2025']);
  });
});

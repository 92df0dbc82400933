import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FetchOptions, fetchFile } from '../../../src/files/download/fetch-file.ts';
import { fileOf, localServer } from './server.ts';

const server = localServer();
const content = Buffer.from(Array.from({ length: 300_000 }, (_, index) => (index * 31) % 251));
let folder = '';
let file = '';
let notes: string[] = [];

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'gerbera-fetch-'));
  file = path.join(folder, 'terms.obo');
  notes = [];
  server.asked.length = 0;
  server.answers.clear();
});

afterEach(() => rmSync(folder, { recursive: true }));

function get(place: string, more: Partial<FetchOptions> = {}) {
  return fetchFile(place.startsWith('http') ? place : `${server.address}${place}`, file, {
    signal: new AbortController().signal,
    fetch: globalThis.fetch,
    onBytes: () => {},
    onNote: (message) => notes.push(message),
    pause: 5,
    ...more,
  });
}

describe('fetchFile', () => {
  it('downloads a file, tells how far it is, and leaves nothing but it and what is known of it', async () => {
    server.answers.set('/terms.obo', fileOf(content));
    const told: number[] = [];
    const remote = await get('/terms.obo', { onBytes: (bytes, total) => told.push(bytes / (total ?? 0)) });
    expect(readFileSync(file).equals(content)).toBe(true);
    expect(remote).toMatchObject({ etag: '"one"', size: content.length, modified: 'Sat, 01 Nov 2025 10:00:00 GMT' });
    expect([told[0], told.at(-1)]).toEqual([0, 1]);
    expect(told).toEqual([...told].sort((a, b) => a - b));
    expect(readdirSync(folder).sort()).toEqual(['terms.obo', 'terms.obo.download.json']);
  });

  it('goes on where a connection broke', async () => {
    server.answers.set('/terms.obo', fileOf(content, { cutAfter: 100_000 }));
    await get('/terms.obo');
    expect(readFileSync(file).equals(content)).toBe(true);
    expect(server.asked).toHaveLength(2);
    expect(server.asked[1]).toMatch(/^\/terms\.obo bytes=[1-9]\d+-$/);
    expect(notes.join('\n')).toMatch(/the connection broke .*; trying again\ngoing on after the 0\.\d MB/);
  });

  it('gets the whole file wherever the connection breaks', async () => {
    const small = content.subarray(0, 5000);
    const cuts = fc.array(fc.nat(small.length - 1), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(cuts, fc.boolean(), async (places, tagged) => {
        rmSync(folder, { recursive: true });
        mkdirSync(folder);
        server.asked.length = 0;
        const serve = fileOf(small, { etag: tagged ? '"one"' : null });
        server.answers.set('/terms.obo', (request, response, count) => {
          const place = places[count - 1];
          if (place === undefined) return serve(request, response, count);
          const from = tagged ? Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0) : 0;
          const part = small.subarray(from, Math.max(from, place));
          response.writeHead(from > 0 ? 206 : 200, {
            ...(tagged ? { etag: '"one"' } : {}),
            ...(from > 0 ? { 'content-range': `bytes ${from}-${small.length - 1}/${small.length}` } : {}),
            'content-length': small.length - from,
          });
          response.write(part, () => setTimeout(() => response.destroy(), 5));
          return undefined;
        });
        // More attempts without a new byte than it takes are no fault of it.
        const stuck = places.length >= 5;
        const got = await get('/terms.obo', { pause: 1 }).catch((thrown: Error) => thrown);
        if (stuck && got instanceof Error) expect(got.message).toMatch(/try again later$/);
        else expect(readFileSync(file).equals(small)).toBe(true);
      }),
      { numRuns: 25 },
    );
  });

  it('takes no file that ends before its length, or goes on elsewhere than it was asked to', async () => {
    const address = 'https://example.org/terms.obo';
    const short = async () => new Response('half', { headers: { 'content-length': '8' } });
    await expect(get(address, { fetch: short })).rejects.toThrow(/it ended after 4 of 8 bytes; try again later$/);
    server.answers.set('/terms.obo', fileOf(content));
    await get('/terms.obo');
    rmSync(file);
    writeFileSync(`${file}.partial`, content.subarray(0, 1234));
    server.answers.set('/terms.obo', (_, response) =>
      response.writeHead(206, { 'content-range': `bytes 5-${content.length - 1}/${content.length}` }).end('x'),
    );
    await expect(get('/terms.obo')).rejects.toThrow(/the server goes on at byte 5, not at 1234; try again later$/);
    expect(readFileSync(`${file}.partial`).equals(content.subarray(0, 1234))).toBe(true);
  });

  it('says before it begins that the disk has not the room', async () => {
    server.answers.set('/huge', (_, response) => response.writeHead(200, { 'content-length': 10 ** 15 }).write('x'));
    await expect(get('/huge')).rejects.toThrow(
      /1,000,000,000 MB are to come and [\d,]+ MB are free; make room, or choose another folder$/,
    );
    expect(readdirSync(folder)).toEqual([]);
  });

  it('goes on where an earlier process was killed', async () => {
    server.answers.set('/terms.obo', fileOf(content));
    await get('/terms.obo');
    rmSync(file);
    writeFileSync(`${file}.partial`, content.subarray(0, 1234));
    server.asked.length = 0;
    await get('/terms.obo');
    expect(server.asked).toEqual(['/terms.obo bytes=1234-']);
    expect(readFileSync(file).equals(content)).toBe(true);
  });

  it('begins anew where the file has changed meanwhile, or that cannot be told', async () => {
    for (const etag of ['"two"', null]) {
      server.answers.set('/terms.obo', fileOf(content, { etag: etag === null ? null : '"one"' }));
      await get('/terms.obo');
      rmSync(file);
      writeFileSync(`${file}.partial`, 'something of another file');
      server.answers.set('/terms.obo', fileOf(content, { etag }));
      await get('/terms.obo');
      expect(readFileSync(file).equals(content)).toBe(true);
    }
  });

  it('takes a partial file that is whole, and does not go on with one that is too long', async () => {
    server.answers.set('/terms.obo', fileOf(content));
    await get('/terms.obo');
    rmSync(file);
    writeFileSync(`${file}.partial`, content);
    await get('/terms.obo');
    expect(readFileSync(file).equals(content)).toBe(true);
    rmSync(file);
    writeFileSync(`${file}.partial`, Buffer.concat([content, content]));
    await get('/terms.obo');
    expect(readFileSync(file).equals(content)).toBe(true);
  });

  it('does not download again what the server still has', async () => {
    server.answers.set('/terms.obo', fileOf(content));
    await get('/terms.obo');
    const { mtimeMs } = statSync(file);
    await get('/terms.obo');
    expect(statSync(file).mtimeMs).toBe(mtimeMs);
    expect(notes).toEqual(['the file that is there already is the newest']);
    server.answers.set('/terms.obo', fileOf(Buffer.from('newer'), { etag: '"two"' }));
    await get('/terms.obo');
    expect(readFileSync(file, 'utf8')).toBe('newer');
  });

  it('asks again where the server is busy, waits as it says, and gives up at last', async () => {
    const serve = fileOf(content);
    server.answers.set('/busy', (request, response, count) => {
      if (count < 3) response.writeHead(503, { 'retry-after': '0' }).end();
      else serve(request, response, count);
    });
    await get('/busy');
    expect(server.asked).toHaveLength(3);
    server.answers.set('/broken', (_, response) => response.writeHead(500).end());
    await expect(get('/broken')).rejects.toThrow(/\/broken: the server answers 500 .*; try again later$/);
    expect(server.asked.filter((each) => each === '/broken')).toHaveLength(5);
  });

  it('tells what is absent or forbidden, at once', async () => {
    await expect(get('/absent')).rejects.toThrow(/\/absent: the server answers 404 Not Found: the publisher may have/);
    server.answers.set('/forbidden', (_, response) => response.writeHead(403).end());
    await expect(get('/forbidden')).rejects.toThrow(/answers 403 Forbidden; download it by hand/);
    expect(server.asked).toHaveLength(2);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('follows redirects, tells them, and refuses a circle and what is not https', async () => {
    server.answers.set('/terms.obo', fileOf(content));
    const to = (location: string) => (_: unknown, response: ServerResponse) =>
      response.writeHead(302, { location }).end();
    server.answers.set('/purl', to('/terms.obo'));
    await get('/purl');
    expect(notes).toEqual([`${new URL(server.address).host} sends on to ${server.address}/terms.obo`]);
    server.answers.set('/circle', to('/circle'));
    await expect(get('/circle')).rejects.toThrow(/more than 8 redirects; the address goes in a circle/);
    server.answers.set('/plain', to('http://example.org/terms.obo'));
    await expect(get('/plain')).rejects.toThrow(/leads to http:\/\/example\.org\/terms\.obo, which is not https/);
    server.answers.set('/file', to('file:///etc/passwd'));
    await expect(get('/file')).rejects.toThrow(/which is not https/);
    await expect(get('http://example.org/terms.obo')).rejects.toThrow(/^http:\/\/example.org\/terms.obo: is not https/);
  });

  it('never goes from https to http, not even on this machine', async () => {
    const fetch = async () => new Response(null, { status: 302, headers: { location: `${server.address}/terms.obo` } });
    await expect(get('https://example.org/terms.obo', { fetch })).rejects.toThrow(/which is not https/);
    expect(server.asked).toEqual([]);
  });

  it('refuses a web page that comes instead', async () => {
    server.answers.set('/terms.obo', fileOf(Buffer.from('<html>Log in</html>'), { type: 'text/html; charset=utf-8' }));
    await expect(get('/terms.obo')).rejects.toThrow(
      /a web page came instead of the file; open the address in a browser/,
    );
    expect(existsSync(file)).toBe(false);
  });

  it('gives up a server that is silent, and goes on from there', async () => {
    const serve = fileOf(content);
    server.answers.set('/slow', (request, response, count) => {
      if (count > 1) return serve(request, response, count);
      response.writeHead(200, { etag: '"one"', 'content-length': content.length });
      response.write(content.subarray(0, 50_000));
    });
    await get('/slow', { patience: 300 });
    expect(notes[0]).toMatch(/nothing came for 0\.3 s; trying again$/);
    expect(server.asked[1]).toBe('/slow bytes=50000-');
    expect(readFileSync(file).equals(content)).toBe(true);
  });

  it('stops when it is told to, and keeps what has come', async () => {
    server.answers.set('/slow', (_, response) => {
      response.writeHead(200, { etag: '"one"', 'content-length': content.length });
      response.write(content.subarray(0, 50_000));
    });
    const stop = new AbortController();
    const reason = new Error('enough');
    const onBytes = (bytes: number) => {
      if (bytes === 50_000) stop.abort(reason);
    };
    await expect(get('/slow', { signal: stop.signal, onBytes })).rejects.toBe(reason);
    expect(statSync(`${file}.partial`).size).toBe(50_000);
    server.answers.set('/slow', fileOf(content));
    await get('/slow');
    expect(server.asked.at(-1)).toBe('/slow bytes=50000-');
  });

  it('decodes what is compressed on the way, whose length it cannot check', async () => {
    const packed = gzipSync(content);
    server.answers.set('/packed', (_, response) => {
      response
        .writeHead(200, { 'content-encoding': 'gzip', 'content-length': packed.length, etag: '"one"' })
        .end(packed);
    });
    const remote = await get('/packed');
    expect(remote.verbatim).toBe(false);
    expect(remote.size).toBeUndefined();
    expect(readFileSync(file).equals(content)).toBe(true);
  });

  it('says that a server is not there', async () => {
    const gone = createServer();
    await new Promise<void>((resolve) => gone.listen(0, '127.0.0.1', resolve));
    const { port } = gone.address() as AddressInfo;
    await new Promise((resolve) => gone.close(resolve));
    await expect(get(`http://127.0.0.1:${port}/terms.obo`)).rejects.toThrow(/its server refuses the connection/);
    const failing = (code: string) => async () => {
      throw new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) });
    };
    const address = 'https://example.org/terms.obo';
    await expect(get(address, { fetch: failing('ENOTFOUND') })).rejects.toThrow(/is there a connection to the network/);
    await expect(get(address, { fetch: failing('CERT_HAS_EXPIRED') })).rejects.toThrow(
      /its certificate cannot be trusted \(CERT_HAS_EXPIRED\).*NODE_EXTRA_CA_CERTS/,
    );
  });

  it('says that a folder cannot be written to', async () => {
    server.answers.set('/terms.obo', fileOf(content));
    rmSync(folder, { recursive: true });
    await expect(get('/terms.obo')).rejects.toThrow(/terms\.obo.*: cannot be written: its folder does not exist/);
    folder = mkdtempSync(path.join(tmpdir(), 'gerbera-fetch-'));
  });
});

import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { downloadModel } from '../../../src/library/hub/download.ts';
import type { HubDownloadOptions, HubEvent } from '../../../src/library/hub/hub-model.ts';
import { lookUpModel } from '../../../src/library/hub/look-up.ts';
import { listModels } from '../../../src/library/list.ts';
import { fileOf, localServer } from '../../files/download/server.ts';
import { goldenFolder, missing } from '../../support/shared.ts';
import { commit, serveModel } from './hub.ts';

const hub = localServer();
const storage = localServer();
const tiny = path.join(goldenFolder, 'bert-tiny');
const weights = '/store/model.safetensors?Signature=secret';
let models = '';
let events: HubEvent[] = [];

beforeEach(() => {
  models = mkdtempSync(path.join(tmpdir(), 'gerbera-hub-'));
  events = [];
  for (const { answers, asked } of [hub, storage]) {
    answers.clear();
    asked.length = 0;
  }
  vi.stubEnv('HF_TOKEN', '');
  vi.stubEnv('HF_ENDPOINT', hub.address);
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(models, { recursive: true });
});

const source = { repository: 'lab/tiny' };
const get = (more: HubDownloadOptions = {}, from: Parameters<typeof downloadModel>[0] = source) =>
  downloadModel(from, { models, progress: (event) => events.push(event), ...more });

describe.skipIf(missing(goldenFolder))(`the Hugging Face Hub (${missing(goldenFolder) ?? 'on this machine'})`, () => {
  it('is asked what a download would fetch: one form of the weights, and nothing that no model needs', async () => {
    serveModel(hub, tiny, { storage });
    const found = await lookUpModel(source);
    expect(found).toMatchObject({ repository: 'lab/tiny', commit, licence: 'mit', gated: false });
    expect(found.files.map(({ name }) => name)).toEqual([
      'config.json',
      'tokenizer.json',
      'tokenizer_config.json',
      'vocab.txt',
      'model.safetensors',
    ]);
    expect(found.bytes).toBe(
      found.files.reduce((sum, { name }) => sum + readFileSync(path.join(tiny, name)).length, 0),
    );
    expect(hub.asked).toEqual(['/api/models/lab/tiny/revision/main?blobs=true']);
    expect(storage.asked).toEqual([]);
  });

  it('is asked by the address of a page, too, and for a revision', async () => {
    serveModel(hub, tiny, { storage, revision: 'refs%2Fpr%2F1' });
    const found = await lookUpModel({
      repository: `${hub.address}/lab/tiny/`,
      revision: 'refs/pr/1',
      endpoint: hub.address,
    });
    expect(found.commit).toBe(commit);
  });

  it('gives a model, which is checked, tried and taken in', async () => {
    serveModel(hub, tiny, { storage });
    const imported = await get();
    expect(imported).toEqual({ name: 'tiny', folder: path.join(models, 'tiny'), types: ['Disease', 'Chemical'] });
    expect(readdirSync(models)).toEqual(['tiny']);
    for (const name of readdirSync(imported.folder)) {
      expect(readFileSync(path.join(imported.folder, name)).equals(readFileSync(path.join(tiny, name)))).toBe(true);
    }
    expect((await listModels(models)).map(({ name, broken }) => [name, broken])).toEqual([
      ['default', false],
      ['tiny', false],
    ]);
    const { bytes } = await lookUpModel(source);
    const told = events.filter(({ kind }) => kind === 'download');
    expect(told.at(-1)).toEqual({ kind: 'download', name: 'model.safetensors', bytes, total: bytes });
    expect(events.at(-1)).toEqual({ kind: 'checked', files: 5 });
    // A signed address is a right to read; it is not shown.
    expect(JSON.stringify(events)).not.toContain('secret');
  });

  it('gets a token, and no other server does', async () => {
    vi.stubEnv('HF_TOKEN', 'hf_abc');
    serveModel(hub, tiny, { storage, answer: (told) => ({ ...told, gated: 'auto' }) });
    const seen: (readonly [where: string, token: string | undefined])[] = [];
    for (const [where, server] of [
      ['hub', hub],
      ['storage', storage],
    ] as const) {
      for (const [place, answer] of server.answers) {
        server.answers.set(place, (request, response, count) => {
          seen.push([where, request.headers.authorization]);
          answer(request, response, count);
        });
      }
    }
    await get();
    expect(new Set(seen.filter(([where]) => where === 'hub').map(([, token]) => token))).toEqual(
      new Set(['Bearer hf_abc']),
    );
    expect(seen.filter(([where]) => where === 'storage')).toEqual([['storage', undefined]]);
  });

  it('is asked for what has not come yet after a download was stopped', async () => {
    const bytes = readFileSync(path.join(tiny, 'model.safetensors'));
    const stop = new AbortController();
    const reason = new Error('enough');
    storage.answers.set(weights, (_, response) => {
      response.writeHead(200, { etag: '"one"', 'content-length': bytes.length });
      response.write(bytes.subarray(0, 5000));
    });
    serveModel(hub, tiny, { storage });
    const stopped = expect(get({ signal: stop.signal })).rejects.toBe(reason);
    const come = () =>
      readdirSync(models, { recursive: true, encoding: 'utf8' }).find((name) => name.endsWith('.partial'));
    const arrived = () => expect(statSync(path.join(models, come() ?? 'none')).size).toBe(5000);
    await vi.waitFor(arrived, { timeout: 20_000 });
    stop.abort(reason);
    await stopped;
    expect((await listModels(models)).map(({ name }) => name)).toEqual(['default']);
    storage.answers.set(weights, fileOf(bytes));
    hub.asked.length = 0;
    const imported = await get();
    expect(storage.asked.at(-1)).toBe(`${weights} bytes=5000-`);
    expect(hub.asked.filter((place) => place.includes('tokenizer.json'))).toEqual([]);
    expect(readFileSync(path.join(imported.folder, 'model.safetensors')).equals(bytes)).toBe(true);
    expect(readdirSync(models)).toEqual(['tiny']);
  });

  it('is not believed where a file is another than it says', async () => {
    const damaged = Buffer.from(readFileSync(path.join(tiny, 'model.safetensors')));
    damaged[damaged.length - 1] = (damaged.at(-1) ?? 0) ^ 1;
    storage.answers.set(weights, fileOf(damaged));
    serveModel(hub, tiny, { storage });
    await expect(get()).rejects.toThrow(
      /model\.safetensors: its SHA-256 is [0-9a-f]{64}, and the Hub's is .*try again$/,
    );
    storage.answers.clear();
    serveModel(hub, tiny, { storage });
    hub.answers.set(
      `/lab/tiny/resolve/${commit}/vocab.txt`,
      fileOf(Buffer.alloc(readFileSync(path.join(tiny, 'vocab.txt')).length)),
    );
    await rm();
    await expect(get()).rejects.toThrow(/vocab\.txt: its Git blob is/);
    hub.answers.set(`/lab/tiny/resolve/${commit}/config.json`, fileOf(Buffer.from('{}')));
    await rm();
    await expect(get()).rejects.toThrow(/config\.json: it has 2 bytes, and the Hub's has/);
    expect((await listModels(models)).map(({ name }) => name)).toEqual(['default']);
  });

  async function rm(): Promise<void> {
    for (const name of readdirSync(models)) rmSync(path.join(models, name), { recursive: true });
  }

  it('is told apart from one that has no such repository, or gives it to nobody', async () => {
    await expect(get()).rejects.toThrow(/^lab\/tiny: no such repository on the Hub, or it is private or gated/);
    await expect(get({}, { ...source, revision: 'v9' })).rejects.toThrow('no revision "v9" of it');
    const refuse = (status: number) =>
      hub.answers.set('/api/models/lab/tiny/revision/main?blobs=true', (_, response) =>
        response.writeHead(status).end(),
      );
    refuse(401);
    await expect(get()).rejects.toThrow(/set HF_TOKEN/);
    vi.stubEnv('HF_TOKEN', 'hf_abc');
    refuse(403);
    await expect(get()).rejects.toThrow(/the Hub does not give it to you; agree to its terms/);
    refuse(503);
    await expect(get()).rejects.toThrow(/answers 503 .*; try again later$/);
    vi.stubEnv('HF_TOKEN', '');
    serveModel(hub, tiny, { storage, answer: (told) => ({ ...told, gated: 'manual' }) });
    await expect(get()).rejects.toThrow(/its owner wants you to agree to terms/);
    expect(storage.asked).toEqual([]);
    expect(readdirSync(models)).toEqual([]);
  });

  it.each([
    ['the page of a network that wants a password first', [Buffer.from('<html>')]],
    ['more than any answer', Array<Buffer>(110).fill(Buffer.alloc(1e6, ' '))],
  ])('is not taken for one where it answers with %s', async (_, parts) => {
    hub.answers.set('/api/models/lab/tiny/revision/main?blobs=true', (_, response) => {
      Readable.from(parts).pipe(response.writeHead(200));
    });
    await expect(get()).rejects.toThrow(/not the answer of a Hub; look at your connection/);
  });

  it.each([
    ['no weights', { without: ['model.safetensors', 'pytorch_model.bin'] }, /has not weights/],
    ['no tokenizer', { without: ['tokenizer.json', 'vocab.txt'] }, /has not a tokenizer/],
    ['no configuration', { without: ['config.json'] }, /has not a config\.json/],
    [
      'another kind of model',
      { answer: (told: object) => ({ ...told, config: { architectures: ['LlamaForCausalLM'], model_type: 'llama' } }) },
      /^lab\/tiny: config\.json: architecture "LlamaForCausalLM" is no token classifier/,
    ],
    ['an answer that is none', { answer: () => ({ hello: 1 }) }, /not the answer of a Hub/],
  ])('has %s: it is said before anything comes', async (_, options, message) => {
    serveModel(hub, tiny, { storage, ...options });
    await expect(get()).rejects.toThrow(message);
    expect(hub.asked).toHaveLength(1);
    expect(readdirSync(models)).toEqual([]);
  });

  it('is not asked for a name that is taken or unfit, or a repository that is none', async () => {
    await expect(get({ name: 'default' })).rejects.toThrow('there already');
    await expect(get({ name: '../x' })).rejects.toThrow('not fit');
    for (const repository of ['tiny', 'lab/tiny/x', '../..', 'lab/ti ny', '', 'https://example.org/lab/tiny']) {
      await expect(get({ name: 'fine' }, { repository })).rejects.toThrow('is no repository of the Hub');
    }
    expect(hub.asked).toEqual([]);
  });

  it('may be but one over https, or on this machine', async () => {
    vi.stubEnv('HF_ENDPOINT', 'http://example.org');
    await expect(get()).rejects.toThrow('is not https');
    vi.stubEnv('HF_ENDPOINT', 'nowhere');
    await expect(get()).rejects.toThrow('look at HF_ENDPOINT');
  });

  it('gives what does not load: it is said, and nothing is left', async () => {
    const broken = mkdtempSync(path.join(tmpdir(), 'gerbera-broken-'));
    for (const name of readdirSync(tiny)) writeFileSync(path.join(broken, name), readFileSync(path.join(tiny, name)));
    const config = JSON.parse(readFileSync(path.join(broken, 'config.json'), 'utf8'));
    writeFileSync(path.join(broken, 'config.json'), JSON.stringify({ ...config, hidden_size: 2 * config.hidden_size }));
    serveModel(hub, broken, { storage });
    await expect(get()).rejects.toThrow(/^lab\/tiny.*the tensor .* has the shape/);
    rmSync(broken, { recursive: true });
    expect(readdirSync(models)).toEqual([]);
  });

  it('is forgotten in part after a week', async () => {
    serveModel(hub, tiny, { storage });
    const old = mkdtempSync(path.join(models, '.downloading-old-'));
    const fresh = mkdtempSync(path.join(models, '.downloading-fresh-'));
    const longAgo = Date.now() / 1000 - 8 * 24 * 60 * 60;
    utimesSync(old, longAgo, longAgo);
    await get();
    expect(readdirSync(models).sort()).toEqual([path.basename(fresh), 'tiny'].sort());
  });
});

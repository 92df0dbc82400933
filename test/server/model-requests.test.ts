import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CancellationTokenSource } from 'vscode-languageserver-protocol/node';
import { embeddedModel } from '../../src/library/folders.ts';
import { type HubModel, type ModelDetails, type ModelDownload, modelRequests } from '../../src/protocol/models.ts';
import type { ListedModel } from '../../src/protocol.ts';
import { downloadArguments, exportArguments } from '../../src/server/jobs/models/model-jobs.ts';
import { localServer } from '../files/download/server.ts';
import { commit, serveModel } from '../library/hub/hub.ts';
import { Client } from './client.ts';

const root = realpathSync.native(mkdtempSync(path.join(tmpdir(), 'gerbera-model-requests-')));
const models = path.join(root, 'home', 'models');
let client: Client;
const hub = localServer();

beforeAll(async () => {
  serveModel(hub, embeddedModel(), { storage: hub });
  mkdirSync(models, { recursive: true });
  for (const name of ['mine', 'other']) cpSync(embeddedModel(), path.join(models, name), { recursive: true });
  const env = { GERBERA_HOME: path.join(root, 'home'), HF_ENDPOINT: hub.address, HF_TOKEN: '' };
  client = await Client.start({ settings: { device: 'cpu', model: 'mine' }, env });
  await client.ready();
});
afterAll(async () => {
  await client.stop();
  rmSync(root, { recursive: true });
});

function ask<Answer>(method: string, asked: unknown): Promise<Answer> {
  return client.connection.sendRequest(method, asked);
}

describe('installed models', () => {
  it('are told with what their folders tell', async () => {
    const details: ModelDetails[] = await client.connection.sendRequest(modelRequests.details);
    expect(details.map(({ name, embedded }) => [name, embedded])).toEqual([
      ['default', true],
      ['mine', false],
      ['other', false],
    ]);
    expect(details[1]?.types).toEqual(details[0]?.types);
    expect(details[1]?.bytes).toBeGreaterThan(1e6);
    expect(details[1]?.heads.length).toBeGreaterThan(0);
  });

  it('are exported in a process of its own', async () => {
    const out = path.join(root, 'exported');
    const { files } = await ask<{ files: string[] }>(modelRequests.export, {
      model: 'mine',
      form: 'transformers',
      out,
    });
    expect(files).toContain('model.safetensors');
    expect(readdirSync(out).sort()).toEqual([...files].sort());
    const again = ask(modelRequests.export, { model: 'mine', form: 'transformers', out });
    await expect(again).rejects.toThrow(/^\S+exported: is not empty; choose another folder$/);
    await expect(ask(modelRequests.export, { model: 'nobody', form: 'onnx', out: `${out}2` })).rejects.toThrow(
      /^no model is called "nobody"/,
    );
    expect(exportArguments({ model: 'm', form: 'head', head: 'Gene', out: '/o' })).toEqual(
      'models export m --as head --head Gene --out /o --json'.split(' '),
    );
  });

  it('are removed, unless they are in use or came with the product', async () => {
    await expect(ask(modelRequests.remove, { name: 'mine' })).rejects.toThrow(
      /mine: this model is in use; choose another one first$/,
    );
    await expect(ask(modelRequests.remove, { name: 'default' })).rejects.toThrow(/"default" came with the product/);
    await expect(ask(modelRequests.remove, { name: '../models/other' })).rejects.toThrow(/no model in the library/);
    expect((await ask<{ bytes: number }>(modelRequests.remove, { name: 'other' })).bytes).toBeGreaterThan(1e6);
    expect(existsSync(path.join(models, 'other'))).toBe(false);
    expect(existsSync(path.join(models, 'mine', 'config.json'))).toBe(true);
  });

  it.each([
    [modelRequests.export, { model: 'mine', form: 'pdf', out: '/o' }, /^"form": /],
    [modelRequests.export, { model: 'mine', form: 'onnx', out: 'relative' }, /^"out": an absolute path is needed$/],
    [modelRequests.remove, { name: 7 }, /^"name": /],
    [modelRequests.lookUp, {}, /^"repository": /],
    [modelRequests.download, { repository: '--yes' }, /^"repository": a repository is called OWNER\/NAME$/],
  ])('%s is refused with malformed parameters', async (method, parameters, reason) => {
    await expect(ask(method, parameters)).rejects.toThrow(reason);
  });
});

describe('a model of the Hub', () => {
  it('is looked up before anything is fetched', async () => {
    const found = await ask<HubModel>(modelRequests.lookUp, { repository: 'lab/tiny' });
    expect(found).toMatchObject({ repository: 'lab/tiny', commit, licence: 'mit' });
    expect(found.bytes).toBeGreaterThan(1e6);
    await expect(ask(modelRequests.lookUp, { repository: 'lab/absent' })).rejects.toThrow(/lab\/absent/);
    expect(readdirSync(models)).toEqual(['mine']);
  });

  it('is fetched into the library, which is told as it goes on', async () => {
    const told: { kind: string; message?: string }[] = [];
    client.connection.onNotification('$/progress', ({ token, value }) => {
      if (token === 'mine') told.push(value);
    });
    const asked: ModelDownload = { repository: 'lab/tiny', revision: commit, name: 'fetched', workDoneToken: 'mine' };
    const model = await ask<ListedModel>(modelRequests.download, asked);
    expect(model).toMatchObject({ name: 'fetched', folder: path.join(models, 'fetched'), broken: false });
    const weights = 'model.safetensors';
    expect(readFileSync(path.join(models, 'fetched', weights)).length).toBe(
      readFileSync(path.join(embeddedModel(), weights)).length,
    );
    expect(told[0]?.kind).toBe('begin');
    expect(told.some(({ message }) => /MB downloaded/.test(message ?? ''))).toBe(true);
    expect(told.at(-1)?.kind).toBe('end');
    await expect(ask(modelRequests.download, asked)).rejects.toThrow(/a model called "fetched" is there already/);
    expect(downloadArguments({ repository: 'a/b', type: 'Gene' })).toEqual(
      'models download a/b --type Gene --yes --events'.split(' '),
    );
  });

  it('whose download is cancelled is not there', async () => {
    const name = 'cancelled';
    const source = new CancellationTokenSource();
    const asked = client.connection.sendRequest(modelRequests.download, { repository: 'lab/tiny', name }, source.token);
    const lines = () => client.log.filter((line) => /model download: process \d+ started/.test(line)).length;
    const before = lines();
    await client.until('its process', () => lines() > before);
    source.cancel();
    expect(await asked).toBeNull();
    expect(existsSync(path.join(models, name))).toBe(false);
  });
});

import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { clientNotifications } from '../../src/protocol.ts';
import { Client } from './client.ts';

const uri = 'file:///project/papers/one.txt';
const text = 'Patients with breast cancer received tamoxifen.';
const all = ['Patients', 'breast cancer', 'tamoxifen'];
let client: Client;

beforeEach(async () => {
  client = await Client.start({ folders: ['file:///project'] });
  await client.open(uri, text, 'plaintext');
  await client.settled(uri);
  await client.until('diagnostics', () => client.diagnostics.get(uri)?.length === 3);
});
afterEach(() => client.stop());

const mentions = () => client.entities.get(uri)?.entities.map(({ mention }) => mention);
const shows = (expected: readonly string[]) =>
  client.until(`the entities ${expected}`, () => JSON.stringify(mentions()) === JSON.stringify(expected));

describe('settings are followed as they change', () => {
  it('enabledTypes, whatever their case', async () => {
    await client.configure({ enabledTypes: ['disease', 'CHEMICAL'] });
    await shows(['breast cancer', 'tamoxifen']);
    expect(client.refreshes).toBe(0);
    await client.configure({});
    await shows(all);
  });

  it('minimumScore', async () => {
    await client.configure({ minimumScore: 1 });
    await shows([]);
    await client.until('no diagnostics', () => client.diagnostics.get(uri)?.length === 0);
    await client.configure({ minimumScore: 0 });
    await client.until('entities', () => (mentions()?.length ?? 0) >= 3);
  });

  it('severity', async () => {
    await client.configure({ severity: 'warning' });
    await client.until('warnings', () => client.diagnostics.get(uri)?.[0]?.severity === 2);
    await client.configure({ severity: 'none' });
    await client.until('none', () => client.diagnostics.get(uri)?.length === 0);
    expect(mentions()).toEqual(all);
  });

  it('maximumProblems, of diagnostics alone', async () => {
    await client.configure({ maximumProblems: 2 });
    await client.until('two', () => client.diagnostics.get(uri)?.length === 2);
    expect(mentions()).toEqual(all);
  });

  it('exclude: what was shown is cleared, and comes back', async () => {
    const before = await client.tokens(uri);
    expect(before.data).toHaveLength(15);
    await client.configure({ exclude: ['papers/**'] });
    await shows([]);
    await client.until('no diagnostics', () => client.diagnostics.get(uri)?.length === 0);
    await client.until('a refresh', () => client.refreshes > 0);
    expect((await client.tokens(uri)).data).toEqual([]);
    await client.configure({ exclude: ['*.md'] });
    await shows(all);
    expect((await client.tokens(uri)).data).toEqual(before.data);
  });

  it('exclude: a document that is excluded from the start is told to be so, and a glob that is not fit', async () => {
    await client.configure({ exclude: ['two.txt', '{a,b}'.repeat(40)] });
    await client.until('a warning', () => client.messages.length > 0);
    expect(client.messages).toEqual([expect.stringContaining('gerbera.exclude')]);
    const other = 'file:///project/two.txt';
    await client.open(other, text, 'plaintext');
    await client.until('word of it', () => client.entities.has(other));
    expect(client.entities.get(other)).toMatchObject({ entities: [], read: false });
    expect(client.entities.get(uri)).toMatchObject({ read: true });
    await client.configure({});
    expect((await client.settled(other)).entities).toHaveLength(3);
  });

  it('device, which starts another model host', async () => {
    await client.configure({ device: 'cpu' });
    await client.until('the model on this device', () => client.statuses.at(-1)?.model?.device.preference === 'cpu');
    expect((await client.settled(uri)).entities).toHaveLength(3);
  });

  it('a value of a wrong type is told once, and its default stands', async () => {
    await client.configure({ minimumScore: 'high', severity: 'warning' });
    await client.until('warnings', () => client.diagnostics.get(uri)?.[0]?.severity === 2);
    await client.configure({ minimumScore: 'high', severity: 'hint' });
    await client.until('hints', () => client.diagnostics.get(uri)?.[0]?.severity === 4);
    expect(client.messages).toEqual([expect.stringContaining('gerbera.minimumScore')]);
    expect(mentions()).toEqual(all);
  });
});

describe('highlighting', () => {
  it('is switched off and on', async () => {
    await client.tokens(uri);
    await client.connection.sendNotification(clientNotifications.highlighting, { enabled: false });
    await shows([]);
    await client.until('no diagnostics', () => client.diagnostics.get(uri)?.length === 0);
    expect((await client.tokens(uri)).data).toEqual([]);
    expect(await client.hover(uri, 1)).toBeNull();
    const other = 'file:///project/papers/two.txt';
    await client.open(other, text, 'plaintext');
    expect(await client.symbols(other)).toEqual([]);
    await client.connection.sendNotification(clientNotifications.highlighting, { enabled: true });
    await shows(all);
    expect((await client.settled(other)).entities).toHaveLength(3);
  });
});

describe('a client without workspace/configuration', () => {
  it('gives its settings at the start, and pushes what changes', async () => {
    const place = pathToFileURL('/papers/plain.txt').href;
    const plain = await Client.start({
      capabilities: {},
      initializationOptions: { settings: { enabledTypes: ['Chemical'] } },
    });
    await plain.open(place, text, 'plaintext');
    expect((await plain.settled(place)).entities.map(({ mention }) => mention)).toEqual(['tamoxifen']);
    // It cannot be told to ask again, so that the answer waits; and it has no Markdown, no nested symbols.
    expect((await plain.tokens(place)).data).toHaveLength(5);
    expect((await plain.hover(place, 40))?.contents).toMatchObject({ kind: 'plaintext' });
    expect(await plain.symbols(place)).toMatchObject([{ name: 'tamoxifen', containerName: 'Chemical' }]);
    const settings = { gerbera: { enabledTypes: ['Disease'] } };
    await plain.connection.sendNotification('workspace/didChangeConfiguration', { settings });
    await plain.until('diseases', () => plain.entities.get(place)?.entities[0]?.type === 'Disease');
    await plain.stop();
  });
});

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createProtocolConnection, IPCMessageReader, IPCMessageWriter } from 'vscode-languageserver-protocol/node';
import { embeddedModel } from '../../src/library/folders.ts';
import { clientRequests, type ListedModel } from '../../src/protocol.ts';
import { Client, serverFile } from './client.ts';
import { ends, isRunning } from './processes.ts';

const home = mkdtempSync(path.join(tmpdir(), 'gerbera-home-'));
let client: Client;

beforeAll(async () => {
  client = await Client.start({ env: { GERBERA_HOME: home } });
});
afterAll(async () => {
  await client.stop();
  rmSync(home, { recursive: true });
});

const models = (): Promise<ListedModel[]> => client.connection.sendRequest(clientRequests.models);
const take = (asked: object): Promise<ListedModel> => client.connection.sendRequest(clientRequests.importModel, asked);

describe('models', () => {
  it('are listed, taken into the library, and chosen by name', async () => {
    expect(await models()).toMatchObject([{ name: 'default', embedded: true, broken: false }]);
    const taken = await take({ folder: embeddedModel(), name: 'mine' });
    expect(taken).toMatchObject({ name: 'mine', folder: path.join(home, 'models', 'mine'), embedded: false });
    expect((await models()).map(({ name }) => name)).toEqual(['default', 'mine']);

    const uri = 'file:///papers/models.txt';
    await client.open(uri, 'Patients with breast cancer received tamoxifen.', 'plaintext');
    await client.configure({ model: 'mine' });
    await client.until('the model', () => client.statuses.at(-1)?.model?.name === 'mine');
    expect((await client.settled(uri)).entities).toHaveLength(3);
    expect((await client.hover(uri, 1))?.contents).toMatchObject({ value: expect.stringContaining('model mine') });
  });

  it('that cannot be taken are refused with the reason alone, and nothing is left behind', async () => {
    await expect(take({ folder: '/no/such/folder' })).rejects.toThrow(/^\/no\/such\/folder: no such folder$/);
    await expect(take({ folder: embeddedModel(), name: 'mine' })).rejects.toThrow(/"mine" is there already/);
    expect(readdirSync(path.join(home, 'models'))).toEqual(['mine']);
  });
});

describe('a server on a channel of Node.js', () => {
  it('answers, and ends with the model host when its parent goes', async () => {
    const child = fork(serverFile, ['--node-ipc'], { stdio: 'ignore' });
    const connection = createProtocolConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
    let host = 0;
    connection.onNotification('window/logMessage', ({ message }: { message: string }) => {
      host = Number(/process (\d+) started/.exec(message)?.[1] ?? host);
    });
    connection.listen();
    const answer = await connection.sendRequest('initialize', { processId: null, rootUri: null, capabilities: {} });
    expect(answer).toHaveProperty('capabilities.hoverProvider', true);
    while (host === 0) await sleep(20);
    expect(isRunning(host)).toBe(true);
    const exit = once(child, 'exit');
    child.disconnect();
    await exit;
    expect(await ends(host)).toBe(true);
  });
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { clientRequests } from '../../src/protocol.ts';
import { Client, type ClientOptions } from './client.ts';
import { ends } from './processes.ts';

const uri = 'file:///papers/host.txt';
const sentence = 'Patients with breast cancer received tamoxifen.';
const scratch = mkdtempSync(path.join(tmpdir(), 'gerbera-host-'));
const clients: Client[] = [];

async function start(options: ClientOptions = {}): Promise<Client> {
  const client = await Client.start(options);
  clients.push(client);
  return client;
}

afterEach(async () => {
  for (const client of clients.splice(0)) await client.stop();
});
afterAll(() => rmSync(scratch, { recursive: true }));

/** Processes of model hosts that the server has told of, newest last. */
const hosts = (client: Client) =>
  client.log.flatMap((line) => /model host: process (\d+) started/.exec(line)?.[1] ?? []).map(Number);

const lastHost = (client: Client) => {
  const host = hosts(client).at(-1);
  if (host === undefined) throw new Error('no model host was started');
  return host;
};

/** Many different sentences, so that reading takes a while. */
const paper = (paragraphs: number) =>
  Array.from(
    { length: paragraphs },
    (_, index) => `Patients with breast cancer received ${index} mg of tamoxifen in cohort ${index}.`,
  ).join('\n\n');

/** The program of the real model host, which dies of the requests that meet a condition. */
function hostThat(name: string, dies: string): string {
  const real = path.resolve(import.meta.dirname, '../../src/host/host.ts');
  const file = path.join(scratch, name);
  writeFileSync(
    file,
    `import { serveModel } from ${JSON.stringify(real)};
     process.once('disconnect', () => process.exit(0));
     serveModel({
       send: (reply) => process.send?.(reply),
       listen: (handle) => process.on('message', (request) => {
         if (${dies}) process.exit(9);
         handle(request);
       }),
     });`,
  );
  return file;
}

describe('a model host that dies', () => {
  it('while it reads is replaced: every sentence is read, and the user is told once', async () => {
    const client = await start();
    await client.open(uri, paper(600), 'plaintext');
    await client.until('the first entities', () => (client.entities.get(uri)?.entities.length ?? 0) > 0);
    expect(client.entities.get(uri)?.complete).toBe(false);
    process.kill(lastHost(client), 'SIGKILL');
    await client.until('another host', () => hosts(client).length === 2);
    process.kill(lastHost(client), 'SIGKILL');
    const { entities } = await client.settled(uri);
    expect(entities.filter(({ mention }) => mention === 'tamoxifen')).toHaveLength(600);
    expect(client.messages).toEqual([expect.stringContaining('SIGKILL')]);
    expect(hosts(client)).toHaveLength(3);
  }, 60_000);

  it('while it is idle is replaced, and an edit is read', async () => {
    const client = await start();
    await client.open(uri, sentence, 'plaintext');
    await client.settled(uri);
    process.kill(lastHost(client), 'SIGKILL');
    await client.edit(uri, 0, 0, 'Imatinib was given to mice. ');
    const { entities } = await client.settled(uri);
    expect(entities.map(({ mention }) => mention)).toContain('Imatinib');
    expect((await client.status()).state).toBe('ready');
  });

  it('keeps showing what an edit left alone until the sentence is read again', async () => {
    const client = await start();
    await client.open(uri, sentence, 'plaintext');
    await client.settled(uri);
    process.kill(lastHost(client), 'SIGKILL');
    await client.edit(uri, 0, 8, 'Six women');
    await client.until('the new version', () => client.entities.get(uri)?.version === 2);
    const found = client.entities.get(uri);
    expect(found?.complete).toBe(false);
    const text = client.document(uri).getText();
    expect(found?.entities.map(({ start, end }) => text.slice(start, end))).toEqual(['breast cancer', 'tamoxifen']);
  });

  it('is given up with a reason if it never starts, and tried again on request', async () => {
    const file = path.join(scratch, 'broken-host.mjs');
    writeFileSync(file, 'process.exit(7);');
    const client = await start({ initializationOptions: { modelHost: file } });
    await client.open(uri, sentence, 'plaintext');
    await client.until('failure', () => client.statuses.at(-1)?.state === 'failed');
    expect(client.statuses.at(-1)?.message).toContain('exit code 7');
    expect(client.messages).toHaveLength(1);
    const before = hosts(client).length;
    await client.connection.sendRequest(clientRequests.restart);
    await client.until('another host', () => hosts(client).length > before);
    expect(client.statuses.at(-1)?.state).toBe('starting');
  });
});

describe('a device that the model host does not survive', () => {
  it('is left alone: the CPU reads, and the status says why', async () => {
    const file = hostThat('fragile-device.ts', "request.kind === 'load' && request.device !== 'cpu'");
    const client = await start({ initializationOptions: { modelHost: file } });
    await client.open(uri, sentence, 'plaintext');
    expect((await client.settled(uri)).entities).toHaveLength(3);
    expect(await client.status()).toMatchObject({
      state: 'ready',
      message: expect.stringContaining('the CPU is used'),
    });
    expect(hosts(client)).toHaveLength(2);
    expect(client.messages).toHaveLength(1);
  });
});

describe('a sentence that the model host does not survive', () => {
  it('is left out after a few tries, and the others are read', async () => {
    const file = hostThat('fragile-host.ts', "JSON.stringify(request).includes('poison')");
    const client = await start({ initializationOptions: { modelHost: file } });
    await client.open(uri, `${sentence}\n\nA poison sentence.\n\nImatinib was given to mice.`, 'plaintext');
    const { entities } = await client.settled(uri);
    const mentions = entities.map(({ mention }) => mention);
    expect(mentions).toEqual(['Patients', 'breast cancer', 'tamoxifen', 'Imatinib', 'mice']);
    expect(client.messages).toHaveLength(1);
    expect(client.log.filter((line) => line.includes('left out'))).toHaveLength(1);
    expect(client.log.join('\n')).not.toContain('poison');
  }, 60_000);
});

describe('a model that does not load', () => {
  it('is told once with the reason; another setting brings the entities', async () => {
    const client = await start({ settings: { model: path.join(scratch, 'no-such-model') } });
    await client.open(uri, sentence, 'plaintext');
    await client.until('failure', () => client.statuses.at(-1)?.state === 'failed');
    expect(client.statuses.at(-1)?.message).toContain('no-such-model');
    expect(client.messages).toEqual([expect.stringContaining('no-such-model')]);
    // Nobody waits for what will not come.
    expect(await client.symbols(uri)).toEqual([]);
    await client.configure({ model: '' });
    expect((await client.settled(uri)).entities).toHaveLength(3);
  });

  it('is looked for in the workspace if its path is relative', async () => {
    const client = await start({ folders: [pathToFileURL(scratch).href], settings: { model: './papers/model' } });
    await client.until('failure', () => client.statuses.at(-1)?.state === 'failed');
    expect(client.statuses.at(-1)?.message).toContain(path.join(scratch, 'papers', 'model'));
  });
});

describe('processes', () => {
  it('start anew on request, and what is known stays', async () => {
    const client = await start();
    await client.open(uri, sentence, 'plaintext');
    await client.settled(uri);
    const before = lastHost(client);
    await client.connection.sendRequest(clientRequests.restart);
    await client.until('a model', () => hosts(client).length === 2 && client.statuses.at(-1)?.state === 'ready');
    expect(await ends(before)).toBe(true);
    expect(client.messages).toEqual([]);
    expect((await client.settled(uri)).entities).toHaveLength(3);
  });

  it('end with an orderly shutdown', async () => {
    const client = await Client.start();
    await client.ready();
    const host = lastHost(client);
    await client.stop();
    expect(await client.exited).toBe(0);
    expect(await ends(host)).toBe(true);
  });

  it('end when the server is killed, even in the middle of a paper', async () => {
    const client = await Client.start();
    await client.open(uri, paper(600), 'plaintext');
    await client.until('the first entities', () => (client.entities.get(uri)?.entities.length ?? 0) > 0);
    client.process.kill('SIGKILL');
    expect(await ends(lastHost(client))).toBe(true);
  });

  it('end when the client goes away without a word', async () => {
    const client = await Client.start();
    await client.ready();
    client.process.stdin.destroy();
    await client.exited;
    expect(await ends(lastHost(client))).toBe(true);
  });
});

import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CancellationTokenSource } from 'vscode-languageserver-protocol/node';
import { clientNotifications, type DocumentEntities, serverNotifications } from '../../src/protocol.ts';
import { Client } from './client.ts';

const holdingHost = path.resolve(import.meta.dirname, 'holding-host.ts');
const long = 'file:///papers/long.txt';
const short = 'file:///papers/short.txt';
let client: Client;

beforeEach(async () => {
  client = await Client.start();
  await client.ready();
});
afterEach(() => client.stop());

/** Many different sentences, so that reading takes a while. */
const paper = (paragraphs: number) =>
  Array.from(
    { length: paragraphs },
    (_, index) => `Patients with breast cancer received ${index} mg of tamoxifen in cohort ${index}.`,
  ).join('\n\n');

const complete = (uri: string) => client.entities.get(uri)?.complete === true;
const begun = (uri: string) =>
  client.until(`the first entities of ${uri}`, () => (client.entities.get(uri)?.entities.length ?? 0) > 0);

describe('what is read first', () => {
  it('is the visible document, whichever was opened before', async () => {
    await client.open(long, paper(2000), 'plaintext');
    await begun(long);
    await client.open(short, 'Imatinib was given to mice.', 'plaintext');
    await client.connection.sendNotification(clientNotifications.visible, { uris: [short] });
    expect((await client.settled(short)).entities.map(({ mention }) => mention)).toEqual(['Imatinib', 'mice']);
    expect(complete(long)).toBe(false);
  });

  it('is not upset by a message that is not of the protocol', async () => {
    await client.connection.sendNotification(clientNotifications.visible, {});
    await client.connection.sendNotification(clientNotifications.highlighting, { enabled: 'no' });
    await client.open(short, 'Imatinib was given to mice.', 'plaintext');
    expect((await client.settled(short)).entities).toHaveLength(2);
    expect(client.log.filter((line) => line.includes('is ignored'))).toHaveLength(2);
  });

  it('is the sentence that was edited, in a document that is still being read', async () => {
    await client.open(long, paper(2000), 'plaintext');
    await begun(long);
    const end = client.document(long).getText().length;
    await client.edit(long, end, end, '\n\nImatinib was given to mice.');
    await client.until('the edited sentence', () => (client.entities.get(long)?.entities.at(-1)?.start ?? 0) > end);
    expect(client.entities.get(long)?.entities.at(-1)?.mention).toBe('mice');
    expect(complete(long)).toBe(false);
  });

  it('is nothing of a document that was closed', async () => {
    await client.stop();
    client = await Client.start({ initializationOptions: { modelHost: holdingHost } });
    await client.open(long, paper(2000), 'plaintext');
    await begun(long);
    await client.until('the state', () => client.statuses.at(-1)?.state === 'reading');
    await client.close(long);
    // What is under way ends only because it is cancelled.
    await client.until('rest', () => client.statuses.at(-1)?.state === 'ready');
    await client.open(short, 'Imatinib was given to mice.', 'plaintext');
    expect((await client.settled(short)).entities).toHaveLength(2);
  });
});

describe('while a document is read', () => {
  it('what was found so far is shown, and grows', async () => {
    const seen: number[] = [];
    client.connection.onNotification(serverNotifications.entities, ({ uri, ...found }: DocumentEntities) => {
      seen.push(found.entities.length);
      client.entities.set(uri, { uri, ...found });
    });
    await client.open(long, paper(2000), 'plaintext');
    // An outline is asked for once, and so is answered when all is known.
    const symbols = await client.symbols(long);
    await client.settled(long);
    const chemicals = client.entities.get(long)?.entities.filter(({ type }) => type === 'Chemical') ?? [];
    expect(chemicals.length).toBeGreaterThanOrEqual(2000);
    expect(symbols.find(({ name }) => name === 'Chemical')?.children).toHaveLength(chemicals.length);
    expect(seen.some((count) => count > 0 && count < 6000)).toBe(true);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  });

  it('tokens that were fetched too early are asked to be fetched again', async () => {
    await client.open(long, paper(2000), 'plaintext');
    const early = await client.tokens(long);
    const before = client.refreshes;
    await client.until('a refresh', () => client.refreshes > before);
    await client.settled(long);
    expect((await client.tokens(long)).data.length).toBeGreaterThan(early.data.length);
  });

  it('a request that is cancelled is answered before all is read', async () => {
    await client.open(long, paper(2000), 'plaintext');
    const source = new CancellationTokenSource();
    const answer = client.connection.sendRequest(
      'textDocument/documentSymbol',
      { textDocument: { uri: long } },
      source.token,
    );
    source.cancel();
    await answer.catch(() => undefined);
    expect(complete(long)).toBe(false);
  });
});

describe('a document that is opened again', () => {
  it('without having been closed is read as it is now', async () => {
    await client.open(short, 'Imatinib was given to mice.', 'plaintext');
    await client.settled(short);
    await client.open(short, 'Rats had lupus.', 'plaintext');
    const expected = ['Rats', 'lupus'];
    await client.until('the new text', () => {
      const found = client.entities.get(short)?.entities.map(({ mention }) => mention);
      return JSON.stringify(found) === JSON.stringify(expected);
    });
  });
});

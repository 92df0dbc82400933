import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CancellationTokenSource } from 'vscode-languageserver-protocol/node';
import {
  clientRequests,
  type TerminologyImport,
  type TerminologyList,
  type TerminologyOutcome,
  type TerminologySummary,
} from '../../src/protocol.ts';
import { Client } from './client.ts';
import { ends } from './processes.ts';

const root = mkdtempSync(path.join(tmpdir(), 'gerbera-terminologies-'));
const store = path.join(root, 'store');
const broken = path.join(root, 'broken');
const small = path.join(root, 'small.tsv');
const large = path.join(root, 'large.tsv');
let client: Client;

beforeAll(async () => {
  for (const folder of [store, broken]) mkdirSync(folder);
  writeFileSync(small, 'id\tname\tsynonyms\nNCBIGene:1\tA1BG\tA1B|ABG\nNCBIGene:2\tA2M\t\n');
  const rows = Array.from({ length: 100_000 }, (_, index) => `NCBIGene:${index + 1}\tgene number ${index}\t`);
  writeFileSync(large, `id\tname\tsynonyms\n${rows.join('\n')}\n`);
  client = await Client.start({ settings: { device: 'cpu', concepts: { folder: store } } });
});
afterAll(async () => {
  await client.stop();
  rmSync(root, { recursive: true });
});

const list = () => client.connection.sendRequest<TerminologyList>(clientRequests.terminologies);
const names = async () => (await list()).installed.map(({ name }) => name);
const take = (asked: Partial<TerminologyImport>, token = new CancellationTokenSource().token) =>
  client.connection.sendRequest<TerminologyOutcome>(
    clientRequests.importTerminology,
    { place: small, ...asked },
    token,
  );
const remove = (name: unknown) => client.connection.sendRequest(clientRequests.removeTerminology, { name });
const pidOf = () =>
  Number(
    /terminology import: process (\d+) started/.exec(
      client.log.findLast((line) => line.includes('terminology import: process')) ?? '',
    )?.[1],
  );

describe('terminologies', () => {
  it('are none at first, with a table of those that can be had', async () => {
    const { file, installed, downloads } = await list();
    expect(path.dirname(file)).toBe(store);
    expect(installed).toEqual([]);
    expect(downloads.length).toBeGreaterThan(10);
    for (const { address, licence, size } of downloads) {
      expect(address).toMatch(/^https:\/\/[^{}]+$/);
      expect(licence).not.toBe('');
      expect(size).toBeGreaterThan(1e5);
    }
  });

  it('are looked into before they are imported', async () => {
    const asked = client.connection.sendRequest<TerminologySummary>(clientRequests.describeTerminology, {
      place: small,
    });
    expect(await asked).toMatchObject({ place: small, name: 'small', types: ['Gene'] });
    const wrong = client.connection.sendRequest(clientRequests.describeTerminology, {
      place: path.join(root, 'absent'),
    });
    await expect(wrong).rejects.toThrow(/absent: no such file/);
  });

  it('are imported in a process of its own, which tells how far it is', async () => {
    const told: { kind: string; percentage?: number; message?: string }[] = [];
    client.connection.onNotification('$/progress', ({ token, value }) => {
      if (token === 'mine') told.push(value);
    });
    const outcome = await take({ workDoneToken: 'mine' });
    expect(outcome).toMatchObject({
      kind: 'done',
      terminology: { name: 'small', concepts: 2, names: 4, types: ['Gene'] },
      problems: 0,
    });
    expect(told[0]).toMatchObject({ kind: 'begin', percentage: 0 });
    expect(told.findLast(({ kind }) => kind === 'report')).toMatchObject({ percentage: 100 });
    expect(told.at(-1)?.kind).toBe('end');
    expect(await ends(pidOf())).toBe(true);
    expect(await names()).toContain('small');
  });

  it('are refused with the reason alone where they cannot be imported', async () => {
    await expect(take({ place: path.join(root, 'absent') })).rejects.toThrow(/^\S+absent: no such file/);
    await expect(take({ form: 'nothing' })).rejects.toThrow(/^there is no form "nothing"/);
    await expect(take({ name: 7 as unknown as string })).rejects.toThrow(/strings where they are given/);
    await expect(remove('nobody')).rejects.toThrow(/no terminology is called "nobody"/);
    await expect(remove(7)).rejects.toThrow(/"name" is to be a string/);
    const wrong = client.connection.sendRequest(clientRequests.downloadTerminology, { name: 'nobody' });
    await expect(wrong).rejects.toThrow(/there is no download "nobody"/);
  });

  it('are changed one at a time; an import that is cancelled is gone on with', async () => {
    const source = new CancellationTokenSource();
    const running = take({ place: large }, source.token);
    const before = client.log.length;
    const begun = (lines: readonly string[]) => lines.some((line) => line.includes('terminology large: read as'));
    await client.until('an import', () => begun(client.log.slice(before)));
    await expect(take({})).rejects.toThrow(/the import of a terminology is under way/);
    await expect(remove('small')).rejects.toThrow(/the import of a terminology is under way/);
    source.cancel();
    expect(await running).toEqual({ kind: 'cancelled' });
    expect(await ends(pidOf())).toBe(true);
    const { installed } = await list();
    expect(installed.find(({ name }) => name === 'small')?.concepts).toBe(2);
    expect(await take({ place: large })).toMatchObject({ kind: 'done', terminology: { concepts: 100_000 } });
  });

  it('are told to be unreadable where their store is none, and all else goes on', async () => {
    writeFileSync(path.join(broken, 'concepts.sqlite'), 'nothing of the kind');
    await client.configure({ device: 'cpu', concepts: { folder: broken } });
    await expect.poll(async () => (await list()).problem).toMatch(/concepts\.sqlite: /);
    expect((await list()).installed).toEqual([]);
    await client.configure({ device: 'cpu', concepts: { folder: store } });
    await expect.poll(async () => (await list()).problem).toBeUndefined();
  });

  it('are removed by name', async () => {
    await remove('large');
    expect(await names()).not.toContain('large');
    expect(await names()).toContain('small');
  });
});

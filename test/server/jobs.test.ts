import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CancellationTokenSource } from 'vscode-languageserver-protocol/node';
import { isReport } from '../../src/evaluate/report/is-report.ts';
import {
  type CorpusSummary,
  clientRequests,
  type EvaluationOutcome,
  type EvaluationRequest,
  type ExportOutcome,
} from '../../src/protocol.ts';
import { argumentsOf } from '../../src/server/jobs/evaluation.ts';
import { smallPubtator } from '../support/small-corpus.ts';
import { Client } from './client.ts';
import { ends, isRunning } from './processes.ts';

const root = mkdtempSync(path.join(tmpdir(), 'gerbera-jobs-'));
const small = path.join(root, 'small');
const large = path.join(root, 'large');
const broken = path.join(root, 'broken');
let client: Client;

beforeAll(async () => {
  for (const folder of [small, large, broken]) mkdirSync(folder);
  for (const split of ['train', 'test']) writeFileSync(path.join(small, `${split}.pubtator`), smallPubtator());
  writeFileSync(path.join(large, 'test.pubtator'), smallPubtator(20_000));
  writeFileSync(path.join(broken, 'test.pubtator'), `${smallPubtator()}104\t0\tx\tnothing\tGene\n`);
  client = await Client.start({ settings: { device: 'cpu' } });
});
afterAll(async () => {
  await client.stop();
  rmSync(root, { recursive: true });
});

const evaluate = (asked: Partial<EvaluationRequest>, from = client, token = new CancellationTokenSource().token) =>
  from.connection.sendRequest<EvaluationOutcome>(
    clientRequests.evaluate,
    { place: small, model: 'default', out: path.join(root, 'out'), ...asked },
    token,
  );
const describeCorpus = (place: string) =>
  client.connection.sendRequest<CorpusSummary>(clientRequests.corpus, { place });
/** The process of the newest evaluation. */
const pidOf = (from: Client) =>
  Number(
    /evaluation: process (\d+) started/.exec(
      from.log.findLast((line) => line.includes('evaluation: process')) ?? '',
    )?.[1],
  );

async function started(from: Client): Promise<number> {
  const before = from.log.length;
  await from.until('an evaluation', () => from.log.slice(before).some((line) => line.includes('evaluation: process')));
  return pidOf(from);
}

describe('a corpus', () => {
  it('is described: parts, sizes, mentions, and what its types are called', async () => {
    const { name, parts, mapping } = await describeCorpus(small);
    expect(name).toBe('small');
    expect(parts.map(({ split }) => split)).toEqual(['train', 'test']);
    expect(parts[1]).toMatchObject({
      form: 'PubTator',
      documents: 3,
      mentions: { Disease: 9, Chemical: 6 },
      complete: true,
    });
    expect(mapping).toEqual({ Disease: 'Disease', Chemical: 'Chemical' });
  });

  it('that cannot be read is told with file and line; one that is absent, with its place', async () => {
    const { parts } = await describeCorpus(broken);
    expect(parts[0]?.problem).toMatch(/test\.pubtator: line \d+: /);
    await expect(describeCorpus(path.join(root, 'absent'))).rejects.toThrow(/absent: no such file or folder/);
  });
});

describe('an evaluation', () => {
  it('runs in a process of its own, tells how far it is, and leaves a report', async () => {
    const told: { kind: string; percentage?: number; message?: string }[] = [];
    client.connection.onNotification('$/progress', ({ token, value }) => {
      if (token === 'mine') told.push(value);
    });
    const out = path.join(root, 'first');
    expect(await evaluate({ split: 'test', out, workDoneToken: 'mine' })).toEqual({ kind: 'done' });
    expect(readdirSync(out).sort()).toEqual(['report.html', 'report.json', 'report.md']);
    const report: unknown = JSON.parse(readFileSync(path.join(out, 'report.json'), 'utf8'));
    expect(isReport(report) && report.corpus.split).toBe('test');
    expect(told[0]).toMatchObject({ kind: 'begin', percentage: 0 });
    expect(told.findLast(({ kind }) => kind === 'report')).toMatchObject({
      percentage: 100,
      message: '3 documents, 51 words',
    });
    expect(told.at(-1)?.kind).toBe('end');
    expect(await ends(pidOf(client))).toBe(true);
  });

  it('that cannot be done is refused with the reason alone', async () => {
    await expect(evaluate({ split: 'devel' })).rejects.toThrow(
      /^\S+small: there is no devel part in it; it has train, test$/,
    );
    await expect(evaluate({ place: broken })).rejects.toThrow(/^\S+test\.pubtator: line \d+: /);
    await expect(evaluate({ model: 'nobody' })).rejects.toThrow(/^no model is called "nobody"/);
    await expect(evaluate({ out: 7 as unknown as string })).rejects.toThrow(/"out" are to be strings/);
  });

  it('is one at a time, and ends when its request is cancelled', async () => {
    const source = new CancellationTokenSource();
    const out = path.join(root, 'cancelled');
    const running = evaluate({ place: large, out }, client, source.token);
    const pid = await started(client);
    await expect(evaluate({})).rejects.toThrow('another evaluation is running');
    source.cancel();
    expect(await running).toEqual({ kind: 'cancelled' });
    expect(await ends(pid)).toBe(true);
    expect(existsSync(path.join(out, 'report.json'))).toBe(false);
    expect(await evaluate({})).toEqual({ kind: 'done' });
  });

  it('that is killed says so, and the server goes on', async () => {
    const running = evaluate({ place: large });
    const pid = await started(client);
    process.kill(pid, 'SIGKILL');
    await expect(running).rejects.toThrow(/^its process ended unexpectedly \(SIGKILL\)$/);
    expect((await client.status()).state).not.toBe('failed');
  });

  it.each(['SIGKILL', 'stop'] as const)('ends when the server does (%s)', async (how) => {
    const other = await Client.start();
    const running = evaluate({ place: large }, other).catch(() => {});
    const pid = await started(other);
    expect(isRunning(pid)).toBe(true);
    if (how === 'stop') await other.stop();
    else {
      other.process.kill('SIGKILL');
      other.connection.dispose();
    }
    expect(await ends(pid)).toBe(true);
    await Promise.race([running, other.exited]);
  });

  it('is the command line’s own', () => {
    expect(argumentsOf({ place: '/c', model: 'm', split: 'test', against: 'n', out: '/o', device: 'cpu' })).toEqual(
      'evaluate /c --model m --device cpu --split test --against n --out /o --events'.split(' '),
    );
  });
});

describe('the entities of an open document', () => {
  const uri = pathToFileURL(path.join(root, 'notes.md')).href;
  const text = '# Notes 😀\n\nPatients with breast cancer received tamoxifen.\n';
  const exported = (form: string, file: string) =>
    client.connection.sendRequest<ExportOutcome>(clientRequests.exportEntities, { uri, form, file });

  beforeAll(async () => {
    await client.open(uri, text);
    await client.settled(uri);
  });

  it.each([
    ['pubtator', 'notes.pubtator', /\ttamoxifen\tChemical/],
    ['bioc-xml', 'notes.bioc.xml', /<text>tamoxifen<\/text>/],
    ['jsonl', 'notes.jsonl', /"Chemical"/],
    ['conll', 'notes.conll', /^tamoxifen\tB-Chemical$/m],
    ['html', 'notes.html', /^<!doctype html>.*tamoxifen/is],
  ])('are written as %s, as they are shown', async (form, name, expected) => {
    const file = path.join(root, name);
    expect((await exported(form, file)).entities).toBe(3);
    expect(readFileSync(file, 'utf8')).toMatch(expected);
  });

  it('are written to a folder where a form has several files', async () => {
    const folder = path.join(root, 'brat');
    mkdirSync(folder);
    writeFileSync(path.join(folder, 'other.ann'), 'kept');
    await exported('brat', folder);
    expect(readdirSync(folder).sort()).toEqual(['notes.ann', 'notes.txt', 'other.ann']);
    expect(readFileSync(path.join(folder, 'notes.txt'), 'utf8')).toBe(text);
  });

  it('obey the settings and the newest text', async () => {
    await client.configure({ device: 'cpu', enabledTypes: ['Chemical'] });
    await client.until('one type', () => client.entities.get(uri)?.entities.length === 1);
    await client.edit(uri, text.length, text.length, 'Ibuprofen too.\n');
    const file = path.join(root, 'filtered.pubtator');
    expect((await exported('pubtator', file)).entities).toBe(2);
    expect(readFileSync(file, 'utf8')).toContain('\tIbuprofen\tChemical');
    expect(readFileSync(file, 'utf8')).not.toContain('\tDisease');
    await client.configure({ device: 'cpu' });
  });

  it('are not written where it is not read, to no place, or in no form', async () => {
    await expect(exported('tex', path.join(root, 'x'))).rejects.toThrow(/^there is no form "tex"; known: html, /);
    await expect(exported('pubtator', path.join(root, 'absent/x'))).rejects.toThrow(/absent\/x: /);
    await client.configure({ device: 'cpu', exclude: ['notes.md'] });
    await client.until('the document to be left out', () => client.entities.get(uri)?.read === false);
    await expect(exported('pubtator', path.join(root, 'x'))).rejects.toThrow(/^notes\.md: is not read: /);
    expect(existsSync(path.join(root, 'x'))).toBe(false);
  });
});

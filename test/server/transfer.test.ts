import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { CancellationTokenSource } from 'vscode-languageserver-protocol/node';
import { type TransferOutcome, type TransferRequest, transferRequests } from '../../src/protocol/transfer.ts';
import { transferArguments } from '../../src/server/jobs/transfer/transfer-jobs.ts';
import { measureIds } from '../../src/transfer/report.ts';
import { bertModel } from '../model/models.ts';
import { writeModel } from '../model/tiny.ts';
import { smallPubtator } from '../support/small-corpus.ts';
import { ends } from './processes.ts';
import { TrainingClient, trainingPlace } from './training-client.ts';

// Processes are started, whatever else the machine does.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

const place = trainingPlace();
const model = path.join(place.root, 'model');
const other = path.join(place.root, 'other.conll');
const broken = path.join(place.root, 'broken.pubtator');
let window: TrainingClient;

beforeAll(async () => {
  mkdirSync(model);
  writeModel(bertModel(), model);
  const sentence = ['Visitors\tO', 'with\tO', 'breast\tB-Illness', 'cancer\tI-Illness', 'left\tO', 'Rome\tO'];
  writeFileSync(other, `${sentence.join('\n')}\n\n`.repeat(20));
  writeFileSync(broken, `${smallPubtator()}104\t0\tx\tnothing\tGene\n`);
  window = await TrainingClient.start(place);
});
afterAll(async () => {
  await window.stop();
  rmSync(place.root, { recursive: true, maxRetries: 5 });
});

function compare(
  asked: Partial<TransferRequest> & { workDoneToken?: string },
  token?: CancellationTokenSource['token'],
) {
  const request = { target: place.corpus, candidates: [other], model, ...asked };
  return window.ask<TransferOutcome>(transferRequests.compare, request, token);
}

/** The process of the newest comparison. */
async function started(before: number): Promise<number> {
  const { client } = window;
  const line = () => client.log.slice(before).find((each) => each.includes('transfer: process'));
  await client.until('a comparison', () => line() !== undefined);
  return Number(/process (\d+) started/.exec(line() ?? '')?.[1]);
}

describe('a comparison of corpora', () => {
  it('runs in a process of its own, tells how far it is, and gives the report', async () => {
    const told: { kind: string; percentage?: number; message?: string }[] = [];
    window.client.connection.onNotification('$/progress', ({ token, value }) => {
      if (token === 'mine') told.push(value);
    });
    const before = window.client.log.length;
    const outcome = await compare({ sentences: 5, method: 'transfer', allPairs: true, workDoneToken: 'mine' });
    expect(outcome.kind).toBe('done');
    const report = outcome.kind === 'done' ? outcome.report : undefined;
    expect(report?.corpora.map(({ name, sentences }) => [name, sentences])).toEqual([
      ['corpus', 5],
      ['other', 20],
    ]);
    expect(report?.pairs.map(({ target, candidate }) => [target, candidate])).toEqual([
      ['corpus', 'other'],
      ['other', 'corpus'],
    ]);
    expect(Object.keys(report?.pairs[0]?.values ?? {}).sort()).toEqual([...measureIds].sort());
    expect(report?.ranking.map(({ name }) => name)).toEqual(['other']);
    expect(told[0]).toMatchObject({
      kind: 'begin',
      percentage: 0,
      title: `GERBERA: comparing ${place.corpus} with 1 corpus`,
    });
    expect(told.map(({ message }) => message)).toEqual(
      expect.arrayContaining(['reading corpus', 'reading other', 'comparing corpus with other']),
    );
    expect(told.at(-1)?.kind).toBe('end');
    expect(await ends(await started(before))).toBe(true);
  });

  it('that cannot be done is refused with the reason alone', async () => {
    await expect(compare({ candidates: [broken] })).rejects.toThrow(/^\S+broken\.pubtator: line \d+: /);
    await expect(compare({ target: 'corpus' })).rejects.toThrow(/^"target": an absolute path is needed/);
    await expect(compare({ candidates: [] })).rejects.toThrow(/^"candidates": /);
  });

  it('is one at a time, and ends when its request is cancelled', async () => {
    const source = new CancellationTokenSource();
    const before = window.client.log.length;
    const running = compare({ model: 'base' }, source.token);
    const pid = await started(before);
    await expect(compare({})).rejects.toThrow('another comparison of corpora is running');
    source.cancel();
    expect(await running).toEqual({ kind: 'cancelled' });
    expect(await ends(pid)).toBe(true);
  });

  it('that is killed says so', async () => {
    const before = window.client.log.length;
    const running = compare({ model: 'base' });
    process.kill(await started(before), 'SIGKILL');
    await expect(running).rejects.toThrow(/^its process ended unexpectedly \(SIGKILL\)$/);
  });

  it('asks the command line for no more than what is given', () => {
    const args = transferArguments({ target: '/a', candidates: ['/b', '/c'], device: 'auto' });
    expect(args).toEqual(['transfer', '/a', '/b', '/c', '--device', 'auto', '--events']);
  });
});

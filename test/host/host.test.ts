import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { embeddedModel } from '../../src/library/folders.ts';
import type { HostReply, HostRequest } from '../../src/protocol.ts';

const program = path.resolve(import.meta.dirname, '../../src/host/main.ts');
const children: ChildProcess[] = [];
const scratch: string[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const folder of scratch.splice(0)) rmSync(folder, { recursive: true });
});

class Host {
  readonly child: ChildProcess;
  readonly #replies: HostReply[] = [];

  constructor(env: NodeJS.ProcessEnv = {}) {
    this.child = fork(program, { stdio: 'ignore', env: { ...process.env, ...env } });
    children.push(this.child);
    this.child.on('message', (reply) => this.#replies.push(reply as HostReply));
  }

  send(request: HostRequest): void {
    this.child.send(request);
  }

  /** The next reply, in the order of sending. */
  async reply(): Promise<HostReply> {
    while (this.#replies.length === 0) await once(this.child, 'message');
    const reply = this.#replies.shift();
    if (!reply) throw new Error('unreachable');
    return reply;
  }
}

const words = 'Patients with breast cancer received tamoxifen .'.split(' ');

describe('the model host', () => {
  it('loads a model, tells what it is, and reads', async () => {
    const host = new Host();
    host.send({ kind: 'load', model: '', device: 'cpu' });
    host.send({ kind: 'recognize', id: 7, sentences: [words, ['Nothing'], words] });
    expect(await host.reply()).toMatchObject({
      kind: 'loaded',
      model: { name: 'default', family: 'bert', maxLength: 128, device: { preference: 'cpu', device: 'cpu' } },
    });
    const reply = await host.reply();
    if (reply.kind !== 'recognized') throw new Error(`unexpected: ${JSON.stringify(reply)}`);
    expect(reply.id).toBe(7);
    const [first, second, third] = reply.entities;
    expect(first?.map(({ start, end, type }) => [start, end, type])).toEqual([
      [0, 1, 'Species'],
      [2, 4, 'Disease'],
      [5, 6, 'Chemical'],
    ]);
    expect(second).toEqual([]);
    expect(third).toEqual(first);
  });

  it('tells why a model does not load', async () => {
    const host = new Host();
    host.send({ kind: 'load', model: '/no/such/model', device: 'auto' });
    expect(await host.reply()).toMatchObject({ kind: 'failed', message: expect.stringContaining('/no/such/model') });
    host.send({ kind: 'recognize', id: 1, sentences: [words] });
    expect(await host.reply()).toMatchObject({ kind: 'failed', id: 1 });
  });

  it('stops reading when it is told to', async () => {
    const host = new Host();
    host.send({ kind: 'load', model: '', device: 'cpu' });
    await host.reply();
    const many = Array.from({ length: 3000 }, (_, index) => [...words, String(index)]);
    host.send({ kind: 'recognize', id: 1, sentences: many });
    host.send({ kind: 'cancel', id: 1 });
    expect(await host.reply()).toEqual({ kind: 'failed', id: 1, message: 'cancelled' });
    host.send({ kind: 'recognize', id: 2, sentences: [words] });
    expect(await host.reply()).toMatchObject({ kind: 'recognized', id: 2 });
  });

  it('takes a model into the library, or tells why not', async () => {
    const home = mkdtempSync(path.join(tmpdir(), 'gerbera-home-'));
    scratch.push(home);
    const host = new Host({ GERBERA_HOME: home });
    host.send({ kind: 'import', id: 3, import: { folder: embeddedModel(), name: 'mine' } });
    expect(await host.reply()).toMatchObject({
      kind: 'imported',
      id: 3,
      model: { name: 'mine', folder: path.join(home, 'models', 'mine'), embedded: false, broken: false },
    });
    host.send({ kind: 'import', id: 4, import: { folder: embeddedModel(), name: 'mine' } });
    expect(await host.reply()).toMatchObject({ kind: 'failed', id: 4, message: expect.stringContaining('mine') });
  });

  it('ends when the server goes', async () => {
    const host = new Host();
    host.send({ kind: 'load', model: '', device: 'cpu' });
    await host.reply();
    host.child.disconnect();
    expect(await once(host.child, 'exit')).toEqual([0, null]);
  });

  it('ends at once by a signal, also while it reads', async () => {
    const host = new Host();
    host.send({ kind: 'load', model: '', device: 'cpu' });
    await host.reply();
    host.send({ kind: 'recognize', id: 1, sentences: Array.from({ length: 3000 }, () => words) });
    host.child.kill('SIGTERM');
    expect(await once(host.child, 'exit')).toEqual([null, 'SIGTERM']);
  });
});

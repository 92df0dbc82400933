import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { ServerStatus } from '../../src/protocol.ts';
import type { Log } from '../../src/server/log.ts';
import { type HostTimes, hostTimes, ModelHost } from '../../src/server/model-host.ts';
import { ends } from './processes.ts';

const program = path.resolve(import.meta.dirname, '../../src/host/main.ts');
const words = 'Patients with breast cancer received tamoxifen .'.split(' ');
const never = new AbortController().signal;
let stop = () => {};
afterEach(() => stop());

type Times = { -readonly [name in keyof HostTimes]: number };

/** A supervised model host, and what is heard of it. */
function supervise(times: Partial<HostTimes>) {
  const heard = {
    statuses: [] as ServerStatus[],
    troubles: [] as string[],
    processes: [] as number[],
    delays: [] as number[],
  };
  const note = (message: string) => {
    const [, pid] = /process (\d+) started/.exec(message) ?? [];
    if (pid) heard.processes.push(Number(pid));
    const [, delay] = /restarted in (\d+) ms/.exec(message) ?? [];
    if (delay) heard.delays.push(Number(delay));
  };
  const log: Log = { error: note, warn: note, info: note, debug: note };
  const events = {
    status: (status: ServerStatus) => heard.statuses.push(status),
    trouble: (message: string) => heard.troubles.push(message),
  };
  // What is short for one process need not be for the next.
  const given: Times = { ...hostTimes, firstDelay: 10, ...times };
  const host = new ModelHost(program, log, events, given);
  stop = () => host.dispose();
  host.use({ model: '', device: 'cpu' });
  const kill = (signal: NodeJS.Signals) => process.kill(heard.processes.at(-1) ?? 0, signal);
  return { host, heard, kill, times: given };
}

async function loaded(host: ModelHost): Promise<void> {
  while (!host.model) await sleep(10);
}

describe('a supervised model host', () => {
  it('that does not answer in time is ended and replaced, and its sentences are given back', async () => {
    const { host, heard, kill, times } = supervise({ reply: 300 });
    await loaded(host);
    kill('SIGSTOP');
    const asked = host.recognize([words], never);
    times.reply = hostTimes.reply;
    expect(await asked).toEqual({ kind: 'lost' });
    expect(await ends(heard.processes[0] ?? 0)).toBe(true);
    await loaded(host);
    expect(heard.processes).toHaveLength(2);
    expect(await host.recognize([words], never)).toMatchObject({ kind: 'read' });
  });

  it('that does not come through loading in time is ended and replaced', async () => {
    const { host, heard, kill, times } = supervise({ load: 300 });
    kill('SIGSTOP');
    times.load = hostTimes.load;
    expect(await ends(heard.processes[0] ?? 0)).toBe(true);
    await loaded(host);
    expect(heard.processes).toHaveLength(2);
  });

  it('that recovers and dies later is a new incident, told anew', async () => {
    const { host, heard, kill } = supervise({ healthy: 100 });
    await loaded(host);
    kill('SIGKILL');
    while (heard.troubles.length < 1) await sleep(10);
    await loaded(host);
    await sleep(200);
    kill('SIGKILL');
    while (heard.troubles.length < 2) await sleep(10);
    await loaded(host);
    expect(heard.processes).toHaveLength(3);
  });

  it('that keeps dying is told once, waited for longer each time, and in the end called failed', async () => {
    const { host, heard, kill } = supervise({ firstDelay: 50 });
    for (let deaths = 1; deaths <= 5; deaths++) {
      await loaded(host);
      const before = heard.processes.length;
      kill('SIGKILL');
      while (heard.processes.length === before) await sleep(5);
    }
    expect(heard.troubles).toHaveLength(1);
    expect(heard.statuses.some(({ state }) => state === 'failed')).toBe(true);
    expect(heard.delays).toEqual([50, 100, 200, 400, 800]);
    await loaded(host);
    expect(host.status.state).toBe('ready');
  });

  it('that is disposed stays away', async () => {
    const { host, heard } = supervise({});
    await loaded(host);
    host.dispose();
    expect(await ends(heard.processes[0] ?? 0)).toBe(true);
    await sleep(100);
    expect(heard.processes).toHaveLength(1);
    expect(heard.troubles).toEqual([]);
    expect(await host.recognize([words], never)).toEqual({ kind: 'lost' });
  });
});

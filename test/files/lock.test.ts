import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it } from 'vitest';
import { holdsLock, lock, lockOwner } from '../../src/files/lock.ts';
import { scratchFolder } from '../train/run/fixtures.ts';

const source = new URL('../../src/files/lock.ts', import.meta.url);
const lockFile = () => path.join(scratchFolder(), '.lock');
const linux = process.platform === 'linux';

describe('the lock of an output', () => {
  it('belongs to one process, until it gives it back or is no more', () => {
    const file = lockFile();
    lock(file)();
    expect([existsSync(file), lockOwner(file)]).toEqual([false, undefined]);
    writeFileSync(file, '999999999');
    expect(lockOwner(file)).toMatchObject({ pid: 999999999, here: true, alive: false });
    const release = lock(file);
    expect(lockOwner(file)).toMatchObject({ pid: process.pid, host: hostname(), here: true, alive: linux });
    release();
    release();
    writeFileSync(file, String(process.ppid));
    expect(() => lock(file)).toThrow(`process ${process.ppid} is writing into it`);
    expect(readFileSync(file, 'utf8')).toBe(String(process.ppid));
    expect(readdirSync(path.dirname(file))).toEqual(['.lock']);
  });

  it('that another process has by now is not given back by the one before', () => {
    const file = lockFile();
    const release = lock(file);
    expect(holdsLock(file)).toBe(true);
    writeFileSync(file, String(process.ppid));
    expect(holdsLock(file)).toBe(false);
    release();
    expect(lockOwner(file)).toMatchObject({ pid: process.ppid });
  });

  it.runIf(linux)('is not taken for that of another process which has its number now', () => {
    const file = lockFile();
    const owner = { pid: process.ppid, host: hostname(), started: '1' };
    writeFileSync(file, JSON.stringify(owner));
    expect(lockOwner(file)).toMatchObject({ pid: process.ppid, alive: false });
    lock(file)();
    const release = lock(file);
    // Nor is it taken twice by one process.
    expect(() => lock(file)).toThrow('is writing into it');
    release();
  });

  it.runIf(linux)('is free where its process has ended, though nobody has waited for it yet', async () => {
    const file = lockFile();
    // A shell that never waits for its child leaves it as a zombie.
    const program = `
      const { lock } = await import(${JSON.stringify(source.href)});
      lock(${JSON.stringify(file)});
      process.exit();`;
    const child = spawn('sh', [
      '-c',
      '"$0" --input-type=module --eval "$1" & exec sleep 20',
      process.execPath,
      program,
    ]);
    try {
      await expect.poll(() => lockOwner(file)?.alive, { timeout: 10_000 }).toBe(false);
      lock(file)();
    } finally {
      child.kill();
    }
  });

  it('of another machine is held as long as it gives signs of life', () => {
    const file = lockFile();
    writeFileSync(file, JSON.stringify({ pid: process.pid, host: `not-${hostname()}` }));
    expect(lockOwner(file)).toMatchObject({ here: false, alive: true });
    expect(() => lock(file)).toThrow(`process ${process.pid} of not-${hostname()} is writing into it`);
    const before = Date.now() / 1000 - 700;
    utimesSync(file, before, before);
    expect(lockOwner(file)).toMatchObject({ here: false, alive: false });
    lock(file)();
  });

  it.each([
    ['nobody has it', undefined],
    ['somebody has it who is no more', '999999999'],
  ])('is had by one of several that begin at once where %s', async (_, before) => {
    const file = lockFile();
    if (before !== undefined) writeFileSync(file, before);
    // All are told to begin once all have started, and end once all have tried.
    const program = `
      const { lock } = await import(${JSON.stringify(source.href)});
      const told = process.stdin[Symbol.asyncIterator]();
      console.log('started');
      await told.next();
      try { lock(${JSON.stringify(file)}); console.log('mine'); } catch { console.log('taken'); }
      await told.next();`;
    const children = Array.from({ length: 3 }, () =>
      spawn(process.execPath, ['--input-type=module', '--eval', program]),
    );
    try {
      const lines = children.map(({ stdout }) => createInterface(stdout)[Symbol.asyncIterator]());
      const said = () => Promise.all(lines.map(async (each) => String((await each.next()).value)));
      expect(await said()).toEqual(['started', 'started', 'started']);
      for (const { stdin } of children) stdin.write('begin\n');
      expect((await said()).sort()).toEqual(['mine', 'taken', 'taken']);
    } finally {
      for (const child of children) child.kill();
    }
  });
});

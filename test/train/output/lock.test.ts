import { execFile } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { lock, lockOwner } from '../../../src/train/output/lock.ts';
import { scratchFolder } from '../run/fixtures.ts';

const source = new URL('../../../src/train/output/lock.ts', import.meta.url);

describe('the lock of an output', () => {
  it('belongs to one process, until it gives it back or is no more', () => {
    const file = path.join(scratchFolder(), '.lock');
    lock(file)();
    expect(existsSync(file)).toBe(false);
    writeFileSync(file, '999999999');
    const release = lock(file);
    expect(lockOwner(file)).toEqual({ pid: process.pid, host: hostname(), here: true, alive: true });
    release();
    writeFileSync(file, String(process.ppid));
    expect(() => lock(file)).toThrow(`process ${process.ppid} is writing into it`);
    expect(readFileSync(file, 'utf8')).toBe(String(process.ppid));
  });

  it('is had by one of several that begin at once', async () => {
    const file = path.join(scratchFolder(), '.lock');
    const at = Date.now() + 1500;
    const program = `
      const { lock } = await import(${JSON.stringify(source.href)});
      while (Date.now() < ${at});
      try { lock(${JSON.stringify(file)}); console.log('mine'); } catch { console.log('taken'); }
      setTimeout(() => {}, 500);`;
    const run = () => promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program]);
    const said = await Promise.all([run(), run(), run()]);
    expect(said.map(({ stdout }) => stdout.trim()).sort()).toEqual(['mine', 'taken', 'taken']);
  });
});

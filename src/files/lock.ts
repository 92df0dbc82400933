import { linkSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { errorMessage, UserError } from '../core/errors.ts';
import { isJsonObject } from '../core/json.ts';

/** Milliseconds between two signs of life, and after which a process of another machine that gives none is dead. */
const signs = { every: 10_000, dead: 600_000 };

/** The process that has a lock. */
export interface LockOwner {
  readonly pid: number;
  readonly host: string;
  /** Whether it is one of this machine. */
  readonly here: boolean;
  /** Whether it is still there: of another machine, whether it has given a sign of life in the last ten minutes. */
  readonly alive: boolean;
}

/**
 * Takes a lock for this process, also one that a process left behind which is no more, and gives signs of life on it until
 * it is given back.
 * @param file tells which process has it.
 * @returns what gives it back. Idempotent.
 * @throws UserError if another process has it, or it cannot be written.
 */
export function lock(file: string): () => void {
  try {
    if (!create(file)) {
      const text = readFileSync(file, 'utf8');
      const owner = ownerOf(text, file);
      // One that has just been made may have nothing in it yet.
      if (!owner || owner.alive) throw taken(file, owner);
      setAside(file, text);
      if (!create(file)) throw taken(file, lockOwner(file));
    }
  } catch (thrown) {
    if (thrown instanceof UserError) throw thrown;
    throw new UserError(`${path.dirname(file)}: cannot be written: ${errorMessage(thrown)}`);
  }
  const timer = setInterval(() => touch(file), signs.every).unref();
  let held = true;
  return () => {
    clearInterval(timer);
    // The folder may have been removed since, and be another process's now.
    if (held && holdsLock(file)) rmSync(file, { force: true });
    held = false;
  };
}

/** Who has a lock, dead or alive; undefined where nobody has, or has just begun to write it. */
export function lockOwner(file: string): LockOwner | undefined {
  try {
    return ownerOf(readFileSync(file, 'utf8'), file);
  } catch {
    return undefined;
  }
}

/** Whether this process has a lock. */
export function holdsLock(file: string): boolean {
  try {
    return readFileSync(file, 'utf8') === ownText();
  } catch {
    return false;
  }
}

/** @throws UserError if a process that is alive has the lock. */
export function refuseLocked(file: string): void {
  const owner = lockOwner(file);
  if (owner?.alive) throw taken(file, owner);
}

/** @returns whether there was no such file: of two processes that begin at once, one alone makes it. */
function create(file: string): boolean {
  try {
    writeFileSync(file, ownText(), { flag: 'wx' });
    return true;
  } catch (thrown) {
    if (hasCode(thrown, 'EEXIST')) return false;
    rmSync(file, { force: true });
    throw thrown;
  }
}

function ownText(): string {
  const started = startOf(process.pid);
  const own = { pid: process.pid, host: hostname(), ...(started === undefined ? {} : { started }) };
  return `${JSON.stringify(own)}\n`;
}

/**
 * Takes a dead process's lock away.
 * @param text what is in it: another process may have taken it since, whose lock is then given back.
 */
function setAside(file: string, text: string): void {
  const aside = `${file}.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch (thrown) {
    if (hasCode(thrown, 'ENOENT')) return;
    throw thrown;
  }
  const mine = readFileSync(aside, 'utf8') === text;
  if (!mine) giveBack(aside, file);
  rmSync(aside, { force: true });
  if (!mine) throw taken(file, lockOwner(file));
}

function giveBack(aside: string, file: string): void {
  try {
    linkSync(aside, file);
  } catch {
    // A disk without links.
    renameSync(aside, file);
  }
}

function ownerOf(text: string, file: string): LockOwner | undefined {
  const { pid, host, started } = parse(text);
  if (pid === undefined) return undefined;
  const here = host === hostname();
  return { pid, host, here, alive: here ? isRunning(pid, started) : isFresh(file) };
}

/** A lock of an earlier version is a process's number alone. */
function parse(text: string): { readonly pid: number | undefined; readonly host: string; readonly started?: string } {
  const bare = Number(text.trim() || Number.NaN);
  if (Number.isSafeInteger(bare)) return { pid: bare, host: hostname() };
  try {
    const value: unknown = JSON.parse(text);
    if (!isJsonObject(value) || typeof value.pid !== 'number') return { pid: undefined, host: '' };
    const host = typeof value.host === 'string' ? value.host : hostname();
    return { pid: value.pid, host, ...(typeof value.started === 'string' ? { started: value.started } : {}) };
  } catch {
    return { pid: undefined, host: '' };
  }
}

/** @param started when it began, where that is known: a number is given to another process in time. */
function isRunning(pid: number, started: string | undefined): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  if (pid === process.pid && started === undefined) return false;
  const found = startOf(pid);
  if (started !== undefined && found !== undefined) return found === started;
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    // Another user's process is one all the same.
    return hasCode(thrown, 'EPERM');
  }
}

/** When a process began, in the system's own ticks; undefined where the system does not tell. */
function startOf(pid: number): string | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    // The second field is the program's name, in parentheses, whatever it holds.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    // A process that has ended and was not waited for is still listed.
    return fields[0] === 'Z' || fields[0] === 'X' ? '' : fields[19];
  } catch {
    return undefined;
  }
}

function isFresh(file: string): boolean {
  const { mtimeMs = 0 } = statSync(file, { throwIfNoEntry: false }) ?? {};
  return Date.now() - mtimeMs < signs.dead;
}

function touch(file: string): void {
  try {
    const now = new Date();
    utimesSync(file, now, now);
  } catch {
    // The folder is gone: what is written next will say so.
  }
}

function taken(file: string, owner: LockOwner | undefined): UserError {
  const who = owner ? `process ${owner.pid}${owner.here ? '' : ` of ${owner.host}`}` : 'another process';
  return new UserError(`${path.dirname(file)}: ${who} is writing into it; if it is not, remove ${file}`);
}

function hasCode(thrown: unknown, code: string): boolean {
  return thrown instanceof Error && 'code' in thrown && thrown.code === code;
}

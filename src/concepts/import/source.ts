import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { errorMessage, UserError } from '../../core/errors.ts';
import { keysVersion } from '../names/keys.ts';

/** A file of a source. */
interface SourceFile {
  readonly file: string;
  readonly size: number;
  /** When it was last changed, in milliseconds. */
  readonly changed: number;
}

/** What a terminology is read from: a file, or the files that lie in a folder. */
export interface Source {
  readonly place: string;
  /** By name. */
  readonly files: readonly SourceFile[];
  /** Of all files together. */
  readonly size: number;
  /** When the newest of them was changed: an ISO 8601 date. */
  readonly date: string;
}

/** So many of a file's first and last bytes are looked at to tell whether it is the same as before. */
const sample = 2 ** 20;

/** @throws UserError naming the place if there is nothing or it cannot be read. */
export async function inspectSource(place: string): Promise<Source> {
  const files = await attempt(place, async () => {
    const status = await stat(place);
    if (!status.isDirectory()) return [{ file: place, size: status.size, changed: status.mtimeMs }];
    const found: SourceFile[] = [];
    for (const name of (await readdir(place)).sort()) {
      const file = path.join(place, name);
      // A link may lead nowhere.
      const inside = await stat(file).catch(() => undefined);
      if (inside?.isFile()) found.push({ file, size: inside.size, changed: inside.mtimeMs });
    }
    return found;
  });
  const newest = Math.max(0, ...files.map(({ changed }) => changed));
  return {
    place,
    files,
    size: files.reduce((sum, { size }) => sum + size, 0),
    date: new Date(newest).toISOString().slice(0, 10),
  };
}

/**
 * Tells whether two imports would store the same: what is read, by sizes, times and samples, for its SHA-256 is known only at the
 * end; and how it is read.
 */
export async function fingerprintOf(source: Source, form: string, type: string | undefined): Promise<string> {
  const hash = createHash('sha256');
  hash.update(JSON.stringify([path.resolve(source.place), form, type ?? null, keysVersion]));
  for (const { file, size, changed } of source.files) {
    hash.update(JSON.stringify([path.basename(file), size, changed]));
    await attempt(file, async () => {
      const handle = await open(file);
      try {
        const buffer = Buffer.alloc(Math.min(sample, size));
        for (const position of new Set([0, size - buffer.length])) {
          const { bytesRead } = await handle.read(buffer, 0, buffer.length, position);
          hash.update(buffer.subarray(0, bytesRead));
        }
      } finally {
        await handle.close();
      }
    });
  }
  return hash.digest('hex');
}

/**
 * The SHA-256 of a file; of a folder that of its files' names and SHA-256, as `sha256sum *` in it prints them.
 * @throws UserError naming the file if it cannot be read; the signal's reason.
 */
export async function hashSource({ place, files }: Source, signal: AbortSignal): Promise<string> {
  const hashes: string[] = [];
  for (const { file } of files) hashes.push(await hashFile(file, signal));
  const [first, ...others] = hashes;
  if (first !== undefined && others.length === 0 && files[0]?.file === place) return first;
  const list = files.map(({ file }, i) => `${hashes[i]}  ${path.basename(file)}\n`);
  return createHash('sha256').update(list.join('')).digest('hex');
}

/** @throws UserError if a file is no longer what it was. */
export async function refuseChanged(source: Source): Promise<void> {
  const now = await inspectSource(source.place);
  if (JSON.stringify(now.files) === JSON.stringify(source.files)) return;
  throw new UserError(`${source.place}: changed while it was read; import it again when it is whole`);
}

/** What a terminology is called if nobody says so: its file's name without endings, with what a name may not have left out. */
export function nameOf(place: string): string {
  const base = path.basename(path.resolve(place)).toLowerCase();
  const stem = base.replace(/(?:\.(?:gz|zip|tar|tgz|bz2|xml|json|obo|ttl|tsv|txt|csv|bin|rdf|skos|dmp|rrf))+$/, '');
  const name = stem.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^[^\p{L}\p{N}]+/u, '');
  return name.slice(0, 64) || 'terminology';
}

async function hashFile(file: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  await attempt(file, async () => {
    for await (const chunk of createReadStream(file, { highWaterMark: 2 ** 20 })) {
      signal.throwIfAborted();
      hash.update(chunk);
    }
  });
  return hash.digest('hex');
}

async function attempt<Result>(file: string, action: () => Promise<Result>): Promise<Result> {
  try {
    return await action();
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
    if (typeof code !== 'string' || thrown instanceof DOMException) throw thrown;
    throw new UserError(`${file}: ${code === 'ENOENT' ? 'no such file' : `cannot be read: ${errorMessage(thrown)}`}`);
  }
}

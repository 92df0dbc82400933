import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Bytes that a hash takes at the end of a file. */
const hashLength = 32;

/** After so many milliseconds a temporary file is one that a killed process left. */
const abandoned = 3_600_000;

/** After so many new files it is looked whether they take too much. */
const period = 20;

/** In bytes; the features of a corpus take some 10 MB. */
const usualBound = 1 << 30;

/**
 * Bytes on the disk by what they were computed from. A file ends with the hash of what is before it: one that is damaged
 * is as if it were not there, and so is a folder that cannot be read or written. Files take their names when they are
 * whole, so that any number of processes may share a folder. Where they take more than the bound, those that were not
 * used for longest go.
 */
export class FileCache {
  readonly #folder: string;
  readonly #bound: number;
  #written = 0;

  constructor(folder: string, bound: number = usualBound) {
    this.#folder = folder;
    this.#bound = bound;
  }

  /** @param key all that the bytes depend on, as JSON; `kind` names the file for people. */
  async get(kind: string, key: unknown): Promise<Buffer | undefined> {
    const file = this.#fileOf(kind, key);
    try {
      const bytes = await readFile(file);
      const content = bytes.subarray(0, -hashLength);
      if (!hashOf(content).equals(bytes.subarray(-hashLength))) return undefined;
      const now = new Date();
      await utimes(file, now, now);
      return content;
    } catch {
      return undefined;
    }
  }

  async put(kind: string, key: unknown, content: Uint8Array): Promise<void> {
    const file = this.#fileOf(kind, key);
    const temporary = `${file}.${randomUUID()}.partial`;
    try {
      await mkdir(this.#folder, { recursive: true });
      await writeFile(temporary, Buffer.concat([content, hashOf(content)]));
      await rename(temporary, file);
      if (this.#written++ % period === 0) await this.#prune();
    } catch {
      await rm(temporary, { force: true }).catch(() => undefined);
    }
  }

  #fileOf(kind: string, key: unknown): string {
    const name = createHash('sha256').update(JSON.stringify(key)).digest('hex');
    return path.join(this.#folder, `${kind}-${name}`);
  }

  async #prune(): Promise<void> {
    const names = await readdir(this.#folder);
    const found = await Promise.all(
      names.map(async (name) => {
        const file = path.join(this.#folder, name);
        // Another process may have removed it.
        const status = await stat(file).catch(() => undefined);
        return { file, size: status?.size ?? 0, used: status?.mtimeMs ?? 0 };
      }),
    );
    let total = 0;
    for (const { file, size, used } of found.sort((a, b) => b.used - a.used)) {
      const isLeft = file.endsWith('.partial') && Date.now() - used > abandoned;
      if (!isLeft) total += size;
      if (isLeft || total > this.#bound) await rm(file, { force: true });
    }
  }
}

function hashOf(content: Uint8Array): Buffer {
  return createHash('sha256').update(content).digest();
}

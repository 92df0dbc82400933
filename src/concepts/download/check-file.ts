import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { errorMessage, UserError } from '../../core/errors.ts';
import { headOf } from '../../files/head.ts';
import { zipMembers } from '../forms/archive/zip.ts';

/** What a file's bytes are known by, in hexadecimal. */
export interface Digests {
  readonly sha256: string;
  readonly md5: string;
}

/**
 * Reads a file whole and makes sure that it is not damaged as far as it can be told from itself: the checksums inside of gzip
 * and zip.
 * @throws UserError naming the file and what is wrong with it; the signal's reason.
 */
export async function checkIntegrity(file: string, signal: AbortSignal): Promise<Digests> {
  const digests = { sha256: createHash('sha256'), md5: createHash('md5') };
  const start = await firstBytes(file);
  const hashing = async function* (bytes: AsyncIterable<Uint8Array>) {
    for await (const chunk of bytes) {
      digests.sha256.update(chunk);
      digests.md5.update(chunk);
      yield chunk;
    }
  };
  try {
    const source = createReadStream(file, { highWaterMark: 2 ** 18 });
    if (start === '1f8b') await pipeline(source, hashing, createGunzip(), drain, { signal });
    else await pipeline(source, hashing, drain, { signal });
    if (start === '504b') await checkZip(file, signal);
  } catch (thrown) {
    signal.throwIfAborted();
    throw new UserError(`${file}: what came is damaged: ${errorMessage(thrown)}`);
  }
  return { sha256: digests.sha256.digest('hex'), md5: digests.md5.digest('hex') };
}

/** Whether it is a web page, whatever it was called. */
export async function isWebPage(file: string): Promise<boolean> {
  return /^\s*<(!doctype\s+html|html[\s>])/i.test((await headOf(file)).slice(0, 2000));
}

async function drain(bytes: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const _ of bytes);
}

async function firstBytes(file: string): Promise<string> {
  for await (const chunk of createReadStream(file, { end: 1 })) return Buffer.from(chunk).toString('hex');
  return '';
}

/** Unpacks every file in the archive; their checksums and sizes are checked. */
async function checkZip(file: string, signal: AbortSignal): Promise<void> {
  for (const member of await zipMembers(file)) {
    signal.throwIfAborted();
    await drain(
      member.bytes(
        () => 1,
        () => {},
      ),
    );
  }
}

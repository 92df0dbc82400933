import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { HubFile } from './hub-model.ts';

/**
 * What is wrong with a file that came, as `its SHA-256 is …, and the Hub's is …`; undefined if it is the Hub's.
 * @throws the signal's reason.
 */
export async function differenceOf(
  file: string,
  { bytes, digest }: HubFile,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { size } = await stat(file);
  if (size !== bytes) return `it has ${size} bytes, and the Hub's has ${bytes}`;
  // Git names a file by what it holds and its length (https://git-scm.com/book/en/v2/Git-Internals-Git-Objects).
  const hash = digest.kind === 'sha256' ? createHash('sha256') : createHash('sha1').update(`blob ${bytes}\0`);
  for await (const chunk of createReadStream(file, { highWaterMark: 2 ** 20, signal })) hash.update(chunk);
  const found = hash.digest('hex');
  if (found === digest.value) return undefined;
  return `its ${digest.kind === 'sha256' ? 'SHA-256' : 'Git blob'} is ${found}, and the Hub's is ${digest.value}`;
}

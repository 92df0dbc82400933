import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { errorMessage, UserError } from '../../../core/errors.ts';

/** How much larger than on the disk a text may be; terminologies are some 10 times larger. It counts above a size in bytes. */
const largestRatio = 400;
const smallEnough = 2 ** 27;

/**
 * The content of a file in an archive, decompressed if it begins as gzip does.
 * @param line that is being read, for messages.
 * @throws UserError naming the file if the data are damaged or cut short.
 */
export async function* gunzipped(
  label: string,
  content: AsyncGenerator<Uint8Array, void, undefined>,
  line: () => number,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    let start: Uint8Array = new Uint8Array();
    while (start.length < 2) {
      const { done, value } = await content.next();
      if (done) break;
      start = start.length === 0 ? value : Buffer.concat([start, value]);
    }
    if (start[0] !== 0x1f || start[1] !== 0x8b) {
      if (start.length > 0) yield start;
      yield* content;
      return;
    }
    const whole = async function* () {
      yield start;
      yield* content;
    };
    // Errors reach the reader through the last stream.
    const plain: Readable = pipeline(Readable.from(whole()), createGunzip({ chunkSize: 2 ** 18 }), () => {});
    yield* plain as AsyncIterable<Uint8Array>;
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
    if (!code.startsWith('Z_')) throw thrown;
    const what = code === 'Z_BUF_ERROR' ? 'the gzip data end too early' : 'the gzip data are damaged';
    throw new UserError(`${label}: line ${line()} or after it: ${what} (${errorMessage(thrown)})`);
  } finally {
    await content.return();
  }
}

/**
 * @param plain bytes that have been decompressed of those on the disk.
 * @throws UserError naming the file if it grows as only files do that are made to fill memory and disks.
 */
export function refuseBomb(label: string, plain: number, onDisk: number): void {
  if (plain <= smallEnough || plain <= onDisk * largestRatio) return;
  throw new UserError(
    `${label}: more than ${largestRatio} times larger than its compressed form, as no terminology is; decompress it yourself if you trust it`,
  );
}

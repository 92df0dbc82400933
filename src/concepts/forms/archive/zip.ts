import { pipeline } from 'node:stream';
import { crc32, createInflateRaw } from 'node:zlib';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { errorMessage, UserError } from '../../../core/errors.ts';
import { gunzipped } from './gzip.ts';
import { type Member, mostMembers, safeName } from './member.ts';

const stored = 0;
const deflated = 8;

/**
 * The files in a zip archive (PKWARE's APPNOTE.TXT 6.3).
 * @throws UserError naming the archive if it is damaged or cut short, or a name leads out of it.
 */
export async function zipMembers(place: string): Promise<Member[]> {
  return withZip(place, async (zip) => {
    if (zip.entryCount > mostMembers) throw new UserError(`${place}: more than ${mostMembers} files in the archive`);
    const members: Member[] = [];
    for await (const entry of zip.eachEntry()) {
      if (!entry.fileName.endsWith('/')) members.push(memberOf(place, entry));
    }
    return members;
  });
}

function memberOf(place: string, entry: Entry): Member {
  const name = safeName(place, entry.fileName);
  const label = `${place}: ${name}`;
  return {
    name,
    label,
    cost: entry.compressedSize,
    bytes: (line, onBytes) => gunzipped(label, contentOf(place, label, entry, onBytes), line),
  };
}

async function* contentOf(
  place: string,
  label: string,
  entry: Entry,
  onBytes: (bytes: number) => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { compressionMethod: method } = entry;
  if (entry.isEncrypted()) throw new UserError(`${label}: encrypted; unpack the archive and give the folder`);
  if (method !== stored && method !== deflated) {
    throw new UserError(
      `${label}: compressed in a way that is not read (method ${method}); unpack the archive and give the folder`,
    );
  }
  const zip = await openZip(place);
  try {
    const raw = await zip.openReadStreamPromise(entry, { decodeFileData: false });
    let read = 0;
    const counted = async function* (chunks: AsyncIterable<Uint8Array>) {
      for await (const chunk of chunks) {
        read += chunk.length;
        onBytes(read);
        yield chunk;
      }
    };
    const plain: AsyncIterable<Uint8Array> =
      method === stored ? counted(raw) : pipeline(raw, counted, createInflateRaw({ chunkSize: 2 ** 18 }), () => {});
    let size = 0;
    let checksum = 0;
    for await (const chunk of plain) {
      size += chunk.length;
      checksum = crc32(chunk, checksum);
      if (size > entry.uncompressedSize) break;
      yield chunk;
    }
    if (size !== entry.uncompressedSize || checksum !== entry.crc32) {
      throw new UserError(
        `${label}: its size or checksum is not as the archive says: the archive is damaged; get it anew`,
      );
    }
  } catch (thrown) {
    throw asUserError(label, thrown);
  } finally {
    zip.close();
  }
}

async function withZip<Result>(place: string, use: (zip: ZipFile) => Promise<Result>): Promise<Result> {
  const zip = await openZip(place);
  try {
    return await use(zip);
  } catch (thrown) {
    throw asUserError(place, thrown);
  } finally {
    zip.close();
  }
}

async function openZip(place: string): Promise<ZipFile> {
  try {
    return await openPromise(place, { lazyEntries: true, autoClose: false });
  } catch (thrown) {
    throw asUserError(place, thrown);
  }
}

/** All that can go wrong in reading an archive lies in the archive. */
function asUserError(label: string, thrown: unknown): UserError {
  if (thrown instanceof UserError) return thrown;
  const what = errorMessage(thrown);
  if (/ path: |fileName/.test(what)) {
    return new UserError(`${label}: a name in the zip archive leads out of it (${what}); not read`);
  }
  return new UserError(`${label}: the zip archive is damaged or cut short (${what}); get it anew`);
}

import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { type Extract, extract } from 'tar-stream';
import { errorMessage, UserError } from '../../../core/errors.ts';
import { readBytes } from '../../../files/lines.ts';
import { gunzipped } from './gzip.ts';
import { type Member, mostMembers, safeName } from './member.ts';

/** A file or something else in an archive, and its content. */
type Entry = Extract extends AsyncIterable<infer Source> ? Source : never;

/** Whether a file begins with a header block of a tar archive (POSIX.1-1988, ustar): its checksum tells. */
export function isTarHeader(head: Uint8Array): boolean {
  if (head.length < 512) return false;
  const block = head.subarray(0, 512);
  const written = /^[ \0]*([0-7]{1,7})[ \0]*$/.exec(new TextDecoder('latin1').decode(block.subarray(148, 156)));
  if (!written?.[1]) return false;
  // The checksum's own place counts as spaces.
  const sum = block.reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 0x20 : byte), 0);
  return sum === Number.parseInt(written[1], 8);
}

/**
 * The files in a tar archive, which may be compressed with gzip. Each is found anew by reading from the archive's start.
 * @throws UserError naming the archive if it is damaged or cut short, or a name leads out of it.
 */
export async function tarMembers(place: string): Promise<Member[]> {
  const { size } = await stat(place);
  const names = new Set<string>();
  for await (const { header } of entriesIn(place, () => 1)) {
    if (header.type !== 'file' && header.type !== 'contiguous-file') continue;
    names.add(safeName(place, header.name));
    if (names.size > mostMembers) throw new UserError(`${place}: more than ${mostMembers} files in the archive`);
  }
  return [...names].map((name) => ({
    name,
    label: `${place}: ${name}`,
    cost: size,
    bytes: (line, onBytes) => gunzipped(`${place}: ${name}`, contentOf(place, name, line, onBytes), line),
  }));
}

async function* contentOf(
  place: string,
  name: string,
  line: () => number,
  onBytes: (bytes: number) => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const entry of entriesIn(place, line, onBytes)) {
    if (safeName(place, entry.header.name) !== name) continue;
    yield* entry as AsyncIterable<Uint8Array>;
    return;
  }
  throw new UserError(`${place}: ${name} is not there any more; another program may have changed the archive`);
}

async function* entriesIn(
  place: string,
  line: () => number,
  onBytes?: (bytes: number) => void,
): AsyncGenerator<Entry, void, undefined> {
  const archive = extract();
  const source = Readable.from(readBytes(place, undefined, line, onBytes), { objectMode: false });
  source.on('error', (error) => archive.destroy(error));
  source.pipe(archive);
  try {
    for await (const entry of archive) {
      yield entry;
      entry.resume();
    }
  } catch (thrown) {
    if (thrown instanceof UserError) throw thrown;
    const what = errorMessage(thrown);
    throw new UserError(
      `${place}: the tar archive is ${/end of data/.test(what) ? 'cut short' : `damaged (${what})`}; get it anew`,
    );
  } finally {
    source.destroy();
    archive.destroy();
  }
}

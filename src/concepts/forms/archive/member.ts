import { UserError } from '../../../core/errors.ts';
import { quoted } from '../../../core/quote.ts';

/** A file of a terminology: one that lies by itself, in a folder, or in a zip or tar archive. */
export interface Member {
  /** As the folder or the archive names it, with `/` between folders: `2026AA/META/MRSTY.RRF`. */
  readonly name: string;
  /** For messages: its path, or the archive's and its name. */
  readonly label: string;
  /** Bytes on the disk that are read to reach its end. */
  readonly cost: number;
  /**
   * Its content, decompressed if it is compressed with gzip.
   * @param line that is being read, for messages.
   * @param onBytes told how many bytes on the disk have been read so far.
   * @throws UserError naming the file if it cannot be read, is encrypted, damaged or cut short.
   */
  bytes(line: () => number, onBytes: (bytes: number) => void): AsyncGenerator<Uint8Array, void, undefined>;
}

/** Far more than any terminology has. */
export const mostMembers = 10_000;

/** A name out of an archive. @throws UserError naming the archive if it leads out of it. */
export function safeName(place: string, name: string): string {
  const safe = name.replaceAll('\\', '/').replace(/^(?:\.\/+)+/, '');
  if (/^(?:\/|[a-z]:)|(?:^|\/)\.\.(?:\/|$)|\0/i.test(safe)) {
    throw new UserError(`${place}: a file in the archive is called ${quoted(name)}, which leads out of it; not read`);
  }
  return safe;
}

import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { errorMessage } from '../../core/errors.ts';
import { notUtf8 } from '../../files/encoding.ts';
import type { PaperFile } from './find-papers.ts';

/** A file's text without a byte order mark, and the file as it was then; or why it is not read. */
export type PaperText =
  | { readonly text: string; readonly file: PaperFile }
  | { readonly problem: string; readonly file: PaperFile | undefined };

// A file may have become a link or a pipe since it was found; Windows has neither flag.
const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/**
 * The text of a file as an editor has it.
 * @param largest in bytes.
 */
export async function readPaper(place: string, largest: number): Promise<PaperText> {
  let file: PaperFile | undefined;
  try {
    const handle = await open(place, flags);
    try {
      const status = await handle.stat();
      if (!status.isFile()) return { problem: 'not a file', file };
      file = { path: place, size: status.size, modified: status.mtimeMs };
      if (file.size > largest) return { problem: `more than ${largest} bytes`, file };
      const bytes = Buffer.alloc(largest + 1);
      const { bytesRead } = await handle.read(bytes, 0, bytes.length, 0);
      if (bytesRead > largest) return { problem: `more than ${largest} bytes`, file };
      const content = bytes.subarray(0, bytesRead);
      if (content.includes(0) && !startsLikeUtf16(content)) return { problem: 'binary data, not text', file };
      return decoded(content, file);
    } finally {
      await handle.close();
    }
  } catch (error) {
    return { problem: `cannot be read: ${errorMessage(error)}`, file };
  }
}

function startsLikeUtf16([first, second]: Uint8Array): boolean {
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
}

function decoded(content: Uint8Array, file: PaperFile): PaperText {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(content), file };
  } catch {
    return { problem: notUtf8(content), file };
  }
}

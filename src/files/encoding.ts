import { UserError } from '../core/errors.ts';

/**
 * What bytes are that are not UTF-8, and what to do.
 * @param start how the text begins that they stand in, if they are its beginning.
 */
export function notUtf8(start: Uint8Array): string {
  const [first, second] = start;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    return 'text in UTF-16; save it in UTF-8';
  }
  if (first === 0x1f && second === 0x8b) return 'compressed with gzip more than once; decompress it once';
  return 'not text in UTF-8; save it in UTF-8';
}

/**
 * @param text the whole of a file whose lines end in LF or CRLF.
 * @throws UserError naming the file if its lines end in CR alone, as those of old Macs do: it would be one line.
 */
export function refuseBareReturns(file: string, text: string): void {
  if (text.includes('\n') || !/\r[^\r]/.test(text)) return;
  throw new UserError(`${file}: line 1: lines end in CR alone; save it with lines that end in LF`);
}

import { hash } from 'node:crypto';

/** A mention's text with every run of white space as one space. */
export function surfaceOf(text: string): string {
  return /^\S+(?: \S+)*$/.test(text) ? text : text.trim().replaceAll(/\s+/g, ' ');
}

/** A text's 53 first bits of SHA-1: among a million texts two have the same once in 20,000 times. */
export function fingerprint(text: string): number {
  const bytes = hash('sha1', text, 'buffer');
  return bytes.readUIntBE(0, 6) * 32 + (bytes.readUInt8(6) >> 3);
}

/** A text without what does not tell texts apart: white space, by which tokenized text differs, and case. */
export function normalized(text: string): string {
  return text.toLowerCase().replaceAll(/\s+/g, '');
}

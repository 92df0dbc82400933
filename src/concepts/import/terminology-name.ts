import { quoted } from '../../core/quote.ts';

/** Why a terminology cannot have a name, which people type and files are called by; undefined if it can. */
export function nameProblem(name: string): string | undefined {
  if (/^[\p{L}\p{N}][\p{L}\p{N}._-]{0,63}$/u.test(name)) return undefined;
  return `a terminology cannot be called ${quoted(name)}: take letters, digits, ".", "_" and "-", 64 at most, a letter or digit first`;
}

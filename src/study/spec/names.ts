import { quoted } from '../../core/quote.ts';

/** Whether something of a study may be called so: it is a column of tables and a line of files. */
export function isStudyName(name: string): boolean {
  return /^[\p{L}\p{N}][\p{L}\p{N} ._+-]{0,63}$/u.test(name);
}

export const nameRule = 'a name: at most 64 letters, digits, spaces, ".", "_", "+" and "-"';

/** The first of some names that comes twice, in quotes. */
export function repeatedName(names: readonly string[]): string | undefined {
  const twice = names.find((name, index) => names.indexOf(name) < index);
  return twice === undefined ? undefined : quoted(twice);
}

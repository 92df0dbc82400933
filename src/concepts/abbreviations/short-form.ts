import { folded } from './align.ts';

/** What stands in parentheses in papers and is no abbreviation, in lower case. */
const others = new Set(
  (
    'see e.g i.e eg ie cf ref refs fig figs figure figures table tables eq eqs et al both all left right top bottom middle and or not ' +
    'the a an in of for with from to by at as min max yes no new old red green blue black white yellow data not shown ' +
    'bold inc ltd co corp usa uk sd sem mean male female males females women men none total control controls'
  ).split(' '),
);
/** Units, as they are written: `mM` is one, `MM` is not. */
const unit =
  /^(?:[kmcdµμnpf]?(?:g|l|L|m|M|mol|s|V|A|W|Hz|bp|b|Da|Pa|J|Ci|Bq|Gy|U|Eq|Osm)|[MG](?:Hz|b|bp|Pa|Bq)|°C|IU|h|hr|hrs|min|mins|sec|d|wk|wks|mo|yr|yrs|rpm|ppm|ppb|aa|nt)(?:[/·][A-Za-zµμ/·\d]+)?$/u;
const roman = /^[ivx]+$/;

/** The singular of a short form: `PCs` is `PC`, `SNP's` is `SNP`, `SGLT2i's` is `SGLT2i`. What is no plural stays as it is. */
export function singular(shortForm: string): string {
  return shortForm.replace(/(?<=[\p{Lu}\p{N}].*[\p{Lu}\p{N}α-ω])['’]?s$|(?<=[\p{Lu}\p{N}].*)['’]s$/u, '');
}

/**
 * Whether a text can be a short form: two to ten letters and digits, one letter at least, the first character a letter or
 * digit, no more than two words (Schwartz and Hearst 2003, section 3.1); and none of what papers put in parentheses for other reasons: numbers
 * of figures, units, citations, statistics.
 */
export function isShortForm(text: string): boolean {
  if (!/^[\p{L}\p{N}]/u.test(text) || !/\p{L}/u.test(text) || /[\p{Pd}/]$/u.test(text)) return false;
  const { length } = folded(text);
  if (length < 2 || length > 10 || text.length > 14) return false;
  const words = text.split(' ');
  if (words.length > 2) return false;
  if (/[=<>≤≥%±~≈×*“”"?!:;\\|{}]|, |(?:^|[^\p{L}])\d{4}$|^\d+(?:\.\d+)?(?:st|nd|rd|th)$/u.test(text)) return false;
  // Words in capitals are abbreviations of something else: `ALL`, `NO`.
  if ((isCommon(words[0]!) && /\p{Ll}/u.test(text)) || roman.test(text)) return false;
  if (/^\d+(?:[.,–-]\d+)*\s?[\p{L}°]{1,3}$/u.test(text) && unit.test(text.replace(/^[\d.,–-]+\s?/, ''))) return false;
  if (words.length === 2) return words.every((word) => /[\p{Lu}\p{N}α-ω]/u.test(word));
  return true;
}

function isCommon(word: string): boolean {
  return others.has(word.toLowerCase().replace(/\.$/, ''));
}

/** Whether it looks like one even beside no long form: `PCR`, `p53`, `IL-2`, `mTOR`, but not `Patients`. */
export function looksShort(text: string): boolean {
  return /\p{Lu}.*\p{Lu}|\p{Lu}.*\p{N}|\p{Ll}.*[\p{Lu}\p{N}]/u.test(text);
}

/** Whether it is all in lower case, and so more likely a word. */
export function isLowerCase(text: string): boolean {
  return !/[\p{Lu}\p{N}]/u.test(text);
}

export function isUnit(text: string): boolean {
  return unit.test(text);
}

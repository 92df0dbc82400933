const sections =
  'abstract|introduction|background|aims?|objectives?|(?:materials? and |patients and )?methods?|methods and materials|' +
  'experimental(?: procedures)?|results(?: and discussion)?|discussion|conclusions?|summary|references|bibliography|' +
  'acknowledge?ments?|keywords|abbreviations|funding|data availability|author contributions|competing interests|' +
  'conflicts? of interest|supplementary (?:material|information)|figure legends|case (?:report|presentation)';
const section = new RegExp(String.raw`^(?:(?:\d{1,2}(?:\.\d{1,2})*|[IVX]{1,4})\.?\s+)?(?:${sections})\s*:?$`, 'i');
const numbered = /^(?:\d{1,2}(?:\.\d{1,2}){0,4}\.?|[IVX]{1,4}\.)\s+\p{Lu}/u;
const listItem = /^(?:[-*•‣▪◦–—·]\s+|\(?\d{1,3}[.)]\s+|\((?:[a-z]|[ivx]{1,4})\)\s+|[a-z]\)\s+)\S/u;
/** Words that no heading ends with: a line that does is wrapped. */
const leadsOn =
  /(?:[,;:(/–-]|\b(?:the|an?|of|in|on|at|by|to|for|from|with|and|or|as|that|which|is|are|was|were|be|into|than|between|its|this|these))$/iu;

const ended = (line: string): boolean => /[.!?:;…。！？]["'”’)\]]*$/u.test(line);

/**
 * Whether a line of plain text begins a passage of its own, rather than going on with the wrapped line before it: list items,
 * headings, and what follows a heading.
 */
export function standsAlone(previousLine: string, line: string, nextLine: string | undefined): boolean {
  const previous = previousLine.trim();
  const current = line.trim();
  if (isHeading(previous, current)) return true;
  if (!listItem.test(current))
    return isHeading(current, nextLine?.trim()) && (ended(previous) || section.test(current));
  return /^[-*•‣▪◦·]/.test(current) || ended(previous) || listItem.test(previous);
}

/** Whether a line is a heading, as far as it and the line behind it tell. */
function isHeading(line: string, next: string | undefined): boolean {
  if (section.test(line)) return true;
  if (line.length > 80 || ended(line) || leadsOn.test(line)) return false;
  const capitals = line.replace(/[^\p{Lu}\p{Ll}]/gu, '');
  const behind = next === undefined || /^["'“(]?[\p{Lu}\p{N}]/u.test(next) || listItem.test(next);
  if (!behind) return false;
  if (/\p{Lu}{4}/u.test(capitals) && !/\p{Ll}/u.test(capitals)) return true;
  if (numbered.test(line)) return true;
  return next !== undefined && /^\p{Lu}/u.test(line) && line.length < 60 && line.length + 20 < next.length * 0.6;
}

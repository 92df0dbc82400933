import type { Language, Sentence } from '../../core/words.ts';
import { frontMatterEnd } from '../../text/front-matter.ts';
import { type Heading, isSectionName, Sections, unmarked, type Zone } from './sections.ts';

const caption =
  /^(?:!\[|(?:(?:supplementary|supplemental|extended data|additional|supporting) )?(?:figures?|figs?|tables?|schemes?|box|boxes|movies?|videos?|files?|panels?|charts?|legends?)\b\s*(?:\.\s*)?(?:[a-z]{0,2}\d|[ivx]+\b|legends?))/i;

/** Lines of tables, notes and definition lists. */
const standsAlone = /^\s*(?:[|+]|\[\^[^\]]+\]:|:\s|Table:|<t[dhr]\b)|\t| \| /;
/** Notes below tables. */
const note = /^[\s>*_]*notes?[*_]*[.:]/i;
/** Paragraphs that list abbreviations or keywords, or are about the authors. */
const listing =
  /^[\s*_]*(?:(?:list of )?(?:non-?standard )?abbreviations?(?: used)?|key ?words?|acknowledge?ments?|funding|(?:competing|conflicts? of) interests?|data availability|author contributions)[\s*_]*[:.–—-]/i;

/** A line without marks that is longer is no heading. */
const longestName = 100;

/** The zone of each sentence. */
export function zonesOf(source: string, language: Language, sentences: readonly Sentence[]): readonly Zone[] {
  const front = language === 'markdown' ? frontMatterEnd(source.replace(/^\u{feff}/u, ' ')) : 0;
  const sections = new Sections();
  let special: { readonly zone: Zone; readonly end: number } | undefined;
  let titles = 0;
  let introduction = 0;
  const zones = sentences.map((sentence, index): Zone => {
    // Of front matter, titles and abstracts are read.
    if (sentence.start < front) return isOfAbstract(source, sentence.start) ? 'abstract' : 'heading';
    if (special && sentence.start < special.end) return special.zone;
    const line = lineOf(source, sentence);
    const heading = headingOf(source, language, sentence, line);
    if (heading) {
      if (heading.name === 'introduction' && titles <= 1) introduction = index;
      titles++;
      sections.enter(heading);
      return 'heading';
    }
    if (index === 0 && language === 'plaintext' && isTitle(source, line)) return 'heading';
    const text = source.slice(line.start, line.end);
    if (beginsParagraph(source, sentence, line)) sections.paragraph(labelOf(text));
    sections.text();
    if (standsAlone.test(text)) return 'aside';
    const zone = isAside(text) ? 'aside' : listing.test(text) ? 'outside' : undefined;
    if (zone === undefined) return sections.zone;
    special = { zone, end: paragraphEnd(source, line.end) };
    return zone;
  });
  // What stands between the title and the introduction is the abstract, whether or not it says so.
  const before = zones.slice(0, introduction);
  if (before.includes('abstract')) return zones;
  return zones.map((zone, index) => (index < introduction && zone === 'body' ? 'abstract' : zone));
}

function isAside(text: string): boolean {
  return note.test(text) || caption.test(text.replace(/^(?:[\s>*_#]|\[(?!\^))+/, ''));
}

interface Line {
  readonly start: number;
  readonly end: number;
}

function lineOf(source: string, { start, end }: Sentence): Line {
  const from = source.lastIndexOf('\n', start - 1) + 1;
  const to = source.indexOf('\n', end);
  return { start: from, end: to < 0 ? source.length : to };
}

/** Whether a part of front matter is of the abstract: the last key before it tells. */
function isOfAbstract(source: string, start: number): boolean {
  const key = [...source.slice(0, start).matchAll(/^["']?([\w-]+)["']?[ \t]*[:=]/gm)].at(-1)?.[1];
  return key?.toLowerCase() === 'abstract';
}

function beginsParagraph(source: string, { start }: Sentence, line: Line): boolean {
  return (
    /(?:^|\n[ \t>]*\r?\n)$/.test(source.slice(Math.max(0, line.start - 50), line.start)) &&
    isMarkup(source.slice(line.start, start))
  );
}

function isMarkup(text: string): boolean {
  return /^[\s>*_]*$/.test(text);
}

/** The words in front of a paragraph that say what it is: `abstract` of `**Abstract.** The protein …`, of `Abstract: …`. */
function labelOf(text: string): string | undefined {
  const label = /^[\s>]*(?:([*_]{1,3})(\p{L}[^*_]{2,40}?)[.:]?\1|(\p{L}[\p{L}/ ]{2,40}?)(?=[:.–—]))/u.exec(text);
  return (label?.[2] ?? label?.[3])?.toLowerCase().trim();
}

function paragraphEnd(source: string, from: number): number {
  const blank = /\r?\n[ \t>]*\r?\n/g;
  blank.lastIndex = from;
  return blank.exec(source)?.index ?? source.length;
}

function headingOf(source: string, language: Language, sentence: Sentence, line: Line): Heading | undefined {
  const text = source.slice(line.start, line.end);
  const level = language === 'markdown' ? markedLevel(source, line, text) : undefined;
  if (level !== undefined) return { level, name: nameOf(sentence) };
  if (text.length > longestName) return undefined;
  const name = nameOf(sentence);
  const plain = (heading: string) => heading.toLowerCase().replaceAll(/[*_:.|\s\d#]/g, '');
  if (isSectionName(name) && plain(text) === plain(name)) return { level: unmarked, name };
  return language === 'markdown' && isEmphasised(source, line, text) ? { level: unmarked, name } : undefined;
}

/** Whether a line stands by itself and is all emphasised, as headings are where a text was converted: `**2.1 | Mice**`. */
function isEmphasised(source: string, { start, end }: Line, text: string): boolean {
  const alone = /(?:^|\n)[ \t]*\r?\n?$/.test(source.slice(Math.max(0, start - 50), start));
  return (
    alone &&
    /^[ \t]*([*_]{1,3})(?![\s*_])[^*_]+(?<![\s.])\1\s*$/.test(text) &&
    /^\s*?(?:\n[ \t]*\r?\n|$)/.test(source.slice(end))
  );
}

/** The level of a heading that is marked as one in Markdown. */
function markedLevel(source: string, { end }: Line, text: string): number | undefined {
  const marks = /^\s{0,3}(#{1,6})\s/.exec(text);
  if (marks) return marks[1]!.length;
  const under = /^\r?\n {0,3}(=+|-+)[ \t]*\r?(?:\n|$)/.exec(source.slice(end, end + 200));
  if (!under || text.includes('|')) return undefined;
  return under[1]!.startsWith('=') ? 1 : 2;
}

function nameOf({ words }: Sentence): string {
  const text = words.map((word) => (word.spaced ? ' ' : '') + word.text).join('');
  const unnumbered = text
    .trim()
    .toLowerCase()
    .replace(/^(?:\d+(?:\.\d+)*|[ivx]+)[.)]?\s+(?:\|\s+)?/, '');
  return unnumbered.replace(/[\s:.]+$/, '');
}

/** Whether the first line of a plain text is its title: a line of its own, with an empty one behind it. */
function isTitle(source: string, { end }: Line): boolean {
  return end < 300 && /^\r?\n[ \t]*\r?\n/.test(source.slice(end));
}

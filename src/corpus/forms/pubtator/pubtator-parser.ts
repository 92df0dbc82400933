import { UserError } from '../../../core/errors.ts';
import { quoted } from '../../../core/quote.ts';
import { compareSpans } from '../../../core/span.ts';
import { CodePoints } from '../../code-points.ts';
import type { AnnotatedDocument, AnnotatedMention, Passage, Relation } from '../../document.ts';
import { DocumentIds } from '../../document-ids.ts';
import type { ProblemKind } from '../../problems.ts';
import type { ReadOptions } from '../form.ts';
import { type FoundPlace, placeOf } from '../quote-place.ts';
import { readColumns } from './pubtator-columns.ts';

/** What the parts of a document are called, by the letter that its line bears; others go by their letter. */
const kinds: ReadonlyMap<string, string> = new Map([
  ['t', 'title'],
  ['a', 'abstract'],
]);

/** Keeps the id of a document that has had to be given another one, as a document before it has the same. */
export const idNote = 'PubTator document';
export const noveltyNote = 'novelty';

interface Section {
  readonly letter: string;
  readonly text: string;
  readonly line: number;
  readonly column: number;
}

interface OpenDocument {
  readonly id: string;
  readonly line: number;
  readonly sections: Section[];
  /** The columns of its annotations. */
  readonly rows: { readonly line: number; readonly columns: readonly string[] }[];
}

const sectionStart = /^([^\t|]*)\|([A-Za-z]{1,20})\|/;
const wholeNumber = /^\s*-?\d{1,15}\s*$/;

/**
 * Reads PubTator (Wei et al., 2013) line by line: `PMID|t|TITLE` and `PMID|a|ABSTRACT`; `PMID START END TEXT TYPE IDS` for
 * each mention, with offsets in code points of the title, one space and the abstract; `PMID TYPE ID ID` for each relation
 * of concepts, in BioRED with a column more that says whether it is new. Columns are divided by tabs; blank lines divide
 * nothing, as a text line of another document, or a second one of the same kind, begins the next document.
 */
export class PubTatorParser {
  readonly #file: string;
  readonly #options: ReadOptions;
  readonly #ids = new DocumentIds();
  readonly #types = new Map<string, string>();
  #open: OpenDocument | undefined;
  #line = 0;

  constructor(file: string, options: ReadOptions = {}) {
    this.#file = file;
    this.#options = options;
  }

  /**
   * Takes the next line, without its line end.
   * @returns the document that it ends, if it does.
   * @throws UserError naming file and line if it is of none of the forms above, or annotates another document.
   */
  add(line: string): AnnotatedDocument | undefined {
    this.#line++;
    const section = sectionStart.exec(line);
    if (section) return this.#addSection(line, section);
    if (line.trim() === '') return undefined;
    const columns = line.split('\t');
    if (columns.length < 4) {
      throw this.#error(
        `${quoted(line)} is neither a text (PMID|t|…) nor an annotation (PMID, start, end, text, type, identifiers, with tabs between them)`,
      );
    }
    const id = columns[0]?.trim() ?? '';
    if (!this.#open) throw this.#error(`an annotation of ${quoted(id)} before any text; texts come first`);
    if (id !== this.#open.id) {
      throw this.#error(`an annotation of ${quoted(id)} where the text is that of ${quoted(this.#open.id)}`);
    }
    const [, second = '', third = ''] = columns;
    const placed = wholeNumber.test(second) && wholeNumber.test(third);
    const relates = !placed && columns.length < 6 && !/^\s*(?:[-\d]|$)/.test(second);
    if (!relates && (!placed || columns.length < 5)) {
      throw this.#error(
        !placed
          ? `a mention starts and ends at whole numbers, not at ${quoted(second)} and ${quoted(third)}`
          : 'a mention has a start, an end, its text and its type',
      );
    }
    this.#open.rows.push({ line: this.#line, columns });
    return undefined;
  }

  /** The last document, if there is one that is not given yet. */
  end(): AnnotatedDocument | undefined {
    return this.#close();
  }

  #addSection(line: string, [start, written = '', letter = '']: RegExpExecArray): AnnotatedDocument | undefined {
    const id = written.trim();
    if (id === '') throw this.#error('there is no identifier before the text');
    const known = this.#open?.id === id && this.#open.sections.every((section) => section.letter !== letter);
    const finished = known ? undefined : this.#close();
    this.#open ??= { id, line: this.#line, sections: [], rows: [] };
    const column = start.length;
    this.#open.sections.push({ letter, text: line.slice(column), line: this.#line, column });
    return finished;
  }

  #close(): AnnotatedDocument | undefined {
    const open = this.#open;
    if (!open) return undefined;
    this.#open = undefined;
    const id = this.#ids.unique(open.id);
    if (id !== open.id) {
      this.#tell('duplicate document', open.line, `${open.id} is there already; read as ${id}`);
    }
    const { text, passages } = assemble(open.sections);
    const document = { text, id };
    const points = new CodePoints(text);
    const mentions: AnnotatedMention[] = [];
    const relations: Relation[] = [];
    for (const { line, columns } of open.rows) {
      if (wholeNumber.test(columns[1] ?? '')) {
        const mention = this.#mention(document, points, line, columns);
        if (mention) mentions.push(mention);
      } else relations.push(this.#relation(line, columns));
    }
    mentions.sort((a, b) => compareSpans(a.spans[0], b.spans[0]));
    this.#tellTwins(document, mentions);
    const notes = id === open.id ? {} : { [idNote]: open.id };
    return { id, text, passages, mentions, relations, notes, file: this.#file, line: open.line };
  }

  #mention(
    { text, id }: Pick<AnnotatedDocument, 'text' | 'id'>,
    points: CodePoints,
    line: number,
    [, from, to, quote = '', typed = '', ...rest]: readonly string[],
  ): AnnotatedMention | undefined {
    const start = Number(from);
    const end = Number(to);
    const type = this.#once(typed.trim() || (this.#options.defaultType ?? 'Entity'));
    const name = () => `${quoted(quote)} (${type}) in ${id}`;
    if (start >= end) {
      this.#tell('empty span', line, `${name()} stands at ${start} to ${end}; left out`);
      return undefined;
    }
    const outside = start < 0 || end > points.length;
    let span = outside ? { start, end } : { start: points.toUnit(start), end: points.toUnit(end) };
    if (outside || !isQuoted(text.slice(span.start, span.end), quote)) {
      const found = placeOf(text, span, quote);
      const what = outside
        ? `reaches outside the text (${start} to ${end} of ${points.length})`
        : `is not what stands at ${start} to ${end}: ${quoted(text.slice(span.start, span.end))}`;
      const done = found ? whereFound(found, points) : 'left out';
      this.#tell(outside ? 'outside the text' : 'text differs', line, `${name()} ${what}; ${done}`);
      if (!found) return undefined;
      span = found.span;
    }
    return { id: '', spans: [span], type, ...readColumns(rest), line };
  }

  #relation(line: number, [, type = '', first = '', second = '', novelty = '']: readonly string[]): Relation {
    return {
      id: '',
      type: this.#once(type),
      arguments: [first, second].map((id, index) => ({ role: `Arg${index + 1}`, kind: 'concept', id: id.trim() })),
      notes: novelty === '' ? {} : { [noveltyNote]: novelty },
      line,
    };
  }

  #tellTwins({ id, text }: Pick<AnnotatedDocument, 'id' | 'text'>, mentions: readonly AnnotatedMention[]): void {
    let here = new Map<string, AnnotatedMention>();
    for (const [index, mention] of mentions.entries()) {
      const { start, end } = mention.spans[0];
      const before = mentions[index - 1]?.spans[0];
      if (before?.start !== start || before.end !== end) {
        const after = mentions[index + 1]?.spans[0];
        if (after?.start !== start || after.end !== end) continue;
        here = new Map();
      }
      const key = [mention.type, ...mention.concepts].join('\t');
      const twin = here.get(key);
      here.set(key, twin ?? mention);
      if (!twin) continue;
      const name = `${quoted(text.slice(start, end))} (${mention.type}) in ${id}`;
      this.#tell('duplicate mention', mention.line, `${name} stands there twice, as in line ${twin.line}; kept`);
    }
  }

  #tell(kind: ProblemKind, line: number, message: string): void {
    this.#options.onProblem?.({ kind, file: this.#file, line, message });
  }

  /** Each type once: parts of a line would keep the stretch of the file that it came from in memory. */
  #once(type: string): string {
    const known = this.#types.get(type);
    if (known !== undefined) return known;
    const own = Buffer.from(type).toString();
    this.#types.set(own, own);
    return own;
  }

  #error(what: string): UserError {
    return new UserError(`${this.#file}: line ${this.#line}: ${what}`);
  }
}

function whereFound({ span: { start, end }, moved }: FoundPlace, points: CodePoints): string {
  return moved ? `moved to ${points.toPoint(start)} to ${points.toPoint(end)}, where it stands` : 'kept there';
}

/** Whether a quotation is that of a stretch of text, which may hold tabs where the quotation has spaces. */
function isQuoted(stretch: string, quote: string): boolean {
  return stretch === quote || (stretch.includes('\t') && stretch.replaceAll('\t', ' ') === quote);
}

/** The text of a document: its title, its abstract and what else there is, with a space between them. */
function assemble(sections: readonly Section[]): { readonly text: string; readonly passages: readonly Passage[] } {
  const rank = ({ letter }: Section) => (letter === 't' ? 0 : letter === 'a' ? 1 : 2);
  const ordered = sections.toSorted((a, b) => rank(a) - rank(b));
  const passages: Passage[] = [];
  let start = 0;
  for (const { letter, text, line, column } of ordered) {
    const end = start + text.length;
    if (text !== '') passages.push({ kind: kinds.get(letter) ?? letter, start, end, notes: {}, line, column });
    start = end + 1;
  }
  const used = ordered.slice(0, ordered.findLastIndex(({ text }) => text !== '') + 1);
  return { text: used.map(({ text }) => text).join(' '), passages };
}

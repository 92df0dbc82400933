import { UserError } from '../core/errors.ts';
import { type Label, marks } from '../core/labels.ts';
import { quoted } from '../core/quote.ts';

/** A sentence of a file in CoNLL form; every array has an entry for each of its words, at least one. */
export interface ConllSentence {
  /** The columns of each word's line: the word, any others, its label as it is written. */
  readonly rows: readonly (readonly string[])[];
  readonly labels: readonly Label[];
  /** What each label begins with, in upper case: O, B, I, E, S, L or U. */
  readonly letters: readonly string[];
  /** Line of its first word, from 1; each further word stands on the next line. */
  readonly line: number;
}

/** Who is told what stands in a file, in its order. Texts are parts of its lines: copy what is kept for long. */
export interface ConllListener {
  onSentence(sentence: ConllSentence): void;
  /** A line between documents, without blanks at its end. */
  onDocumentStart?(text: string, line: number): void;
  /** A comment before a sentence, without blanks at its end. */
  onComment?(text: string, line: number): void;
}

interface ParsedLabel {
  readonly label: Label;
  readonly letter: string;
  readonly typed: boolean;
}

/** Lines between documents: CoNLL-2003's and the one that JNLPBA was given out with. */
const documentStart = /^(-DOCSTART-(?=[ \t]|$)|###MEDLINE:)/;

/** Labels that are kept parsed; a file has some dozens, one that nobody vouches for any number. */
const mostKnown = 10_000;

/**
 * The grammar of CoNLL's form, line by line: a word, any other columns and the word's label on a line; a blank line after
 * each sentence. Columns are divided by tabs, and may hold spaces, if the first word's line has a tab, else by blanks.
 * Lines that start a document (`-DOCSTART-`, `###MEDLINE:`) divide sentences. A line that begins with `# ` before a
 * sentence and has not the form of a word's line is a comment, as in CoNLL-U.
 *
 * Labels are `O`, or one of B, I, E, S, L, U, with `-type` or, in all of the file, without; small marks are read too.
 */
export class ConllLines {
  readonly #file: string;
  readonly #defaultType: string;
  readonly #listener: ConllListener;
  readonly #known = new Map<string, ParsedLabel>();
  #form: { readonly columns: number; readonly tabs: boolean; readonly line: number } | undefined;
  #firstTyped: { readonly typed: boolean; readonly line: number } | undefined;
  #firstEnd: { readonly letter: string; readonly line: number } | undefined;
  #line = 0;
  #from = 0;
  #open: { rows: string[][]; labels: Label[]; letters: string[] } = { rows: [], labels: [], letters: [] };

  /** @param defaultType the type of labels that carry none. */
  constructor(file: string, defaultType: string, listener: ConllListener) {
    this.#file = file;
    this.#defaultType = defaultType;
    this.#listener = listener;
  }

  /**
   * Takes the next line, without its line end.
   * @throws UserError naming file and line if it has another number of columns than those before, or no label.
   */
  add(line: string): void {
    this.#line++;
    const text = line.replace(/[ \t]+$/, '');
    if (text === '') {
      this.end();
      return;
    }
    if (documentStart.test(text)) {
      this.end();
      this.#listener.onDocumentStart?.(text, this.#line);
      return;
    }
    const tabs = this.#form?.tabs ?? text.includes('\t');
    const columns = tabs ? text.split('\t') : text.split(/[ \t]+/);
    const last = columns.at(-1) ?? '';
    if (this.#open.rows.length === 0 && text.startsWith('# ')) {
      const isWord = columns.length === (this.#form?.columns ?? columns.length) && this.#parse(last) !== undefined;
      if (!isWord) {
        this.#listener.onComment?.(text, this.#line);
        return;
      }
    }
    this.#checkColumns(columns.length, tabs);
    const parsed = this.#parse(last);
    if (!parsed) {
      throw this.#error(`${quoted(last)} is no label: expected O, or B, I, E, S, L or U with or without "-type"`);
    }
    this.#checkForm(parsed);
    if (columns[0] === '') throw this.#error('there is no word in the first column');
    if (this.#open.rows.length === 0) this.#from = this.#line;
    this.#open.rows.push(columns);
    this.#open.labels.push(parsed.label);
    this.#open.letters.push(parsed.letter);
  }

  /** Ends the sentence that is open, as a blank line does. */
  end(): void {
    if (this.#open.rows.length === 0) return;
    const sentence = { ...this.#open, line: this.#from };
    this.#open = { rows: [], labels: [], letters: [] };
    this.#listener.onSentence(sentence);
  }

  #checkColumns(found: number, tabs: boolean): void {
    if (found < 2) throw this.#error('expected a word and its label, with a tab or a space between them');
    this.#form ??= { columns: found, tabs, line: this.#line };
    const { columns, line } = this.#form;
    if (found === columns) return;
    throw this.#error(`${found} columns, where line ${line} has ${columns} (divided by ${tabs ? 'tabs' : 'blanks'})`);
  }

  /** A file whose labels are of several forms has been put together wrongly, and some of its types would be guesses. */
  #checkForm({ label: { mark }, letter, typed }: ParsedLabel): void {
    if (mark === 'O') return;
    this.#firstTyped ??= { typed, line: this.#line };
    if (typed !== this.#firstTyped.typed) {
      const [here, there] = typed ? ['a type', 'none'] : ['no type', 'one'];
      throw this.#error(`its label has ${here}, that of line ${this.#firstTyped.line} has ${there}`);
    }
    if (mark !== 'E' && mark !== 'S') return;
    this.#firstEnd ??= { letter, line: this.#line };
    const { letter: other, line } = this.#firstEnd;
    if ('ES'.includes(letter) !== 'ES'.includes(other)) {
      throw this.#error(`its label is ${letter}, that of line ${line} is ${other}: IOBES and BILOU are mixed`);
    }
  }

  #parse(text: string): ParsedLabel | undefined {
    const known = this.#known.get(text);
    if (known) return known;
    // Through bytes, as only that surely gives a string of its own: a part of a line would keep its stretch of the file.
    const own = Buffer.from(text).toString();
    const parsed = parseLabel(own, this.#defaultType);
    if (parsed && this.#known.size < mostKnown) this.#known.set(own, parsed);
    return parsed;
  }

  #error(what: string): UserError {
    return new UserError(`${this.#file}: line ${this.#line}: ${what}`);
  }
}

/** A label as it is written in a file of any scheme, or undefined if it is none. */
export function parseLabel(text: string, defaultType: string): ParsedLabel | undefined {
  if (text === 'O' || text === 'o') return { label: { mark: 'O', type: '' }, letter: 'O', typed: false };
  const [, written = '', type] = /^([BIESLU])(?:-(.*\S.*))?$/is.exec(text) ?? [];
  const letter = written.toUpperCase();
  const mark = marks.get(letter);
  if (!mark) return undefined;
  return { label: { mark, type: type ?? defaultType }, letter, typed: type !== undefined };
}

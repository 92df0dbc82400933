import { UserError } from '../core/errors.ts';
import { type Label, type LabelledSpan, labelledSpans, marks } from '../core/labels.ts';
import { quoted } from '../core/quote.ts';
import type { LabelledSentence } from './corpus.ts';
import { type DetectedScheme, SchemeDetector } from './scheme.ts';

/** What a file in CoNLL form holds. */
export interface ConllContents extends DetectedScheme {
  readonly sentences: readonly LabelledSentence[];
  /** Entity types in it, sorted. */
  readonly types: readonly string[];
}

interface ParsedLabel {
  readonly label: Label;
  readonly letter: string;
  readonly typed: boolean;
}

/** Lines between documents: CoNLL-2003's and the one that JNLPBA was given out with. */
const documentStart = /^(-DOCSTART-(?=[ \t]|$)|###MEDLINE:)/;

/**
 * Reads a corpus in CoNLL form line by line: a word, any other columns and the word's label on a line; a blank line after
 * each sentence. Columns are divided by tabs, and may hold spaces, if the first word's line has a tab, else by blanks.
 * Lines that start a document (`-DOCSTART-`) divide sentences. A line that begins with `# ` before a sentence and has
 * not the form of a word's line is a comment, as in CoNLL-U.
 *
 * Labels are `O`, or one of B, I, E, S, L, U, with `-type` or, in all of the file, without; small marks are read too.
 */
export class ConllParser {
  readonly #file: string;
  readonly #defaultType: string;
  readonly #sentences: LabelledSentence[] = [];
  readonly #types = new Set<string>();
  readonly #scheme = new SchemeDetector();
  readonly #known = new Map<string, ParsedLabel>();
  /** Each word once: parts of a line would keep the stretch of the file that it came from in memory. */
  readonly #words = new Map<string, string>();
  #form: { readonly columns: number; readonly tabs: boolean; readonly line: number } | undefined;
  #firstTyped: { readonly typed: boolean; readonly line: number } | undefined;
  #firstEnd: { readonly letter: string; readonly line: number } | undefined;
  #line = 0;
  #from = 0;
  #open: { words: string[]; labels: Label[]; letters: string[] } = { words: [], labels: [], letters: [] };

  /** @param defaultType the type of labels that carry none. */
  constructor(file: string, defaultType: string) {
    this.#file = file;
    this.#defaultType = defaultType;
  }

  /**
   * Takes the next line, without its line end.
   * @throws UserError naming file and line if it has another number of columns than those before, or no label.
   */
  add(line: string): void {
    this.#line++;
    const text = line.replace(/[ \t]+$/, '');
    if (text === '' || documentStart.test(text)) {
      this.#close();
      return;
    }
    const tabs = this.#form?.tabs ?? text.includes('\t');
    const columns = tabs ? text.split('\t') : text.split(/[ \t]+/);
    const last = columns.at(-1) ?? '';
    if (this.#open.words.length === 0 && text.startsWith('# ')) {
      const isWord = columns.length === (this.#form?.columns ?? columns.length) && this.#parse(last) !== undefined;
      if (!isWord) return;
    }
    this.#checkColumns(columns.length, tabs);
    const parsed = this.#parse(last);
    if (!parsed) {
      throw this.#error(`${quoted(last)} is no label: expected O, or B, I, E, S, L or U with or without "-type"`);
    }
    this.#checkForm(parsed);
    const word = columns[0] ?? '';
    if (word === '') throw this.#error('there is no word in the first column');
    if (this.#open.words.length === 0) this.#from = this.#line;
    this.#open.words.push(this.#once(word));
    this.#open.labels.push(parsed.label);
    this.#open.letters.push(parsed.letter);
  }

  /** @throws UserError if there was no sentence. */
  end(): ConllContents {
    this.#close();
    if (this.#sentences.length === 0) throw new UserError(`${this.#file}: there is no sentence in it`);
    return { sentences: this.#sentences, types: [...this.#types].sort(), ...this.#scheme.result() };
  }

  #close(): void {
    const { words, labels, letters } = this.#open;
    if (words.length === 0) return;
    const mentions: readonly LabelledSpan[] = labelledSpans(labels);
    for (const { type } of mentions) this.#types.add(type);
    this.#scheme.add(labels, letters);
    this.#sentences.push({ words, mentions, line: this.#from });
    this.#open = { words: [], labels: [], letters: [] };
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
    const parsed = parseLabel(text, this.#defaultType);
    if (parsed) this.#known.set(this.#once(text), parsed);
    return parsed;
  }

  #once(text: string): string {
    const known = this.#words.get(text);
    if (known !== undefined) return known;
    // Through bytes, as only that surely gives a string of its own.
    const own = Buffer.from(text).toString();
    this.#words.set(own, own);
    return own;
  }

  #error(what: string): UserError {
    return new UserError(`${this.#file}: line ${this.#line}: ${what}`);
  }
}

function parseLabel(text: string, defaultType: string): ParsedLabel | undefined {
  if (text === 'O' || text === 'o') return { label: { mark: 'O', type: '' }, letter: 'O', typed: false };
  const [, written = '', type] = /^([BIESLU])(?:-(.*\S.*))?$/is.exec(text) ?? [];
  const letter = written.toUpperCase();
  const mark = marks.get(letter);
  if (!mark) return undefined;
  return { label: { mark, type: type ?? defaultType }, letter, typed: type !== undefined };
}

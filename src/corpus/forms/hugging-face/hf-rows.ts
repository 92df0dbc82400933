import { UserError } from '../../../core/errors.ts';
import type { Label } from '../../../core/labels.ts';
import { quoted } from '../../../core/quote.ts';
import { parseLabel } from '../../conll-lines.ts';
import type { AnnotatedDocument } from '../../document.ts';
import { madeUpId } from '../../made-up-id.ts';
import { SchemeDetector } from '../../scheme.ts';
import type { ReadOptions } from '../form.ts';
import { tellIrregular } from '../irregular.ts';
import { WordDocumentBuilder } from '../word-document.ts';
import { columnNames, type HfColumns, hfColumns, textIn } from './hf-columns.ts';
import { labelNamesBeside } from './hf-label-names.ts';

type Parsed = Exclude<ReturnType<typeof parseLabel>, undefined>;

/** Labels that are kept parsed. */
const mostKnown = 10_000;

/**
 * Puts documents together from the rows of a data set in Hugging Face's form: words, and a label for each as a text or a
 * number. A row is a document, with the id of its `id` column, else `NAME:LINE`; rows that follow one another with the
 * same `document_id` are one. Words that are empty are left out, and told.
 */
export class HfRows {
  readonly #file: string;
  readonly #options: ReadOptions;
  /** What the numbers of labels stand for, if the file itself says so. */
  readonly #ownNames: readonly string[] | undefined;
  readonly #scheme = new SchemeDetector();
  readonly #known = new Map<unknown, Parsed>();
  #columns: HfColumns | undefined;
  #names: readonly string[] | undefined;
  #open: { readonly builder: WordDocumentBuilder; rows: number } | undefined;
  #toldIds = false;

  constructor(file: string, options: ReadOptions, ownNames?: readonly string[]) {
    this.#file = file;
    this.#options = options;
    this.#ownNames = ownNames;
  }

  /**
   * Takes the next row and gives the documents that have ended.
   * @param line of the row, from 1.
   * @throws UserError naming file and line of what is wrong.
   */
  *add(row: Readonly<Record<string, unknown>>, line: number): Generator<AnnotatedDocument, void, undefined> {
    const columns = this.#columnsOf(row, line);
    const { words, labels, letters } = this.#sentence(row, columns, line);
    const id = textIn(row, columnNames.id);
    const document = textIn(row, columnNames.document);
    if (this.#open && this.#open.builder.id !== document) yield* this.end();
    const name = document ?? id ?? madeUpId(this.#file, line);
    this.#open ??= { builder: new WordDocumentBuilder({ id: name, file: this.#file, line }), rows: 0 };
    this.#open.rows++;
    if (document !== undefined && id !== undefined && id !== rowId(document, this.#open.rows)) this.#tellId(line);
    if (words.length > 0) {
      this.#scheme.add(labels, letters, line, false);
      this.#open.builder.add({ words, labels, line, wordPerLine: false });
    }
    if (document === undefined) yield* this.end();
  }

  /** The document that is open, if there is one. */
  *end(): Generator<AnnotatedDocument, void, undefined> {
    if (this.#open) yield this.#open.builder.document();
    this.#open = undefined;
  }

  /** Tells of the labels' scheme, once all rows were given. */
  finish(): void {
    tellIrregular(this.#file, this.#scheme, this.#options);
  }

  #columnsOf(row: Readonly<Record<string, unknown>>, line: number): HfColumns {
    if (this.#columns) return this.#columns;
    this.#columns = hfColumns(Object.keys(row), `${this.#file}: line ${line}`);
    const { others } = this.#columns;
    if (others.length > 0) {
      const message = `columns that are not read: ${others.slice(0, 10).map(quoted).join(', ')}`;
      this.#options.onProblem?.({ kind: 'other', file: this.#file, line, message });
    }
    return this.#columns;
  }

  #sentence(row: Readonly<Record<string, unknown>>, { tokens, tags }: HfColumns, line: number) {
    const given = this.#list(row[tokens], tokens, line);
    const marks = this.#list(row[tags], tags, line);
    if (given.length !== marks.length) {
      throw this.#error(
        line,
        `${given.length} words in ${quoted(tokens)}, but ${marks.length} labels in ${quoted(tags)}`,
      );
    }
    const words: string[] = [];
    const labels: Label[] = [];
    const letters: string[] = [];
    for (const [index, word] of given.entries()) {
      if (typeof word !== 'string') throw this.#error(line, `word ${index + 1} in ${quoted(tokens)} is no text`);
      const { label, letter } = this.#label(marks[index], tags, line);
      if (word === '') {
        const message = `word ${index + 1} is empty; left out with its label`;
        this.#options.onProblem?.({ kind: 'empty span', file: this.#file, line, message });
        continue;
      }
      words.push(word);
      labels.push(label);
      letters.push(letter);
    }
    return { words, labels, letters };
  }

  #list(value: unknown, column: string, line: number): readonly unknown[] {
    if (Array.isArray(value)) return value;
    throw this.#error(line, `${quoted(column)} must be an array`);
  }

  #label(given: unknown, column: string, line: number): Parsed {
    const known = this.#known.get(given);
    if (known) return known;
    const text = typeof given === 'string' ? given : this.#labelOfNumber(given, column, line);
    const parsed = parseLabel(text, this.#options.defaultType ?? 'Entity');
    if (!parsed) {
      throw this.#error(line, `${quoted(text)} is no label: expected O, or B, I, E, S, L or U with or without "-type"`);
    }
    if (this.#known.size < mostKnown) this.#known.set(given, parsed);
    return parsed;
  }

  #labelOfNumber(given: unknown, column: string, line: number): string {
    const number = typeof given === 'bigint' ? Number(given) : given;
    if (typeof number !== 'number' || !Number.isInteger(number)) {
      throw this.#error(line, `a label in ${quoted(column)} is neither a text nor a whole number`);
    }
    this.#names ??= this.#options.labels ?? this.#ownNames ?? labelNamesBeside(this.#file, column);
    if (!this.#names) {
      const what = `the labels in ${quoted(column)} are numbers, and nothing says what they stand for`;
      throw this.#error(
        line,
        `${what}; give --labels O,B-X,I-X or put a labels.txt or dataset_infos.json beside the file`,
      );
    }
    const name = this.#names[number];
    if (name !== undefined) return name;
    throw this.#error(line, `there is no label ${number}; ${this.#names.length} are named, from 0`);
  }

  #tellId(line: number): void {
    if (this.#toldIds) return;
    this.#toldIds = true;
    const message = 'rows of documents have ids of their own, which are not kept; the documents keep theirs';
    this.#options.onProblem?.({ kind: 'other', file: this.#file, line, message });
  }

  #error(line: number, what: string): UserError {
    return new UserError(`${this.#file}: line ${line}: ${what}`);
  }
}

/** The id of a row of a document: rows are counted from 1. */
export function rowId(document: string, row: number): string {
  return `${document}:${row}`;
}

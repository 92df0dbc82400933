import { mkdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { errorMessage, UserError } from '../../core/errors.ts';
import { isJsonObject, parseJsonObject } from '../../core/json.ts';
import { quoted } from '../../core/quote.ts';
import { refusal, writeTextDurably } from '../../files/durable.ts';
import { keyOfMention } from '../range.ts';

/** What a person says that a mention means; null: none of the concepts that are known. */
export interface Choice {
  readonly type: string;
  readonly mention: string;
  readonly concept: string | null;
}

const version = 1;

/** Nobody makes so many choices by hand (bytes): what is larger is another file. */
const largest = 16 * 1024 * 1024;

/** What a file holds. Keys that are not known are kept as they are. */
interface Content {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly choices: ReadonlyMap<string, Choice>;
  /** What is wrong with the file, with lines: it is not written to meanwhile. */
  readonly problem?: string;
}

const nothing: Content = { fields: { version }, choices: new Map() };

/**
 * A file of choices, which people may keep under version control: one choice a line, sorted. It is read again whenever it
 * has changed; one that is malformed is not written to.
 */
export class ChoiceFile {
  readonly file: string;
  #content = nothing;
  #stamp = '';

  constructor(file: string) {
    this.file = file;
  }

  /** What is wrong with the file, in words for the user. */
  get problem(): string | undefined {
    return this.#content.problem;
  }

  /** Reads the file again if it has changed; whether it had. */
  refresh(): boolean {
    const stamp = stampOf(this.file);
    if (stamp === this.#stamp) return false;
    this.#stamp = stamp;
    try {
      this.#content = stamp === '' ? nothing : read(this.file);
    } catch (error) {
      // What was chosen before stays until the file can be read again.
      this.#content = { ...this.#content, problem: errorMessage(error) };
    }
    return true;
  }

  find(type: string, mention: string): Choice | undefined {
    return this.#content.choices.get(keyOfMention({ type, mention }));
  }

  /**
   * Keeps a choice instead of an earlier one for the same mention; forgets that one if no concept is given.
   * @throws UserError if the file is malformed or cannot be written.
   */
  choose({ type, mention, concept }: Omit<Choice, 'concept'> & { readonly concept?: string | null }): void {
    this.refresh();
    const { fields, choices, problem } = this.#content;
    const key = keyOfMention({ type, mention });
    if (problem !== undefined) throw new UserError(`${problem}; nothing is written to the file until it is put right`);
    const changed = new Map(choices);
    if (concept !== undefined) changed.set(key, { ...choices.get(key), type, mention, concept });
    else if (!changed.delete(key)) return;
    try {
      mkdirSync(path.dirname(this.file), { recursive: true });
    } catch (thrown) {
      throw refusal(this.file, thrown);
    }
    writeTextDurably(this.file, textOf(fields, changed));
    this.refresh();
  }
}

/** Changes when the file does; '' if there is none. */
function stampOf(file: string): string {
  try {
    const found = statSync(file, { throwIfNoEntry: false, bigint: true });
    return found ? `${found.mtimeNs} ${found.size} ${found.ino}` : '';
  } catch (error) {
    // It cannot even be looked at, which reading it tells.
    return errorMessage(error);
  }
}

function textOf(fields: Readonly<Record<string, unknown>>, choices: ReadonlyMap<string, Choice>): string {
  const others = Object.entries({ ...fields, version }).filter(([name]) => name !== 'choices');
  const sorted = [...choices].sort(([a], [b]) => (a < b ? -1 : 1));
  const lines = sorted.map(([, choice]) => `    ${JSON.stringify(choice)}`);
  const list = lines.length === 0 ? '[]' : `[\n${lines.join(',\n')}\n  ]`;
  return `{\n${others.map(([name, value]) => `  ${JSON.stringify(name)}: ${JSON.stringify(value)},\n`).join('')}  "choices": ${list}\n}\n`;
}

/** @throws UserError if there is nothing in the file that can be used. */
function read(file: string): Content {
  const status = statSync(file);
  if (!status.isFile()) throw new UserError(`${file}: not a file; move it away to keep choices of concepts there`);
  if (status.size > largest) throw new UserError(`${file}: too large for a file of choices of concepts`);
  const text = readFileSync(file, 'utf8');
  const unmerged = /^<{7}(?: |$)/m.exec(text);
  if (unmerged) {
    const line = text.slice(0, unmerged.index).split('\n').length;
    throw new UserError(
      `${file}: line ${line}: git could not merge two versions: keep the choices that hold, and remove the lines with <<<<<<<, ======= and >>>>>>>`,
    );
  }
  const { choices: list, ...fields } = parseJsonObject(text, file);
  if (fields.version !== version) {
    const found = fields.version === undefined ? 'none' : quoted(String(fields.version));
    throw new UserError(`${file}: "version" is to be ${version}, not ${found}; update GERBERA if it is a later one`);
  }
  if (!Array.isArray(list)) throw new UserError(`${file}: "choices" is to be a list`);
  const choices = new Map<string, Choice>();
  const problems: string[] = [];
  list.forEach((choice: unknown, index) => {
    const problem = isChoice(choice)
      ? choices.has(keyOfMention(choice)) &&
        `${quoted(choice.mention)} as ${quoted(choice.type)} is chosen twice: remove one`
      : 'a choice is to have "type" and "mention", and as "concept" an identifier or null';
    if (problem) problems.push(`line ${lineOf(text, index)}: ${problem}`);
    else if (isChoice(choice)) choices.set(keyOfMention(choice), choice);
  });
  if (problems.length === 0) return { fields, choices };
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
  return { fields, choices, problem: `${file}: ${problems[0]}${more}` };
}

function isChoice(value: unknown): value is Choice {
  if (!isJsonObject(value)) return false;
  const { type, mention, concept } = value;
  return typeof type === 'string' && typeof mention === 'string' && (concept === null || typeof concept === 'string');
}

/** The line, from 1, where an element of the list "choices" begins, in a text that is valid JSON. */
function lineOf(text: string, index: number): number {
  let depth = 0;
  let key = '';
  let element = -1;
  let starts = false;
  for (const { 0: piece, index: at } of text.matchAll(/"(?:\\.|[^"\\])*"|[[\]{},:]|[^\s"[\]{},:]+/gs)) {
    if (depth === 1 && piece.startsWith('"')) key = String(JSON.parse(piece));
    const inList = depth === 2 && key === 'choices';
    if (inList && starts) {
      element++;
      starts = false;
      if (element === index) return text.slice(0, at).split('\n').length;
    }
    if (piece === ']' || piece === '}') depth--;
    else if (piece === '[' || piece === '{') {
      depth++;
      if (depth === 2 && key === 'choices') starts = true;
    } else if (piece === ',' && inList) starts = true;
  }
  return 1;
}

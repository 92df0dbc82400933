import { createHash } from 'node:crypto';
import { CodePoints } from '../../code-points.ts';
import { type AnnotatedDocument, type AnnotatedMention, type Relation, textOf } from '../../document.ts';
import { type LossTally, passageLoss } from '../../problems.ts';
import type { EncodeOptions } from '../form.ts';
import { noTerminology, titleNote, triggerRole } from './brat-parser.ts';
import { linesOf } from './brat-text.ts';

/** brat's own name of comments. */
const commentName = 'AnnotatorNotes';

/**
 * The two files of a document, `ID.txt` and `ID.ann`. Mentions and relations keep their names if they are such as brat
 * gives (`T1`, `R1`, `E1`), and get new ones else. A note is an attribute if its value is a word or empty, else a comment.
 */
export function bratFiles(document: AnnotatedDocument, { losses }: EncodeOptions): ReadonlyMap<string, string> {
  const name = fileOfId(document.id, losses);
  const lines = new BratWriter(document, losses).lines();
  return new Map([
    [`${name}.txt`, document.text],
    [`${name}.ann`, lines.map((line) => `${line}\n`).join('')],
  ]);
}

class BratWriter {
  readonly #document: AnnotatedDocument;
  readonly #losses: LossTally;
  readonly #used = new Set<string>();
  readonly #names = new Map<string, string>();
  readonly #lines: string[] = [];
  readonly #next = new Map<string, number>();

  constructor(document: AnnotatedDocument, losses: LossTally) {
    this.#document = document;
    this.#losses = losses;
  }

  lines(): readonly string[] {
    const { mentions, relations, passages, sentences, notes } = this.#document;
    const mentionNames = this.#nameAll(mentions, () => 'T');
    const relationNames = this.#nameAll(relations, letterOf);
    const points = new CodePoints(this.#document.text);
    const said: [string, [string, string][]][] = [];
    for (const [index, mention] of mentions.entries()) {
      const name = mentionNames[index] ?? '';
      this.#mention(name, mention, points);
      const titles = new Set(mention.concepts.map((concept) => titleNote + concept));
      said.push([name, Object.entries(mention.notes).filter(([note]) => !titles.has(note))]);
    }
    for (const [index, relation] of relations.entries()) {
      const name = relationNames[index] ?? '';
      if (this.#relation(name, relation)) said.push([name, Object.entries(relation.notes)]);
    }
    for (const [name, each] of said) this.#notes(name, each);
    this.#countPassages(passages);
    this.#losses.add('sentences', sentences?.length ?? 0);
    this.#losses.add('notes of documents', Object.keys(notes).length);
    return this.#lines;
  }

  /** A name for each; those that are brat's stay. */
  #nameAll<T extends { readonly id: string }>(all: readonly T[], letter: (each: T) => string): readonly string[] {
    const kept = all.map((each) => {
      const own = each.id.startsWith(letter(each)) && /^[TRE]\d+$/.test(each.id) && !this.#used.has(each.id);
      if (own) this.#used.add(each.id);
      return own;
    });
    return all.map((each, index) => {
      const name = kept[index] ? each.id : letter(each) === '*' ? '*' : this.#newName(letter(each));
      if (name !== each.id && each.id !== '') this.#losses.add('names of annotations');
      if (each.id !== '' && !this.#names.has(each.id)) this.#names.set(each.id, name);
      return name;
    });
  }

  #newName(letter: string): string {
    for (let number = this.#next.get(letter) ?? 1; ; number++) {
      const name = `${letter}${number}`;
      if (this.#used.has(name)) continue;
      this.#used.add(name);
      this.#next.set(letter, number + 1);
      return name;
    }
  }

  #mention(name: string, mention: AnnotatedMention, points: CodePoints): void {
    const { spans, type, concepts, score, notes } = mention;
    const offsets = spans.map(({ start, end }) => `${points.toPoint(start)} ${points.toPoint(end - 1) + 1}`).join(';');
    const text = textOf(this.#document, mention).replaceAll(/[\r\n\t]/g, ' ');
    this.#lines.push(`${name}\t${this.#word(type)} ${offsets}\t${text}`);
    for (const concept of concepts) {
      const written = this.#word(concept);
      const reference =
        /^[^:]+:./.test(written) && !written.startsWith(noTerminology) ? written : noTerminology + written;
      const title = (notes[titleNote + concept] ?? text).replaceAll(/[\r\n\t]/g, ' ');
      this.#lines.push(`${this.#newName('N')}\tReference ${name} ${reference}\t${title}`);
    }
    if (score !== undefined) this.#losses.add('scores');
  }

  /** @returns whether it could be written. */
  #relation(name: string, relation: Relation): boolean {
    const related = relation.arguments.map(({ role, kind, id }) => ({
      role,
      name: kind === 'mention' ? this.#names.get(id) : undefined,
    }));
    if (related.length === 0 || related.some((argument) => argument.name === undefined)) {
      this.#losses.add('relations');
      return false;
    }
    const type = this.#word(relation.type);
    const letter = letterOf(relation);
    if (letter === '*') {
      if (related.some(({ role }) => role !== '')) this.#losses.add('roles in relations');
      this.#losses.add('notes of relations', Object.keys(relation.notes).length);
      this.#lines.push(`*\t${[type, ...related.map((argument) => argument.name)].join(' ')}`);
      return false;
    }
    const [trigger, ...others] = related;
    const written = (letter === 'E' ? others : related).map(
      (argument) => `${this.#role(argument.role)}:${argument.name}`,
    );
    this.#lines.push(`${name}\t${[letter === 'E' ? `${type}:${trigger?.name}` : type, ...written].join(' ')}`);
    return true;
  }

  #notes(of: string, notes: readonly [string, string][]): void {
    for (const [written, value] of notes) {
      const name = this.#word(written.replace(/#\d+$/, ''));
      if (name !== commentName && /^[\p{L}\p{N}_.-]*$/u.test(value)) {
        this.#lines.push(`${this.#newName('A')}\t${[name, of, ...(value === '' ? [] : [value])].join(' ')}`);
        continue;
      }
      const line = value.replaceAll(/[\r\n]/g, ' ');
      if (line !== value) this.#losses.add('line ends in notes');
      this.#lines.push(`${this.#newName('#')}\t${name} ${of}\t${line}`);
    }
  }

  #role(role: string): string {
    const written = this.#word(role).replaceAll(':', '_');
    if (written !== role) this.#losses.add('roles in relations');
    return written;
  }

  /** A name without white space, as brat divides names by it. */
  #word(name: string): string {
    const word = name.replaceAll(/\s/gu, '_') || '_';
    if (word !== name) this.#losses.add('white space in names');
    return word;
  }

  #countPassages(passages: AnnotatedDocument['passages']): void {
    const lines = linesOf(this.#document.text);
    const held = passages.filter(
      ({ kind, start, end }) => kind === 'paragraph' && lines.some((line) => line.start === start && line.end === end),
    );
    this.#losses.add(passageLoss, passages.length - held.length);
    for (const { notes } of passages) this.#losses.add('notes of passages', Object.keys(notes).length);
  }
}

/** What the name of a relation begins with: of two mentions R, of an event E, of others `*`, which has no name. */
function letterOf({ arguments: related }: Relation): string {
  if (related[0]?.role === triggerRole) return 'E';
  return related.length === 2 && related.every(({ role }) => role !== '') ? 'R' : '*';
}

/** In bytes; file systems allow 255, and endings follow. */
const longestName = 200;

/** A file's name for a document's id: what systems forbid in names is written as `%2F`. */
function fileOfId(id: string, losses: LossTally): string {
  const name = id.replaceAll(
    /[%/\\:*?"<>|\p{Cc}]|^[. ]|[. ]$/gu,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
  if (name === '') return '%';
  if (Buffer.byteLength(name) <= longestName) return name;
  losses.add('long document ids');
  const hash = createHash('sha256').update(id).digest('hex').slice(0, 16);
  return `${[...name].slice(0, longestName / 5).join('')}-${hash}`;
}

/** The id of a document whose file has a name, without its ending. */
export function idOfFile(name: string): string {
  if (name === '%') return '';
  return name.replaceAll(/%([0189][\dA-F]|2[025AEF]|3[ACEF]|5C|7[CF])/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}

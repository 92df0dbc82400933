import path from 'node:path';
import { conceptsOf } from '../../concepts/link/linked-concepts.ts';
import type { Linked } from '../../concepts/link/linker.ts';
import type { Entity } from '../../core/entity.ts';
import { UserError } from '../../core/errors.ts';
import { compareSpans } from '../../core/span.ts';
import type { Language } from '../../core/words.ts';
import { formByName } from '../../corpus/detect.ts';
import { type AnnotatedDocument, type AnnotatedMention, extentOf } from '../../corpus/document.ts';
import { DocumentIds } from '../../corpus/document-ids.ts';
import type { CorpusForm, FormName } from '../../corpus/forms/form.ts';
import { forms } from '../../corpus/forms/forms.ts';
import { documentOf } from '../../corpus/from-entities.ts';
import { corpusParts } from '../../corpus/parts.ts';
import { type CorpusProblem, LossTally, ProblemTally } from '../../corpus/problems.ts';
import type { Engine } from '../../engine.ts';
import { recognizeDocuments } from '../../evaluate/run/recognize-documents.ts';
import { headOf } from '../../files/head.ts';
import { type Input, listInputs } from '../inputs.ts';
import { problemLines } from '../problem-lines.ts';
import { readText } from '../read-text.ts';
import { type Terminal, tell } from '../terminal.ts';
import type { Linking } from './linking.ts';

export interface ReadingOptions {
  /** Of papers, whatever their names say; then no file is taken for one of a corpus. */
  readonly language?: Language;
  /** The form of all inputs, which are corpora then. */
  readonly from?: FormName;
  readonly types?: ReadonlySet<string>;
  readonly minScore: number;
  /** Whether to tell of every input. */
  readonly verbose: boolean;
  /** What mentions are linked with, if they are to be. */
  readonly linking?: Linking;
}

/** Entities of a document that follow one another, and the text that they are offsets of. */
export interface FoundEntities {
  readonly document: string;
  readonly text: string;
  readonly entities: readonly FoundEntity[];
}

/** What it means is undefined where that was not asked for. */
export type FoundEntity = Pick<Entity, 'start' | 'end' | 'type' | 'score'> & { readonly linked?: Linked };

/** A mention that a model found in a document of a corpus. */
interface FoundMention {
  readonly mention: AnnotatedMention;
  readonly linked?: Linked;
}

type PaperInput = Extract<Input, { kind: 'text' }>;

/** Reads inputs with a model, one after the other; what cannot be read is told and passed over. */
export class Reading {
  /** Of what is not carried from documents that are read to those that are written. */
  readonly losses = new LossTally();
  readonly #problems = new ProblemTally();
  readonly #engine: Engine;
  readonly #terminal: Terminal;
  readonly #options: ReadingOptions;
  readonly #ids = new DocumentIds();
  #exitCode: 0 | 1 = 0;
  #readsCorpora = false;

  constructor(engine: Engine, terminal: Terminal, options: ReadingOptions) {
    this.#engine = engine;
    this.#terminal = terminal;
    this.#options = options;
  }

  /** 1 if an input could not be read. */
  get exitCode(): 0 | 1 {
    return this.#exitCode;
  }

  /** Tells what was wrong with documents of corpora; what was wrong with mentions that were there matters no more. */
  tellProblems(): void {
    const lines = problemLines(this.#problems.summary(), ['other', 'duplicate document']);
    for (const line of lines) tell(this.#terminal.stderr, `${line}\n`);
  }

  /** Whether an input was a corpus, whose documents say more than papers do. */
  get readsCorpora(): boolean {
    return this.#readsCorpora;
  }

  /** The entities of every input, a stretch of a document at a time. */
  async *entities(named: readonly string[]): AsyncGenerator<FoundEntities, void, undefined> {
    for await (const input of this.#inputs(named)) {
      yield* this.#guarded(
        input.document,
        input.kind === 'paper'
          ? this.#entitiesOfPaper(input.paper)
          : this.#entitiesOfCorpus(input.document, input.form),
        ({ entities }) => entities.length,
      );
    }
  }

  /** Every input's documents with what was found in them; no two have the same id. */
  async *documents(named: readonly string[]): AsyncGenerator<AnnotatedDocument, void, undefined> {
    for await (const input of this.#inputs(named)) {
      yield* this.#guarded(
        input.document,
        input.kind === 'paper'
          ? this.#documentOfPaper(input.paper)
          : this.#documentsOfCorpus(input.document, input.form),
        ({ mentions }) => mentions.length,
      );
    }
  }

  async *#inputs(
    named: readonly string[],
  ): AsyncGenerator<
    | { readonly kind: 'paper'; readonly document: string; readonly paper: PaperInput }
    | { readonly kind: 'corpus'; readonly document: string; readonly form: CorpusForm | undefined }
  > {
    const { from, language } = this.#options;
    if (from) {
      for (const document of named) yield { kind: 'corpus', document, form: undefined };
      return;
    }
    for await (const input of listInputs(named)) {
      this.#terminal.signal.throwIfAborted();
      const { document } = input;
      if (input.kind === 'problem') this.#complain(document, input.problem);
      if (input.kind === 'empty') {
        tell(this.#terminal.stderr, `gerbera: ${document}: holds no .md, .markdown or .txt file\n`);
      }
      if (input.kind !== 'text') continue;
      const form = language ? undefined : await corpusFormOf(input);
      yield form ? { kind: 'corpus', document, form } : { kind: 'paper', document, paper: input };
    }
  }

  /** Tells how much an input gave, or why it cannot be read; anything but its own fault ends the command. */
  async *#guarded<T>(
    document: string,
    found: AsyncIterable<T>,
    countOf: (item: T) => number,
  ): AsyncGenerator<T, void, undefined> {
    let count = 0;
    const items = found[Symbol.asyncIterator]();
    try {
      for (;;) {
        const next = await this.#next(document, items);
        if (next === undefined) return;
        if (next.done) break;
        count += countOf(next.value);
        yield next.value;
      }
    } finally {
      await items.return?.();
    }
    if (this.#options.verbose) tell(this.#terminal.stderr, `gerbera: ${document}: ${count} entities\n`);
  }

  /** The next item, or undefined if it cannot be read. What goes wrong in the writer is not caught here. */
  async #next<T>(document: string, items: AsyncIterator<T>): Promise<IteratorResult<T> | undefined> {
    try {
      return await items.next();
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      const { message } = error;
      const named = message.startsWith(document) ? message.slice(document.length).replace(/^: /, '') : message;
      this.#complain(document, named);
      return undefined;
    }
  }

  async *#entitiesOfPaper(paper: PaperInput): AsyncGenerator<FoundEntities> {
    const text = await this.#textOf(paper);
    for await (const entities of this.#found(text, paper)) yield { document: paper.document, text, entities };
  }

  async *#documentOfPaper(paper: PaperInput): AsyncGenerator<AnnotatedDocument> {
    const { document, file = '', language } = paper;
    const text = await this.#textOf(paper);
    const all: FoundEntity[] = [];
    for await (const entities of this.#found(text, paper)) for (const entity of entities) all.push(entity);
    const name = { id: this.#ids.unique(idOf(document)), file };
    const withConcepts = all.map(({ linked, ...entity }) =>
      linked ? { ...entity, concepts: conceptsOf(linked) } : entity,
    );
    yield documentOf(text, this.#options.language ?? language, withConcepts, name);
  }

  #textOf({ file }: PaperInput): Promise<string> {
    return readText(file ?? this.#terminal.stdin, this.#terminal.signal);
  }

  async *#found(text: string, { document, language }: PaperInput): AsyncGenerator<readonly FoundEntity[]> {
    const { types, minScore, language: given = language, linking } = this.#options;
    const { signal } = this.#terminal;
    if (!linking) {
      yield* this.#engine.annotateStream(text, given, { minScore, signal, ...(types ? { types } : {}) });
      return;
    }
    const onParts = () =>
      tell(
        this.#terminal.stderr,
        `gerbera: ${document}: linked in parts, each by itself, as it is longer than a book\n`,
      );
    const linked = linking.ofPaper(this.#engine.readStream(text, given, { signal }), onParts);
    for await (const entities of linked) yield entities.filter((entity) => this.#isWanted(entity));
  }

  #isWanted({ type, score = 1 }: { readonly type: string; readonly score?: number }): boolean {
    const { types, minScore } = this.#options;
    return score >= minScore && (types?.has(type) ?? true);
  }

  async *#entitiesOfCorpus(place: string, form: CorpusForm | undefined): AsyncGenerator<FoundEntities> {
    for await (const { document, found } of this.#foundInCorpus(place, form)) {
      const entities = found.map(({ mention, linked }) => {
        const { type, score = 1 } = mention;
        return { ...extentOf(mention), type, score, ...(linked ? { linked } : {}) };
      });
      yield { document: document.id, text: document.text, entities };
    }
  }

  async *#documentsOfCorpus(place: string, form: CorpusForm | undefined): AsyncGenerator<AnnotatedDocument> {
    for await (const { document, found } of this.#foundInCorpus(place, form)) {
      const mentions = found.map(({ mention, linked }) =>
        linked ? { ...mention, concepts: conceptsOf(linked) } : mention,
      );
      yield { ...document, mentions };
    }
  }

  /** Documents of a corpus, and what the model found in them in place of the mentions that were there. */
  async *#foundInCorpus(
    place: string,
    form: CorpusForm | undefined,
  ): AsyncGenerator<{ readonly document: AnnotatedDocument; readonly found: readonly FoundMention[] }> {
    this.#readsCorpora = true;
    const { from, linking } = this.#options;
    const { signal } = this.#terminal;
    const parts = form ? [{ place, form }] : (await corpusParts(place, from)).parts;
    for (const part of parts) {
      const system = { recognize: this.#engine.recognizeWords };
      const onProblem = (problem: CorpusProblem) => this.#problems.add(problem);
      const documents = part.form.read(part.place, { signal, onProblem });
      for await (const stretch of recognizeDocuments(documents, [system], signal)) {
        for (const read of stretch.documents) {
          const { document } = read;
          const all = (read.found[0] ?? []).toSorted((a, b) => compareSpans(a.spans[0], b.spans[0]));
          const found: readonly FoundMention[] = linking
            ? await linking.ofDocument(read, all)
            : all.map((mention) => ({ mention }));
          this.losses.add('relations between the mentions that were there', document.relations.length);
          yield {
            document: { ...withoutLabels(document), id: this.#ids.unique(document.id), mentions: [], relations: [] },
            found: found.filter(({ mention }) => this.#isWanted(mention)),
          };
        }
      }
    }
  }

  #complain(document: string, problem: string): void {
    tell(this.#terminal.stderr, `gerbera: ${document}: ${problem}\n`);
    this.#exitCode = 1;
  }
}

/** The form of a corpus that a file is of by its content, if its name is one of a corpus; papers are of none. */
async function corpusFormOf({ file }: PaperInput): Promise<CorpusForm | undefined> {
  if (file === undefined || !isNamedAsCorpus(file)) return undefined;
  const head = await headOf(file).catch(() => '');
  return head.trim() === '' ? undefined : forms.find((form) => form.kind === 'file' && form.matches(head));
}

/** Whether a name has an ending of a corpus's form that is not one of papers: `.pubtator.txt` is, `.txt` is not. */
function isNamedAsCorpus(file: string): boolean {
  const name = file.toLowerCase();
  const form = formByName(name);
  return form?.endings.some((ending) => ending !== 'txt' && name.replace(/\.gz$/, '').endsWith(`.${ending}`)) ?? false;
}

/** The labels that sentences were read with are not those of the mentions any more. */
function withoutLabels({ sentences, ...document }: AnnotatedDocument): AnnotatedDocument {
  if (!sentences) return document;
  return { ...document, sentences: sentences.map(({ labels: _, ...sentence }) => sentence) };
}

/** A file's name without its ending. */
function idOf(document: string): string {
  return document === '-' ? 'stdin' : path.basename(document, path.extname(document));
}

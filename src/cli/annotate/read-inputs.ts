import path from 'node:path';
import type { Language } from '../../core/words.ts';
import { formByName } from '../../corpus/detect.ts';
import type { AnnotatedDocument } from '../../corpus/document.ts';
import { DocumentIds } from '../../corpus/document-ids.ts';
import type { CorpusForm, FormName } from '../../corpus/forms/form.ts';
import { forms } from '../../corpus/forms/forms.ts';
import { corpusParts } from '../../corpus/parts.ts';
import { type CorpusProblem, LossTally, ProblemTally } from '../../corpus/problems.ts';
import { headOf } from '../../files/head.ts';
import { type Input, listInputs } from '../inputs.ts';
import { problemLines } from '../problem-lines.ts';
import { readText } from '../read-text.ts';
import { type Terminal, tell } from '../terminal.ts';
import type { Complaints } from './complaints.ts';

/** A paper that is read as it stands. */
export interface PaperInput {
  readonly kind: 'paper';
  /** As it is called in messages and in lines of entities. */
  readonly document: string;
  /** Of its document in forms of corpora, if no other one has it. */
  readonly id: string;
  /** '' of standard input. */
  readonly file: string;
  readonly language: Language;
  /** @throws UserError if it cannot be read. */
  text(): Promise<string>;
}

/** A corpus, whose documents are read one after the other. */
export interface CorpusInput {
  readonly kind: 'corpus';
  readonly document: string;
  /** Documents of each of its parts. @throws UserError naming file and line of what cannot be read. */
  parts(): AsyncIterable<AsyncIterable<AnnotatedDocument>>;
}

/** What is read, and what is known of it besides. */
export interface Inputs {
  readonly losses: LossTally;
  /** Whether an input was a corpus, whose documents say more than papers do. */
  readonly readsCorpora: boolean;
  all(): AsyncGenerator<PaperInput | CorpusInput, void, undefined>;
  /** An id that no other document has. */
  unique(id: string): string;
}

export interface NamedInputsOptions {
  /** Of papers, whatever their names say; then no file is taken for one of a corpus. */
  readonly language?: Language;
  /** The form of all inputs, which are corpora then. */
  readonly from?: FormName;
}

/** The files and folders that a command line names. */
export class NamedInputs implements Inputs {
  readonly losses = new LossTally();
  readonly #problems = new ProblemTally();
  readonly #ids = new DocumentIds();
  readonly #named: readonly string[];
  readonly #options: NamedInputsOptions;
  readonly #complaints: Complaints;
  readonly #terminal: Terminal;
  #readsCorpora = false;

  constructor(named: readonly string[], options: NamedInputsOptions, complaints: Complaints, terminal: Terminal) {
    this.#named = named;
    this.#options = options;
    this.#complaints = complaints;
    this.#terminal = terminal;
  }

  get readsCorpora(): boolean {
    return this.#readsCorpora;
  }

  unique(id: string): string {
    return this.#ids.unique(id);
  }

  async *all(): AsyncGenerator<PaperInput | CorpusInput, void, undefined> {
    const { from, language } = this.#options;
    if (from) {
      for (const document of this.#named) yield this.#corpus(document);
      return;
    }
    for await (const input of listInputs(this.#named)) {
      this.#terminal.signal.throwIfAborted();
      const { document } = input;
      if (input.kind === 'problem') this.#complaints.add(document, input.problem);
      if (input.kind === 'empty') {
        tell(this.#terminal.stderr, `gerbera: ${document}: holds no .md, .markdown or .txt file\n`);
      }
      if (input.kind !== 'text') continue;
      const form = language ? undefined : await corpusFormOf(input);
      yield form ? this.#corpus(document, form) : this.#paper(input);
    }
  }

  /** Tells what was wrong with documents of corpora; what was wrong with mentions that were there matters no more. */
  tellProblems(): void {
    const lines = problemLines(this.#problems.summary(), ['other', 'duplicate document']);
    for (const line of lines) tell(this.#terminal.stderr, `${line}\n`);
  }

  #paper({ document, file, language }: Extract<Input, { kind: 'text' }>): PaperInput {
    const text = () => readText(file ?? this.#terminal.stdin, this.#terminal.signal);
    return {
      kind: 'paper',
      document,
      id: idOfPaper(document),
      file: file ?? '',
      language: this.#options.language ?? language,
      text,
    };
  }

  #corpus(document: string, form?: CorpusForm): CorpusInput {
    return { kind: 'corpus', document, parts: () => this.#parts(document, form) };
  }

  async *#parts(place: string, form?: CorpusForm): AsyncGenerator<AsyncIterable<AnnotatedDocument>> {
    this.#readsCorpora = true;
    const parts = form ? [{ place, form }] : (await corpusParts(place, this.#options.from)).parts;
    const onProblem = (problem: CorpusProblem) => this.#problems.add(problem);
    for (const part of parts) yield part.form.read(part.place, { signal: this.#terminal.signal, onProblem });
  }
}

/** The form of a corpus that a file is of by its content, if its name is one of a corpus; papers are of none. */
async function corpusFormOf({ file }: Extract<Input, { kind: 'text' }>): Promise<CorpusForm | undefined> {
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

/** A file's name without its ending. */
function idOfPaper(document: string): string {
  return document === '-' ? 'stdin' : path.basename(document, path.extname(document));
}

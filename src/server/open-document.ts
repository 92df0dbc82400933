import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Entity } from '../core/entity.ts';
import type { Settings } from '../settings.ts';
import { DocumentReader } from '../text/reader.ts';
import { Analysis } from './analysis.ts';
import type { Log } from './log.ts';
import type { Paper } from './papers.ts';
import type { SentenceMemory } from './sentence-memory.ts';
import { shownEntities } from './shown-entities.ts';

/** Documents that take longer than this to cut into sentences (ms) after an edit are not cut at every keystroke. */
const quickUpdate = 60;
const longestPause = 2000;

/** Never the same for two documents, so that one opened again is not taken for what it was. */
let lastRevision = 0;

interface Waiter {
  readonly test: () => boolean;
  readonly resolve: () => void;
}

/** An open document that is read: its analysis, kept up with its text, and who waits for it. */
export class OpenDocument {
  analysis: Analysis;
  document: TextDocument;
  readonly #fresh: () => Analysis;
  readonly #log: Log;
  readonly #changed: () => void;
  #timer: { cancel(): void } | undefined;
  #preparing = false;
  /** Milliseconds that an edit takes to follow; undefined until the text has been read for the first time. */
  #cost: number | undefined;
  #model = '';
  #shown: { readonly entities: readonly Entity[]; readonly settings: Settings; readonly revision: number } | undefined;
  #waiting: Waiter[] = [];

  /** @param changed hears when the analysis has caught up with an edit. */
  constructor(document: TextDocument, memory: SentenceMemory, log: Log, changed: () => void) {
    const language = document.languageId === 'markdown' ? 'markdown' : 'plaintext';
    this.document = document;
    this.#fresh = () => new Analysis(new DocumentReader(language), memory);
    this.analysis = this.#fresh();
    this.#log = log;
    this.#changed = changed;
  }

  /** Whether the analysis is of the newest version. */
  get caughtUp(): boolean {
    return this.#timer === undefined;
  }

  /** Cuts the text into sentences: at once, or little by little if it is long. */
  start(model: string): void {
    this.#model = model;
    this.#catchUp();
  }

  /** The text changed: the analysis follows as soon as messages that came with the change have been taken. */
  edit(document: TextDocument): void {
    this.document = document;
    this.#shown = undefined;
    const cost = this.#cost ?? 0;
    const pause = cost > quickUpdate ? Math.min(cost * 2, longestPause) : 0;
    // A preparation under way ends with the newest text.
    if (this.#preparing || (this.#timer && pause === 0)) return;
    this.#timer?.cancel();
    if (pause === 0) {
      this.#soon(() => this.#catchUp());
    } else {
      const timeout = setTimeout(() => this.#catchUp(), pause);
      this.#timer = { cancel: () => clearTimeout(timeout) };
    }
  }

  /** From now on another model's findings are wanted. */
  use(model: string): void {
    this.#model = model;
    if (!this.#preparing) this.#update();
  }

  #catchUp(): void {
    const preparation = this.analysis.prepare(this.document.getText());
    const step = () => {
      this.#preparing = !this.#attempt(() => preparation.next().done === true);
      if (this.#preparing) return this.#soon(step);
      const began = performance.now();
      this.#update();
      // An average, so that a single delay of the machine does not count as slowness of the document.
      this.#cost = this.#cost === undefined ? 0 : this.#cost + (performance.now() - began - this.#cost) / 4;
    };
    step();
  }

  #soon(step: () => void): void {
    const immediate = setImmediate(step);
    this.#timer = { cancel: () => clearImmediate(immediate) };
  }

  #update(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#attempt(() => {
      this.analysis.update(this.document.getText(), this.#model);
      return true;
    });
    this.#shown = undefined;
    this.#changed();
    this.notify();
  }

  /** What is done, or true if it fails: a text that breaks the parser has no entities, but other documents are none the worse. */
  #attempt(work: () => boolean): boolean {
    try {
      return work();
    } catch (error) {
      this.#log.error(`${this.document.uri}: cannot be read: ${error instanceof Error ? error.stack : error}`);
      this.analysis = this.#fresh();
      return true;
    }
  }

  /** Sentences were read, or settings changed. */
  touch(): void {
    this.#shown = undefined;
    this.notify();
  }

  /** Only while caught up: an analysis of another version has other offsets. */
  paper(settings: Settings, model: string): Paper {
    if (this.#shown?.settings !== settings) {
      this.#shown = { entities: shownEntities(this.analysis.entities(), settings), settings, revision: ++lastRevision };
    }
    const { entities, revision } = this.#shown;
    const { sentences, complete } = this.analysis;
    return { document: this.document, sentences, entities, complete, revision, model, settings };
  }

  /** Resolves when the test holds, at each change of this document; or after so many milliseconds, if given. */
  until(test: () => boolean, wait?: number): Promise<void> {
    if (test()) return Promise.resolve();
    return new Promise((resolve) => {
      const timeout = wait === undefined ? undefined : setTimeout(() => this.#release(waiter), wait);
      const waiter: Waiter = {
        test,
        resolve: () => {
          clearTimeout(timeout);
          resolve();
        },
      };
      this.#waiting.push(waiter);
    });
  }

  /** Looks again at what is waited for. */
  notify(): void {
    for (const waiter of this.#waiting.filter(({ test }) => test())) this.#release(waiter);
  }

  #release(waiter: Waiter): void {
    this.#waiting = this.#waiting.filter((other) => other !== waiter);
    waiter.resolve();
  }

  /** Nobody waits for a document that has been closed. */
  dispose(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    for (const { resolve } of this.#waiting) resolve();
    this.#waiting = [];
  }
}

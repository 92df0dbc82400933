import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Entity } from '../core/entity.ts';
import type { Settings } from '../settings.ts';
import { DocumentReader } from '../text/reader.ts';
import { Analysis } from './analysis.ts';
import type { Log } from './log.ts';
import type { Paper } from './papers.ts';
import type { SentenceMemory } from './sentence-memory.ts';

/** Documents that take longer than this to cut into sentences (ms) are not cut at every keystroke. */
const quickUpdate = 25;
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
  #cost = 0;
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

  /** The text changed: the analysis follows as soon as messages that came with the change have been taken. */
  edit(document: TextDocument): void {
    this.document = document;
    this.#shown = undefined;
    const pause = this.#cost > quickUpdate ? Math.min(this.#cost * 2, longestPause) : 0;
    if (this.#timer && pause === 0) return;
    this.#timer?.cancel();
    const update = () => this.update(this.#model);
    if (pause === 0) {
      const immediate = setImmediate(update);
      this.#timer = { cancel: () => clearImmediate(immediate) };
    } else {
      const timeout = setTimeout(update, pause);
      this.#timer = { cancel: () => clearTimeout(timeout) };
    }
  }

  /** Brings the analysis up to the text and the model. */
  update(model: string): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#model = model;
    const began = performance.now();
    try {
      this.analysis.update(this.document.getText(), model);
    } catch (error) {
      // A text that breaks the parser is shown without entities; the other documents are none the worse.
      this.#log.error(`${this.document.uri}: cannot be read: ${error instanceof Error ? error.stack : error}`);
      this.analysis = this.#fresh();
    }
    this.#cost = performance.now() - began;
    this.#shown = undefined;
    this.#changed();
    this.notify();
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
    return { document: this.document, entities, complete: this.analysis.complete, revision, model, settings };
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

function shownEntities(entities: readonly Entity[], { enabledTypes, minimumScore }: Settings): readonly Entity[] {
  const enabled = new Set(enabledTypes.map((type) => type.toLowerCase()));
  return entities.filter(
    ({ type, score }) => score >= minimumScore && (enabled.size === 0 || enabled.has(type.toLowerCase())),
  );
}

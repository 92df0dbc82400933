import type { Connection, Diagnostic } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Span } from '../core/span.ts';
import { linksOf } from './concepts/mentions.ts';
import type { PaperConcepts } from './concepts/paper-concepts.ts';
import { diagnosticsOf } from './features/diagnostics.ts';
import { moverOf } from './moved-spans.ts';
import type { Paper } from './papers.ts';
import { rangeOf } from './range.ts';
import type { WritingHelp } from './writing/writing-help.ts';

/** Writing help is given when nothing has been edited for so long (ms); for longer where it takes long, for nothing else is done. */
const quiet = { least: 500, most: 10_000, factor: 10 } as const;

/** Writing help on one version of a document. */
interface Help {
  readonly source: string;
  readonly diagnostics: readonly (Span & { readonly diagnostic: Diagnostic })[];
  /** Whether the concepts of that version were known. */
  readonly linked: boolean;
  /** How long it took (ms). */
  readonly cost: number;
}

/**
 * Publishes diagnostics: those of entities at once, with the concepts that are known; writing help when a paper is wholly read
 * and left alone. Until then what was said of an earlier version moves with its text.
 */
export class DiagnosticsPublisher {
  readonly #connection: Connection;
  readonly #now: (uri: string) => Paper | undefined;
  readonly #concepts: PaperConcepts;
  readonly #writing: WritingHelp;
  readonly #helps = new Map<string, Help>();
  readonly #timers = new Map<string, NodeJS.Timeout>();

  constructor(
    connection: Connection,
    now: (uri: string) => Paper | undefined,
    concepts: PaperConcepts,
    writing: WritingHelp,
  ) {
    this.#connection = connection;
    this.#now = now;
    this.#concepts = concepts;
    this.#writing = writing;
  }

  /** What is shown of a document changed. */
  publish(paper: Paper): void {
    const { uri } = paper.document;
    this.#send(paper);
    this.#cancel(uri);
    if (!paper.complete) return;
    const help = () => {
      // What is said of concepts would vanish for a moment: it is said anew when they are known.
      const wait = this.#helps.get(uri)?.linked && paper.settings['concepts.link'] && this.#concepts.store;
      if (!wait || this.#concepts.known(paper)) this.help(uri);
    };
    const { least, most, factor } = quiet;
    const pause = Math.min(Math.max(least, factor * (this.#helps.get(uri)?.cost ?? 0)), most);
    this.#timers.set(uri, setTimeout(help, pause));
  }

  /** Gives writing help now; the concepts of a document may have become known. */
  help(uri: string): void {
    this.#cancel(uri);
    const paper = this.#now(uri);
    if (!paper?.complete) return;
    const { document } = paper;
    const began = performance.now();
    const links = linksOf(this.#concepts, paper);
    const diagnostics = this.#concepts.attempt(() => this.#writing.diagnostics(paper, links)) ?? [];
    this.#helps.set(uri, {
      source: document.getText(),
      diagnostics: diagnostics.slice(0, paper.settings.maximumProblems).map((diagnostic) => {
        const { start, end } = diagnostic.range;
        return { start: document.offsetAt(start), end: document.offsetAt(end), diagnostic };
      }),
      linked: links !== undefined,
      cost: performance.now() - began,
    });
    this.#send(paper);
  }

  /** Clears what was published of a document that is not read any more. */
  drop(uri: string): void {
    this.#cancel(uri);
    this.#helps.delete(uri);
    this.#writing.forget(uri);
    void this.#connection.sendDiagnostics({ uri, diagnostics: [] });
  }

  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }

  #send(paper: Paper): void {
    const { document } = paper;
    const { uri, version } = document;
    const concepts = this.#concepts;
    const diagnostics = [
      ...diagnosticsOf(paper, (entity) => concepts.recall(paper, entity)),
      ...helpOn(document, this.#helps.get(uri)),
    ];
    void this.#connection.sendDiagnostics({ uri, version, diagnostics });
  }

  #cancel(uri: string): void {
    clearTimeout(this.#timers.get(uri));
    this.#timers.delete(uri);
  }
}

function helpOn(document: TextDocument, help: Help | undefined): readonly Diagnostic[] {
  if (!help) return [];
  if (help.source === document.getText()) return help.diagnostics.map(({ diagnostic }) => diagnostic);
  // What a diagnostic is related to has moved as well, and is left out.
  return moverOf(
    help.source,
    document.getText(),
  )(help.diagnostics).map(({ start, end, diagnostic: { relatedInformation, ...diagnostic } }) => ({
    ...diagnostic,
    range: rangeOf(document, { start, end }),
  }));
}

import {
  type CodeAction,
  CodeActionKind,
  type Diagnostic,
  DiagnosticSeverity,
  type Range,
} from 'vscode-languageserver/node';
import type { Linked } from '../../concepts/link/linker.ts';
import { overlaps } from '../../core/span.ts';
import type { Paper } from '../papers.ts';
import { rangeOf } from '../range.ts';
import type { WritingFix, WritingProblem } from './problem.ts';
import { enabledCodes, writingProblems } from './rules.ts';
import { type PaperLinks, writingText } from './writing-text.ts';

export type { PaperLinks };

/** Characters of a text that is longer than papers and theses are: nothing is said of it, for it would hold up other requests. */
const longest = 1_000_000;

interface Remembered {
  readonly revision: number;
  readonly linked: readonly Linked[] | undefined;
  readonly problems: readonly WritingProblem[];
}

/**
 * Writing help: what may be written better in a paper, as diagnostics, with quick fixes. Abbreviations need no terminologies; the
 * rules about concepts say nothing while mentions are not linked.
 */
export class WritingHelp {
  readonly #related: boolean;
  /** By the document's URI. */
  readonly #remembered = new Map<string, Remembered>();

  /** @param related whether the client shows what diagnostics are related to. */
  constructor(related: boolean) {
    this.#related = related;
  }

  /**
   * By start; none where the settings turn all of it off, and of texts of more than a million characters.
   * @throws UserError if the terminologies cannot be asked.
   */
  diagnostics(paper: Paper, links: PaperLinks | undefined): Diagnostic[] {
    return this.#problems(paper, links).map((problem) => this.#diagnostic(paper, problem));
  }

  /**
   * Quick fixes of what is pointed out in a range.
   * @throws UserError if the terminologies cannot be asked.
   */
  codeActions(paper: Paper, links: PaperLinks | undefined, range: Range): CodeAction[] {
    const { document } = paper;
    const start = document.offsetAt(range.start);
    // A caret is in what it touches.
    const asked = { start: start - 1, end: Math.max(document.offsetAt(range.end), start) + 1 };
    return this.#problems(paper, links)
      .filter(({ span }) => overlaps(span, asked))
      .flatMap((problem) => {
        const diagnostic = this.#diagnostic(paper, problem);
        return problem.fixes.map((fix, index) => actionOf(paper, diagnostic, fix, index === 0));
      });
  }

  /** Forgets a document that was closed. */
  forget(uri: string): void {
    this.#remembered.delete(uri);
  }

  #problems(paper: Paper, links: PaperLinks | undefined): readonly WritingProblem[] {
    const { document, sentences, entities, revision, settings } = paper;
    const codes = enabledCodes(settings);
    if (codes.length === 0 || document.getText().length > longest) return [];
    const before = this.#remembered.get(document.uri);
    if (before?.revision === revision && before.linked === links?.linked) return before.problems;
    const language = document.languageId === 'markdown' ? 'markdown' : 'plaintext';
    const text = writingText(document.getText(), language, sentences, entities, links);
    const problems = writingProblems(text, codes);
    this.#remembered.set(document.uri, { revision, linked: links?.linked, problems });
    return problems;
  }

  #diagnostic({ document }: Paper, { code, span, message, related }: WritingProblem): Diagnostic {
    const diagnostic: Diagnostic = {
      range: rangeOf(document, span),
      severity: DiagnosticSeverity.Information,
      source: 'gerbera',
      code,
      message,
    };
    if (!this.#related || related.length === 0) return diagnostic;
    const relatedInformation = related.map((place) => ({
      location: { uri: document.uri, range: rangeOf(document, place.span) },
      message: place.message,
    }));
    return { ...diagnostic, relatedInformation };
  }
}

function actionOf(
  { document }: Paper,
  diagnostic: Diagnostic,
  { title, edits }: WritingFix,
  best: boolean,
): CodeAction {
  const changes = edits.map((edit) => ({ range: rangeOf(document, edit), newText: edit.text }));
  return {
    title,
    kind: CodeActionKind.QuickFix,
    diagnostics: [diagnostic],
    isPreferred: best,
    edit: { changes: { [document.uri]: changes } },
  };
}

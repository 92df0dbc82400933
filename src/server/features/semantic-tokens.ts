import type {
  CancellationToken,
  SemanticTokens,
  SemanticTokensDelta,
  SemanticTokensDeltaParams,
  SemanticTokensEdit,
  SemanticTokensLegend,
  SemanticTokensParams,
  SemanticTokensRangeParams,
} from 'vscode-languageserver/node';
import { tokenTypes } from '../../protocol.ts';
import type { Paper, Papers } from '../papers.ts';
import { layTokens } from './token-layout.ts';

export const legend: SemanticTokensLegend = { tokenTypes: [...tokenTypes], tokenModifiers: [] };

/**
 * How long an answer waits for sentences that are being read (ms): after an edit they are there at once, and colours do not
 * flicker. A client that can be told to ask again need not wait for a whole document.
 */
const patience = { refreshed: 150, other: 30_000 } as const;

interface Answer {
  readonly resultId: string;
  readonly data: readonly number[];
  readonly revision: number;
}

/** Semantic tokens: one token type per entity type, so that a theme can colour them. */
export class SemanticTokensProvider {
  readonly #papers: Papers;
  readonly #refresh: (() => Promise<void>) | undefined;
  readonly #answers = new Map<string, Answer>();
  /** How many requests wait, by document: their answers will be new enough. */
  readonly #waiting = new Map<string, number>();
  #lastResult = 0;
  #refreshing = false;
  #again = false;

  /** @param refresh asks the client to request all tokens anew; undefined if it cannot. */
  constructor(papers: Papers, refresh: (() => Promise<void>) | undefined) {
    this.#papers = papers;
    this.#refresh = refresh;
  }

  async full({ textDocument }: SemanticTokensParams, token: CancellationToken): Promise<SemanticTokens> {
    const answer = await this.#answer(textDocument.uri, token);
    return { resultId: answer.resultId, data: [...answer.data] };
  }

  async delta(
    { textDocument, previousResultId }: SemanticTokensDeltaParams,
    token: CancellationToken,
  ): Promise<SemanticTokens | SemanticTokensDelta> {
    const before = this.#answers.get(textDocument.uri);
    const { resultId, data } = await this.#answer(textDocument.uri, token);
    if (before?.resultId !== previousResultId) return { resultId, data: [...data] };
    return { resultId, edits: difference(before.data, data) };
  }

  async range({ textDocument, range }: SemanticTokensRangeParams, token: CancellationToken): Promise<SemanticTokens> {
    const paper = await this.#wait(textDocument.uri, token);
    if (!paper) return { data: [] };
    const { document, entities } = paper;
    const within = { start: document.offsetAt(range.start), end: document.offsetAt(range.end) };
    return { data: layTokens(document, entities, within) };
  }

  /** What is shown of a document was published: asks the client to fetch tokens if it holds others. */
  published(uri: string, paper: Paper | undefined): void {
    const answer = this.#answers.get(uri);
    if (!answer || answer.revision === (paper?.revision ?? 0) || this.#waiting.has(uri)) return;
    void this.#askAgain();
  }

  closed(uri: string): void {
    this.#answers.delete(uri);
  }

  /** One refresh at a time: the client is asked again only when it has answered. */
  async #askAgain(): Promise<void> {
    this.#again = true;
    if (!this.#refresh || this.#refreshing) return;
    this.#refreshing = true;
    while (this.#again) {
      this.#again = false;
      // A client that goes away meanwhile needs no tokens.
      await this.#refresh().catch(() => undefined);
    }
    this.#refreshing = false;
  }

  async #answer(uri: string, token: CancellationToken): Promise<Answer> {
    const paper = await this.#wait(uri, token);
    const data = paper ? layTokens(paper.document, paper.entities) : [];
    const answer = { resultId: String(++this.#lastResult), data, revision: paper?.revision ?? 0 };
    // The client drops the answer to a cancelled request, and names the result before it next time.
    if (!token.isCancellationRequested) this.#answers.set(uri, answer);
    return answer;
  }

  async #wait(uri: string, token: CancellationToken): Promise<Paper | undefined> {
    this.#waiting.set(uri, (this.#waiting.get(uri) ?? 0) + 1);
    const paper = await this.#papers.complete(uri, this.#refresh ? patience.refreshed : patience.other, token);
    const left = (this.#waiting.get(uri) ?? 1) - 1;
    if (left > 0) this.#waiting.set(uri, left);
    else this.#waiting.delete(uri);
    return paper;
  }
}

/** The one edit between what two arrays begin and end with alike. */
function difference(before: readonly number[], after: readonly number[]): SemanticTokensEdit[] {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let tail = 0;
  while (tail < shorter - start && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  if (start + tail === before.length && start + tail === after.length) return [];
  return [{ start, deleteCount: before.length - start - tail, data: after.slice(start, after.length - tail) }];
}

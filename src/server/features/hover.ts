import { type CancellationToken, type Hover, type HoverParams, MarkupKind } from 'vscode-languageserver/node';
import type { Entity } from '../../core/entity.ts';
import type { Papers } from '../papers.ts';
import { rangeOf } from '../range.ts';

/** Tells which concept an entity is, as Markdown; undefined if none is known. */
export type Describe = (entity: Entity, token: CancellationToken) => Promise<string | undefined>;

/** Hovers: mention, type, score and model of every entity under the pointer, the innermost first. */
export class HoverProvider {
  readonly #papers: Papers;
  readonly #kind: MarkupKind;
  readonly #describe: Describe | undefined;

  /** @param kind what the client can show. */
  constructor(papers: Papers, kind: MarkupKind, describe?: Describe) {
    this.#papers = papers;
    this.#kind = kind;
    this.#describe = describe;
  }

  async provide({ textDocument, position }: HoverParams, token: CancellationToken): Promise<Hover | undefined> {
    const paper = await this.#papers.current(textDocument.uri, token);
    if (!paper) return undefined;
    const { document, entities, model } = paper;
    const offset = document.offsetAt(position);
    const here = entities
      .filter(({ start, end }) => start <= offset && offset < end)
      .sort((a, b) => a.end - a.start - (b.end - b.start) || b.score - a.score);
    const [innermost] = here;
    if (!innermost) return undefined;
    const told = await Promise.all(here.map((entity) => this.#tell(entity, model, token)));
    if (token.isCancellationRequested) return undefined;
    const separator = this.#kind === MarkupKind.Markdown ? '\n\n---\n\n' : '\n\n';
    return { contents: { kind: this.#kind, value: told.join(separator) }, range: rangeOf(document, innermost) };
  }

  async #tell(entity: Entity, model: string, token: CancellationToken): Promise<string> {
    const { mention, type, score } = entity;
    const concept = await this.#describe?.(entity, token);
    const facts = `score ${score.toFixed(2)} · model `;
    const told =
      this.#kind === MarkupKind.Markdown
        ? `**${escaped(mention)}** · ${escaped(type)}\n\n${facts}${escaped(model)}`
        : `${mention} · ${type}\n${facts}${model}`;
    return concept ? `${told}\n\n${concept}` : told;
  }
}

/** Text as Markdown that shows it as it is: every ASCII punctuation character may be escaped (CommonMark 2.4). */
function escaped(text: string): string {
  return text.replace(/[!-/:-@[-`{-~]/g, '\\$&');
}

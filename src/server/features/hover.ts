import { type CancellationToken, type Hover, type HoverParams, MarkupKind } from 'vscode-languageserver/node';
import type { Entity } from '../../core/entity.ts';
import type { ConceptDescriber } from '../concepts/describer.ts';
import type { PaperConcepts } from '../concepts/paper-concepts.ts';
import type { Paper } from '../papers.ts';
import { innermostFirst, rangeOf } from '../range.ts';
import type { ShownText } from './shown-text.ts';

/** Hovers: the concept, mention, type, score and model of every entity under the pointer, the innermost first. */
export class HoverProvider {
  readonly #concepts: PaperConcepts;
  readonly #describer: ConceptDescriber;
  readonly #shown: ShownText;

  constructor(concepts: PaperConcepts, describer: ConceptDescriber, shown: ShownText) {
    this.#concepts = concepts;
    this.#describer = describer;
    this.#shown = shown;
  }

  async provide({ textDocument, position }: HoverParams, token: CancellationToken): Promise<Hover | undefined> {
    const paper = await this.#concepts.current(textDocument.uri, token);
    if (!paper) return undefined;
    const { document, entities } = paper;
    const offset = document.offsetAt(position);
    const here = entities
      .filter(({ start, end }) => start <= offset && offset < end)
      .sort((a, b) => innermostFirst(a, b) || b.score - a.score);
    const [innermost] = here;
    if (!innermost) return undefined;
    const known = new Set<string>();
    const told = here.map((entity) => this.#tell(paper, entity, known));
    const { kind } = this.#shown;
    const separator = kind === MarkupKind.Markdown ? '\n\n---\n\n' : '\n\n';
    return { contents: { kind, value: told.join(separator) }, range: rangeOf(document, innermost) };
  }

  /** @param known what has been told already: mentions inside one another often mean the same. */
  #tell(paper: Paper, entity: Entity, known: Set<string>): string {
    const { mention, type, score } = entity;
    const { text, strong, emphasis, lines, parts } = this.#shown.markup;
    const facts = `score ${score.toFixed(2)} · model ${text(paper.model)}`;
    const { text: told, concepts } = this.#describer.mention(paper, entity, this.#shown.markup);
    if (concepts.length === 0) return parts([`${strong(mention)} · ${text(type)}`, lines([told, facts])]);
    const key = concepts.join(' ');
    if (known.has(key)) return `${emphasis(mention)} · ${text(type)} · ${facts}`;
    known.add(key);
    return parts([told, `${emphasis(mention)} · ${facts}`]);
  }
}

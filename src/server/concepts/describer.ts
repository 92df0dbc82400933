import { describeConcept, describeLinked, describeUnlinked, type Mentions } from '../../concepts/describe/card.ts';
import type { Markup } from '../../concepts/describe/markup.ts';
import type { Link } from '../../concepts/link/linker.ts';
import type { Entity } from '../../core/entity.ts';
import { countOf, type OtherPapers } from '../closed/closed-paper.ts';
import type { Paper, Papers } from '../papers.ts';
import { mentionsIn } from './mentions.ts';
import type { PaperConcepts } from './paper-concepts.ts';

/** What is told of a mention. */
export interface DescribedMention {
  readonly text: string;
  /** The concepts that it means; none if it is linked to nothing. */
  readonly concepts: readonly string[];
}

/** Tells which concepts mentions mean, and where else these are mentioned. */
export class ConceptDescriber {
  readonly #papers: Papers;
  readonly #concepts: PaperConcepts;

  readonly #others: OtherPapers;

  /** @param others papers that are not open. */
  constructor(papers: Papers, concepts: PaperConcepts, others: OtherPapers) {
    this.#papers = papers;
    this.#concepts = concepts;
    this.#others = others;
  }

  /** The card of what a mention means, or a line where it means nothing; '' where nothing is linked. */
  mention(paper: Paper, entity: Entity, markup: Markup): DescribedMention {
    const linked = this.#concepts.of(paper, entity);
    const store = linked && this.#concepts.store;
    if (!store) return { text: '', concepts: [] };
    const text = this.#concepts.attempt(() =>
      linked.links.length === 0
        ? describeUnlinked(store, entity.type, this.#concepts.isChosen(paper, entity), markup)
        : describeLinked(store, entity, linked, (link) => this.#mentions(paper, entity, link), markup),
    );
    return text === undefined
      ? { text: '', concepts: [] }
      : { text, concepts: linked.links.map(({ concept }) => concept) };
  }

  /** The card of a concept that no document is asked for. */
  concept(identifiers: readonly string[], markup: Markup): string {
    const { store } = this.#concepts;
    return (store && this.#concepts.attempt(() => describeConcept(store, identifiers, markup))) ?? '';
  }

  #mentions(paper: Paper, entity: Entity, { concept }: Link): Mentions {
    const here = mentionsIn(this.#concepts, paper).get(concept) ?? [entity];
    const open = this.#papers
      .uris()
      .filter((uri) => uri !== paper.document.uri)
      .flatMap((uri) => this.#papers.now(uri) ?? [])
      .flatMap((other) => {
        const mentions = mentionsIn(this.#concepts, other).get(concept);
        return mentions ? [mentions] : [];
      });
    const files = this.#others.papers().flatMap((other) => {
      const names = other.concepts.get(concept);
      return names ? [names] : [];
    });
    const counted = [
      ...open.flat().map(({ mention }) => ({ mention, count: 1 })),
      ...files.flat().map((name) => ({ mention: name.mention, count: countOf([name]) })),
    ];
    const names = namesOf(here.map(({ mention }) => ({ mention, count: 1 })));
    const known = new Set(names.map((name) => name.toLowerCase()));
    return {
      here: here.length,
      names,
      open: { mentions: open.flat().length, documents: open.length },
      files: { mentions: countOf(files.flat()), documents: files.length },
      otherNames: namesOf(counted.filter(({ mention }) => !known.has(mention.toLowerCase()))),
      reading: this.#others.reading,
    };
  }
}

/** What mentions are called, the most frequent name first; upper and lower case are alike. */
function namesOf(mentions: readonly { readonly mention: string; readonly count: number }[]): readonly string[] {
  const names = new Map<string, { readonly name: string; count: number }>();
  for (const { mention, count } of mentions) {
    const known = names.get(mention.toLowerCase());
    if (known) known.count += count;
    else names.set(mention.toLowerCase(), { name: mention, count });
  }
  return [...names.values()].sort((a, b) => b.count - a.count).map(({ name }) => name);
}

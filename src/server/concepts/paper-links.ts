import type { DocumentLinker, Linked } from '../../concepts/link/linker.ts';
import type { Entity } from '../../core/entity.ts';
import type { Steps } from '../../core/steps.ts';
import type { Paper } from '../papers.ts';
import { keyOfMention } from '../range.ts';
import { byConcept } from './mentions.ts';
import type { Terminologies } from './open-terminologies.ts';
import type { LinkedPaper } from './paper-concepts.ts';

/** What a person chose that a mention means; undefined if nothing. */
export type ChosenMeaning = (entity: Entity, linked: Linked) => Linked | undefined;

/** What the mentions of one open document mean, as far as that is known of its newest version. */
export class PaperLinks {
  readonly #chosen: ChosenMeaning;
  #linker: { readonly document: DocumentLinker; readonly revision: number } | undefined;
  #single = new Map<Entity, Linked>();
  #all: { readonly found: readonly Linked[]; readonly revision: number } | undefined;
  #known: (LinkedPaper & { readonly byEntity: ReadonlyMap<Entity, Linked> }) | undefined;
  /** By mention, of the version that was linked last. */
  #meanings: ReadonlyMap<string, Linked> = new Map();

  constructor(chosen: ChosenMeaning) {
    this.#chosen = chosen;
  }

  /** Other terminologies are to be asked from now on. */
  forget(): void {
    this.#linker = undefined;
    this.#single.clear();
    this.#all = undefined;
    this.#known = undefined;
    this.#meanings = new Map();
  }

  /** People chose anew. */
  reconsider(): void {
    this.#known = undefined;
  }

  /** The whole paper, if it is linked. */
  known(paper: Paper): LinkedPaper | undefined {
    return this.#knownOf(paper);
  }

  /** Without asking the terminologies. */
  recall(paper: Paper, entity: Entity): Linked | undefined {
    const known = this.#knownOf(paper)?.byEntity.get(entity);
    if (known) return known;
    const meant = this.#single.get(entity) ?? this.#meanings.get(keyOfMention(entity));
    return meant && (this.#chosen(entity, meant) ?? meant);
  }

  /** One mention, at once: what it meant in an earlier version, or else as the linker finds it. */
  link(paper: Paper, entity: Entity, terminologies: Terminologies): Linked {
    const recalled = this.recall(paper, entity);
    if (recalled) return recalled;
    const document = this.#document(paper, terminologies);
    const linked = this.#single.get(entity) ?? document.link(entity);
    this.#single.set(entity, linked);
    return this.#chosen(entity, linked) ?? linked;
  }

  /** All mentions, step by step. */
  *linkAll(paper: Paper, terminologies: Terminologies): Steps<void> {
    const found = yield* this.#document(paper, terminologies).linkAll();
    this.#all = { found, revision: paper.revision };
    this.#single.clear();
    this.#meanings = new Map(paper.entities.map((entity, index) => [keyOfMention(entity), found[index]!]));
  }

  #document(paper: Paper, { linker }: Terminologies): DocumentLinker {
    const { sentences, entities, revision } = paper;
    if (this.#linker?.revision !== revision) {
      this.#linker = { document: linker.open({ sentences, mentions: entities }), revision };
      this.#single.clear();
    }
    return this.#linker.document;
  }

  #knownOf(paper: Paper) {
    if (this.#known?.paper.revision === paper.revision) return this.#known;
    if (this.#all?.revision !== paper.revision) return undefined;
    const { found } = this.#all;
    const linked = paper.entities.map((entity, index) => this.#chosen(entity, found[index]!) ?? found[index]!);
    const byEntity = new Map(paper.entities.map((entity, index) => [entity, linked[index]!]));
    this.#known = { paper, linked, byEntity, mentions: byConcept(paper.entities, (_, index) => linked[index]) };
    return this.#known;
  }
}

import type { CancellationToken } from 'vscode-languageserver/node';
import type { JoinedConcept } from '../../concepts/link/joined.ts';
import type { Linked } from '../../concepts/link/linker.ts';
import type { ConceptStore } from '../../concepts/store/store.ts';
import type { Entity } from '../../core/entity.ts';
import type { ConceptChoosing } from '../../protocol.ts';
import type { Paper, Papers } from '../papers.ts';
import { BackgroundQueue, inSlices } from './background.ts';
import type { Choices } from './choices.ts';
import { chosenMeaning } from './chosen.ts';
import type { OpenedTerminologies } from './open-terminologies.ts';
import type { LinkedPaper, PaperConcepts } from './paper-concepts.ts';
import { PaperLinks } from './paper-links.ts';
import { Waiting } from './waiting.ts';

/** How long a paper is left alone after an edit before it is linked anew (ms), for each ms that it took last time. */
const quiet = { least: 400, most: 30_000, factor: 4 } as const;

/** How often it is looked whether terminologies or choices have changed (ms). */
const period = 2000;

interface Followed {
  readonly links: PaperLinks;
  timer?: NodeJS.Timeout;
  /** How long linking all of it took (ms). */
  cost: number;
}

export interface ConceptEvents {
  /** A paper has been linked, or is no longer. */
  linked(uri: string, linked: LinkedPaper | undefined): void;
  /** Terminologies or choices have changed. */
  changed(): void;
}

/** Links the mentions of open documents to concepts: one at once where it is asked for, whole papers in the background. */
export class ConceptService implements PaperConcepts {
  readonly #papers: Papers;
  readonly #terminologies: OpenedTerminologies;
  readonly #choices: Choices;
  readonly #events: ConceptEvents;
  readonly #followed = new Map<string, Followed>();
  readonly #queue = new BackgroundQueue(async (uri) => {
    await this.#link(uri);
    this.#waiting.notify();
  });
  readonly #waiting = new Waiting();
  readonly #ticker: NodeJS.Timeout;

  constructor(papers: Papers, terminologies: OpenedTerminologies, choices: Choices, events: ConceptEvents) {
    this.#papers = papers;
    this.#terminologies = terminologies;
    this.#choices = choices;
    this.#events = events;
    this.#ticker = setInterval(() => this.refresh(), period).unref();
  }

  get store(): ConceptStore | undefined {
    return this.#terminologies.current?.store;
  }

  async current(uri: string, token: CancellationToken): Promise<Paper | undefined> {
    const paper = await this.#papers.current(uri, token);
    if (!paper || !isLinked(paper) || this.#terminologies.current) return paper;
    await this.#terminologies.ready();
    return this.#papers.current(uri, token);
  }

  joined(identifier: string): JoinedConcept | undefined {
    return this.attempt(() => this.#terminologies.current?.joined.of(identifier));
  }

  of(paper: Paper, entity: Entity): Linked | undefined {
    const terminologies = isLinked(paper) ? this.#terminologies.current : undefined;
    if (!terminologies) return undefined;
    return this.#terminologies.attempt(() => this.#follow(paper.document.uri).links.link(paper, entity, terminologies));
  }

  recall(paper: Paper, entity: Entity): Linked | undefined {
    if (!isLinked(paper)) return undefined;
    const followed = this.#followed.get(paper.document.uri);
    return followed && this.#terminologies.attempt(() => followed.links.recall(paper, entity));
  }

  known(paper: Paper): LinkedPaper | undefined {
    if (!isLinked(paper)) return undefined;
    const followed = this.#followed.get(paper.document.uri);
    return followed && this.#terminologies.attempt(() => followed.links.known(paper));
  }

  async complete(uri: string, wait: number, token: CancellationToken): Promise<LinkedPaper | undefined> {
    const until = performance.now() + wait;
    const known = () => {
      const paper = this.#papers.now(uri);
      return paper && this.known(paper);
    };
    const paper = await this.#papers.complete(uri, wait, token);
    if (paper && isLinked(paper)) await this.#terminologies.ready();
    if (!paper?.complete || !isLinked(paper) || !this.#terminologies.current) return undefined;
    if (!known()) {
      this.#queue.add(uri);
      await this.#waiting.until(
        () => known() !== undefined || !this.#terminologies.current,
        until - performance.now(),
        token,
      );
    }
    return token.isCancellationRequested ? undefined : known();
  }

  attempt<T>(ask: () => T): T | undefined {
    return this.#terminologies.attempt(ask);
  }

  isChosen(paper: Paper, { type, mention }: Entity): boolean {
    return this.#choices.of(paper.document.uri).find(type, mention) !== undefined;
  }

  /** @throws UserError if the choice cannot be kept. */
  choose(choice: ConceptChoosing): void {
    this.#choices.choose(choice);
    this.#reconsider();
  }

  /** What is shown of a document was published; undefined if it is not read, or no longer. */
  published(uri: string, paper: Paper | undefined): void {
    const followed = this.#followed.get(uri);
    if (!paper || !isLinked(paper)) {
      clearTimeout(followed?.timer);
      this.#followed.delete(uri);
      this.#queue.delete(uri);
      if (followed && paper) this.#events.linked(uri, undefined);
      return;
    }
    if (paper.complete && !this.known(paper)) this.#plan(uri);
  }

  /** Looks whether terminologies or choices have changed: papers are linked anew then. */
  refresh(): void {
    const chosen = this.#choices.refresh();
    if (this.#terminologies.refresh()) {
      for (const [uri, { links }] of this.#followed) {
        links.forget();
        this.#queue.add(uri);
      }
      this.#events.changed();
    } else if (chosen) this.#reconsider();
  }

  dispose(): void {
    clearInterval(this.#ticker);
    for (const { timer } of this.#followed.values()) clearTimeout(timer);
    this.#followed.clear();
    this.#queue.clear();
    this.#terminologies.dispose();
    this.#waiting.notify();
  }

  #follow(uri: string): Followed {
    const known = this.#followed.get(uri);
    if (known) return known;
    const chosen = (entity: Entity, linked: Linked) => {
      const choice = this.#choices.of(uri).find(entity.type, entity.mention);
      return choice && chosenMeaning(choice, linked, (identifier) => this.joined(identifier));
    };
    const followed: Followed = { links: new PaperLinks(chosen), cost: 0 };
    this.#followed.set(uri, followed);
    return followed;
  }

  #reconsider(): void {
    this.#events.changed();
    for (const [uri, { links }] of this.#followed) {
      links.reconsider();
      const paper = this.#papers.now(uri);
      const linked = paper && this.known(paper);
      if (linked) this.#events.linked(uri, linked);
    }
  }

  /** Links a paper when nothing has been edited for a while: at once if it never was. */
  #plan(uri: string): void {
    const followed = this.#follow(uri);
    clearTimeout(followed.timer);
    const { least, most, factor } = quiet;
    const pause = followed.cost === 0 ? 0 : Math.min(Math.max(least, followed.cost * factor), most);
    followed.timer = setTimeout(() => this.#queue.add(uri), pause);
  }

  async #link(uri: string): Promise<void> {
    if (this.#papers.now(uri)) await this.#terminologies.ready();
    const paper = this.#papers.now(uri);
    const terminologies = this.#terminologies.current;
    // One that is not read yet is published when it is.
    if (!terminologies || !paper?.complete || !isLinked(paper) || this.known(paper)) return;
    const followed = this.#follow(uri);
    const steps = followed.links.linkAll(paper, terminologies);
    const stale = () =>
      this.#papers.now(uri)?.revision !== paper.revision ||
      this.#followed.get(uri) !== followed ||
      this.#terminologies.current?.linker !== terminologies.linker;
    const { done, cost } = await inSlices(() => this.attempt(() => steps.next()), stale);
    followed.cost = done ? cost : Math.max(followed.cost, cost);
    if (done) this.#events.linked(uri, this.known(paper));
  }
}

function isLinked({ settings }: Paper): boolean {
  return settings['concepts.link'];
}

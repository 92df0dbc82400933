import type { Range } from 'vscode-languageserver/node';
import type { ClosedMentions, NamedMentions } from './closed-mentions.ts';

/** A paper of the workspace that is not open, as it was read. */
export class ClosedPaper {
  readonly uri: string;
  readonly #mentions: ClosedMentions;
  readonly #meaning: (name: NamedMentions) => readonly string[];
  #byConcept: ReadonlyMap<string, readonly NamedMentions[]> | undefined;

  /** @param meaning the concepts of mentions: what people chose, or what the linker found. */
  constructor(uri: string, mentions: ClosedMentions, meaning: (name: NamedMentions) => readonly string[]) {
    this.uri = uri;
    this.#mentions = mentions;
    this.#meaning = meaning;
    // A hover asks all papers at once: each is grouped when it has been read.
    this.#byConcept = this.#grouped();
  }

  /** What its mentions are called, in the order in which they stand first. */
  get names(): readonly NamedMentions[] {
    return this.#mentions.names;
  }

  /** What is called what, by the concepts that it means. */
  get concepts(): ReadonlyMap<string, readonly NamedMentions[]> {
    this.#byConcept ??= this.#grouped();
    return this.#byConcept;
  }

  meaningOf(name: NamedMentions): readonly string[] {
    return this.#meaning(name);
  }

  /** People chose anew. */
  reconsider(): void {
    this.#byConcept = undefined;
  }

  rangesOf(names: readonly NamedMentions[]): Range[] {
    return this.#mentions.rangesOf(names);
  }

  #grouped(): ReadonlyMap<string, readonly NamedMentions[]> {
    const found = new Map<string, NamedMentions[]>();
    for (const name of this.names) {
      for (const concept of this.#meaning(name)) {
        const group = found.get(concept);
        if (group) group.push(name);
        else found.set(concept, [name]);
      }
    }
    return found;
  }
}

/** How many mentions are called so. */
export function countOf(names: readonly NamedMentions[]): number {
  return names.reduce((sum, { from, end }) => sum + end - from, 0);
}

/** What features ask: papers of the workspace that are not open, as far as they have been read. */
export interface OtherPapers {
  papers(): readonly ClosedPaper[];
  /** Whether there are papers that have not been read yet. */
  readonly reading: boolean;
}

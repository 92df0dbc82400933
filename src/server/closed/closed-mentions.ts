import type { Range } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Linked } from '../../concepts/link/linker.ts';
import type { Entity } from '../../core/entity.ts';

/** Mentions of one file that are called the same and mean the same. */
export interface NamedMentions {
  readonly type: string;
  readonly mention: string;
  /** The concepts that the linker found (`Link.concept`): several if the mention is composite. */
  readonly concepts: readonly string[];
  /** Which of the file's places are theirs: from the first to before the end. */
  readonly from: number;
  readonly end: number;
}

/** Numbers that a place takes: line and character of its start and of its end. */
const width = 4;

/** What is kept of a file that was read: what its mentions are called, what they mean and where they stand; none of its text. */
export class ClosedMentions {
  /** In the order of their first mentions. */
  readonly names: readonly NamedMentions[];
  readonly #places: Uint32Array;

  /**
   * @param entities of the document, by start.
   * @param linked what each of them means, if anything is linked.
   */
  constructor(document: TextDocument, entities: readonly Entity[], linked: readonly Linked[] | undefined) {
    const groups = new Map<string, { readonly concepts: readonly string[]; readonly entities: Entity[] }>();
    entities.forEach((entity, index) => {
      const concepts = [...new Set(linked?.[index]?.links.map(({ concept }) => concept))];
      const key = [entity.type, entity.mention, ...concepts].join('\n');
      const known = groups.get(key);
      if (known) known.entities.push(entity);
      else groups.set(key, { concepts, entities: [entity] });
    });
    this.#places = new Uint32Array(entities.length * width);
    const names: NamedMentions[] = [];
    let place = 0;
    for (const group of groups.values()) {
      const { type, mention } = group.entities[0]!;
      const from = place;
      for (const { start, end } of group.entities) {
        const [first, last] = [document.positionAt(start), document.positionAt(end)];
        this.#places.set([first.line, first.character, last.line, last.character], place++ * width);
      }
      names.push({ type, mention: copied(mention), concepts: group.concepts, from, end: place });
    }
    this.names = names;
  }

  /** Where mentions stand, in the order of the text. */
  rangesOf(names: readonly NamedMentions[]): Range[] {
    return names
      .flatMap(({ from, end }) => Array.from({ length: end - from }, (_, index) => this.#range(from + index)))
      .sort(({ start: a }, { start: b }) => a.line - b.line || a.character - b.character);
  }

  #range(place: number): Range {
    const [line, character, endLine, endCharacter] = this.#places.subarray(place * width, (place + 1) * width);
    return { start: { line: line!, character: character! }, end: { line: endLine!, character: endCharacter! } };
  }
}

/** A text of its own: part of a long one would keep all of it in memory. */
function copied(text: string): string {
  return Buffer.from(text, 'utf16le').toString('utf16le');
}

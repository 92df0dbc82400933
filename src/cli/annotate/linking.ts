import { type Concepts, openConcepts } from '../../concepts/concepts.ts';
import { conceptPage } from '../../concepts/describe/concept-page.ts';
import { embeddedName } from '../../concepts/import/embedded.ts';
import type { Linked, LinkMention } from '../../concepts/link/linker.ts';
import type { Entity } from '../../core/entity.ts';
import { finishCalmly } from '../../core/steps.ts';
import type { Sentence } from '../../core/words.ts';
import { type AnnotatedMention, extentOf, textOf } from '../../corpus/document.ts';
import type { ConceptPages } from '../../corpus/html/article.ts';
import type { ReadStretch } from '../../engine.ts';
import type { RecognizedDocument } from '../../evaluate/run/recognize-documents.ts';
import { embeddedTerminology } from '../../library/folders.ts';

/** An entity and what it means, if that was asked for. */
export interface LinkedEntity extends Entity {
  readonly linked: Linked;
}

/**
 * Words of a document that are linked together. What a document says of its mentions (what it abbreviates, which species it is
 * about) is known in all of it; one that is longer than any paper is linked in parts, so that it need not be in memory as words.
 */
const wordsTogether = 200_000;

/** Links what was found in documents to the concepts of a store. */
export class Linking {
  readonly concepts: Concepts;
  readonly #signal: AbortSignal;

  private constructor(concepts: Concepts, signal: AbortSignal) {
    this.concepts = concepts;
    this.#signal = signal;
  }

  /**
   * @param folder of the store; where there is none, the terminology that comes with the product is used.
   * @throws UserError if Node has no SQLite, or naming the store's file if it cannot be read.
   */
  static async open(folder: string, signal: AbortSignal): Promise<Linking> {
    const concepts = openConcepts({ folder, embedded: embeddedTerminology() });
    try {
      await concepts.ready;
      // Asked for now rather than after the model has been loaded.
      concepts.store.terminologies();
      return new Linking(concepts, signal);
    } catch (thrown) {
      concepts.close();
      throw thrown;
    }
  }

  /** Whether there is nothing but the terminology that comes with the product. */
  get isOnlyEmbedded(): boolean {
    return this.concepts.store.terminologies().every(({ name }) => name === embeddedName);
  }

  /** What a page shows of a concept. */
  readonly pages: ConceptPages = (identifier) => conceptPage(this.concepts.store, identifier);

  /**
   * The entities of a paper, linked.
   * @param stretches with all of its entities: those that are not asked for tell what the others mean.
   * @param onParts told once if the paper is so long that it is linked in parts.
   */
  async *ofPaper(
    stretches: AsyncIterable<ReadStretch>,
    onParts: () => void,
  ): AsyncGenerator<readonly LinkedEntity[], void, undefined> {
    let sentences: Sentence[] = [];
    let entities: Entity[] = [];
    let words = 0;
    let parts = 0;
    for await (const stretch of stretches) {
      if (words >= wordsTogether) {
        if (parts++ === 0) onParts();
        yield await this.#link(sentences, entities);
        sentences = [];
        entities = [];
        words = 0;
      }
      for (const sentence of stretch.sentences) {
        sentences.push(sentence);
        words += sentence.words.length;
      }
      for (const entity of stretch.entities) entities.push(entity);
    }
    yield await this.#link(sentences, entities);
  }

  /**
   * The mentions of a document of a corpus, linked.
   * @param mentions in order of start, then end.
   */
  async ofDocument(
    { document, sentences }: Pick<RecognizedDocument, 'document' | 'sentences'>,
    mentions: readonly AnnotatedMention[],
  ): Promise<readonly { readonly mention: AnnotatedMention; readonly linked: Linked }[]> {
    const { text } = document;
    const read = sentences.map(({ start, end, words }): Sentence => {
      const placed = words.map((word, index) => ({
        ...{ start: word.start, end: word.end, text: text.slice(word.start, word.end) },
        spaced: index > 0 && (words[index - 1]?.end ?? word.start) < word.start,
      }));
      return { start, end, words: placed };
    });
    const entities = mentions.map((mention) => ({
      ...{ ...extentOf(mention), type: mention.type },
      mention: textOf(document, mention).replaceAll(/\s+/g, ' '),
    }));
    const linked = await this.#linkAll(read, entities);
    return mentions.map((mention, index) => ({ mention, linked: linked[index] ?? nothing }));
  }

  close(): void {
    this.concepts.close();
  }

  async #link(sentences: readonly Sentence[], entities: readonly Entity[]): Promise<readonly LinkedEntity[]> {
    const linked = await this.#linkAll(sentences, entities);
    return entities.map((entity, index) => ({ ...entity, linked: linked[index] ?? nothing }));
  }

  #linkAll(sentences: readonly Sentence[], mentions: readonly LinkMention[]): Promise<readonly Linked[]> {
    const document = this.concepts.linker.open({ sentences, mentions });
    return finishCalmly(document.linkAll(), this.#signal);
  }
}

const nothing: Linked = { links: [], candidates: [] };

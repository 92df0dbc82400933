import type { AnnotatedDocument } from '../../corpus/document.ts';
import { type Found, moved, unmoved } from './moved.ts';
import { type FoundSide, type SideOptions, tellLost, textsDiffer } from './side.ts';
import { alignTexts } from './texts.ts';

interface Waiting {
  readonly gold: AnnotatedDocument;
  readonly onFound: (found: Found | undefined) => void;
}

/**
 * Documents that are found by their ids. Where both sides are in the same order one document is in memory, else those for
 * which the other side has not come yet. Of documents with the same id the first belongs to the first, and so on.
 */
export class FoundById implements FoundSide {
  readonly #documents: AsyncIterator<AnnotatedDocument>;
  readonly #options: SideOptions;
  readonly #early = new Map<string, AnnotatedDocument[]>();
  readonly #waiting = new Map<string, Waiting[]>();

  constructor(documents: AsyncIterator<AnnotatedDocument>, options: SideOptions) {
    this.#documents = documents;
    this.#options = options;
  }

  async seek(gold: AnnotatedDocument, onFound: Waiting['onFound']): Promise<void> {
    const early = take(this.#early, gold.id);
    if (early) {
      onFound(this.#laidOver(gold, early));
      return;
    }
    put(this.#waiting, gold.id, { gold, onFound });
    await this.#read((document) => put(this.#early, document.id, document));
  }

  async finish(): Promise<void> {
    for (const documents of this.#early.values()) for (const document of documents) this.#tellExtra(document);
    let more = true;
    while (more) more = await this.#read((document) => this.#tellExtra(document));
    for (const waiting of this.#waiting.values()) for (const { onFound } of waiting) onFound(undefined);
  }

  /** Reads a document and hands it to who waits for it, else to `onEarly`; false at the end. */
  async #read(onEarly: (document: AnnotatedDocument) => void): Promise<boolean> {
    const { done, value: document } = await this.#documents.next();
    if (done) return false;
    const waiting = take(this.#waiting, document.id);
    if (waiting) waiting.onFound(this.#laidOver(waiting.gold, document));
    else onEarly(document);
    return true;
  }

  #laidOver(gold: AnnotatedDocument, document: AnnotatedDocument): Found {
    if (gold.text === document.text) return unmoved(document);
    const { goldEnd, foundEnd, places } = alignTexts(gold.text, 0, document.text, 0);
    if (goldEnd < gold.text.length || foundEnd < document.text.length) {
      throw textsDiffer(gold, goldEnd, document, foundEnd);
    }
    return moved(document, { start: 0, end: document.text.length }, places, (mention, why) =>
      tellLost(document, mention, why, this.#options),
    );
  }

  #tellExtra({ file, line, id, mentions }: AnnotatedDocument): void {
    const message = `document ${id} is not in ${this.#options.goldPlace}; its ${mentions.length} mentions are not scored`;
    this.#options.onProblem({ kind: 'other', file, line, message });
  }
}

function put<T>(queues: Map<string, T[]>, id: string, item: T): void {
  const queue = queues.get(id);
  if (queue) queue.push(item);
  else queues.set(id, [item]);
}

/** The first of those with an id. */
function take<T>(queues: Map<string, T[]>, id: string): T | undefined {
  const queue = queues.get(id);
  const first = queue?.shift();
  if (queue?.length === 0) queues.delete(id);
  return first;
}

import type { AnnotatedDocument } from '../../corpus/document.ts';
import { type Found, moved, nothing, unmoved } from './moved.ts';
import { endsEarly, type FoundSide, type SideOptions, tellLost, textsDiffer } from './side.ts';
import { alignTexts, skip } from './texts.ts';

/**
 * Documents without ids of their own, such as the sentences of CoNLL: both sides hold the same text in the same order, but
 * may divide it otherwise (a document there may be some sentences here, or the other way round).
 */
export class FoundByOrder implements FoundSide {
  readonly #documents: AsyncIterator<AnnotatedDocument>;
  readonly #options: SideOptions;
  #open: { readonly document: AnnotatedDocument; start: number } | undefined;

  constructor(documents: AsyncIterator<AnnotatedDocument>, options: SideOptions) {
    this.#documents = documents;
    this.#options = options;
  }

  async seek(gold: AnnotatedDocument, onFound: (found: Found | undefined) => void): Promise<void> {
    const parts: Found[] = [];
    const whole = gold.text.length;
    for (let at = skip(gold.text, 0), from = at; at < whole; ) {
      const open = await this.#next();
      if (!open) {
        if (at > from) throw endsEarly(gold, at, this.#options);
        onFound(undefined);
        return;
      }
      const { document, start } = open;
      if (at === from && start === 0 && document.text === gold.text) {
        this.#open = undefined;
        onFound(unmoved(document));
        return;
      }
      const { goldEnd, foundEnd, differ, places } = alignTexts(gold.text, at, document.text, start);
      if (differ) throw textsDiffer(gold, goldEnd, document, foundEnd, 'the same documents in the same order');
      parts.push(
        moved(document, { start, end: foundEnd }, places, (mention, why) =>
          tellLost(document, mention, why, this.#options),
        ),
      );
      open.start = foundEnd;
      at = goldEnd;
    }
    onFound(joined(parts));
  }

  async finish(): Promise<void> {
    let documents = 0;
    let first: AnnotatedDocument | undefined;
    for (let open = await this.#next(); open; open = await this.#next()) {
      documents++;
      first ??= open.document;
      this.#open = undefined;
    }
    if (!first) return;
    const message = `from here on ${documents} documents are not in ${this.#options.goldPlace}; not scored`;
    this.#options.onProblem({ kind: 'other', file: first.file, line: first.line, message });
  }

  /** The document of which some is left, or the next one with any text. */
  async #next(): Promise<{ readonly document: AnnotatedDocument; start: number } | undefined> {
    while (!this.#open || skip(this.#open.document.text, this.#open.start) >= this.#open.document.text.length) {
      const { done, value: document } = await this.#documents.next();
      this.#open = done ? undefined : { document, start: 0 };
      if (done) return undefined;
    }
    return this.#open;
  }
}

function joined(parts: readonly Found[]): Found {
  const [first = nothing, ...rest] = parts;
  if (rest.length === 0) return first;
  const sentences = parts.flatMap((part) => part.sentences ?? []);
  return {
    mentions: parts.flatMap(({ mentions }) => mentions),
    ...(sentences.length > 0 ? { sentences } : {}),
  };
}

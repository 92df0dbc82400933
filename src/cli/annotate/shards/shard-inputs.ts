import { createReadStream } from 'node:fs';
import type { AnnotatedDocument } from '../../../corpus/document.ts';
import { LossTally } from '../../../corpus/problems.ts';
import { linesIn } from '../../../files/lines.ts';
import type { CorpusInput, Inputs, PaperInput } from '../read-inputs.ts';
import type { DocumentLine } from './lines.ts';
import type { Shard } from './plan.ts';

/** A shard, read from the file of documents as the inputs themselves were. */
export class ShardInputs implements Inputs {
  readonly losses = new LossTally();
  readonly readsCorpora = true;
  readonly #file: string;
  readonly #shard: Shard;
  #documents = 0;

  constructor(file: string, shard: Shard) {
    this.#file = file;
    this.#shard = shard;
  }

  /** How many papers and documents have been read so far. */
  get documents(): number {
    return this.#documents;
  }

  /** The ids that they were given when they were divided are their own. */
  unique(id: string): string {
    return id;
  }

  async *all(): AsyncGenerator<PaperInput | CorpusInput, void, undefined> {
    const lines = new Peekable(this.#lines());
    for (let line = await lines.peek(); line; line = await lines.peek()) {
      if (line.kind === 'paper') {
        const { kind, document, id, file, language, text } = line;
        await lines.take();
        this.#documents++;
        yield { kind, document, id, file, language, text: async () => text };
      } else
        yield { kind: 'corpus', document: line.kind === 'part' ? line.document : '', parts: () => this.#parts(lines) };
    }
  }

  /** What follows up to the next paper: each block is recognized by itself. */
  async *#parts(lines: Peekable<DocumentLine>): AsyncGenerator<AsyncIterable<AnnotatedDocument>> {
    while ((await lines.peek())?.kind === 'part') {
      await lines.take();
      yield this.#block(lines);
    }
  }

  async *#block(lines: Peekable<DocumentLine>): AsyncGenerator<AnnotatedDocument> {
    for (let line = await lines.peek(); line?.kind === 'document'; line = await lines.peek()) {
      await lines.take();
      this.#documents++;
      yield line.document;
    }
  }

  async *#lines(): AsyncGenerator<DocumentLine> {
    const { start, end } = this.#shard;
    if (end === start) return;
    const bytes = () => createReadStream(this.#file, { start, end: end - 1 }) as AsyncIterable<Uint8Array>;
    for await (const { texts } of linesIn(this.#file, bytes)) {
      for (const text of texts) if (text !== '') yield JSON.parse(text);
    }
  }
}

/** Items that may be looked at before they are taken. */
class Peekable<Item> {
  readonly #items: AsyncIterator<Item>;
  #next: Promise<IteratorResult<Item>> | undefined;

  constructor(items: AsyncIterable<Item>) {
    this.#items = items[Symbol.asyncIterator]();
  }

  async peek(): Promise<Item | undefined> {
    this.#next ??= this.#items.next();
    const { done, value } = await this.#next;
    return done ? undefined : value;
  }

  async take(): Promise<void> {
    await this.peek();
    this.#next = undefined;
  }
}

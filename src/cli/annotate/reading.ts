import { conceptsOf } from '../../concepts/link/linked-concepts.ts';
import type { Linked } from '../../concepts/link/linker.ts';
import type { Entity } from '../../core/entity.ts';
import { compareSpans } from '../../core/span.ts';
import { type AnnotatedDocument, type AnnotatedMention, extentOf } from '../../corpus/document.ts';
import { documentOf } from '../../corpus/from-entities.ts';
import type { Engine } from '../../engine.ts';
import { recognizeDocuments } from '../../evaluate/run/recognize-documents.ts';
import { type Terminal, tell } from '../terminal.ts';
import type { Complaints } from './complaints.ts';
import type { Linking } from './linking.ts';
import type { CorpusInput, Inputs, PaperInput } from './read-inputs.ts';

export interface ReadingOptions {
  readonly types?: ReadonlySet<string>;
  readonly minScore: number;
  /** Whether to tell of every input. */
  readonly verbose: boolean;
  /** What mentions are linked with, if they are to be. */
  readonly linking?: Linking;
}

/** Entities of a document that follow one another, and the text that they are offsets of. */
export interface FoundEntities {
  readonly document: string;
  readonly text: string;
  readonly entities: readonly FoundEntity[];
}

/** What it means is undefined where that was not asked for. */
export type FoundEntity = Pick<Entity, 'start' | 'end' | 'type' | 'score'> & { readonly linked?: Linked };

/** A mention that a model found in a document of a corpus. */
interface FoundMention {
  readonly mention: AnnotatedMention;
  readonly linked?: Linked;
}

/** Reads inputs with a model, one after the other; what cannot be read is told and passed over. */
export class Reading {
  readonly #inputs: Inputs;
  readonly #complaints: Complaints;
  readonly #engine: Pick<Engine, 'annotateStream' | 'readStream' | 'recognizeWords'>;
  readonly #terminal: Terminal;
  readonly #options: ReadingOptions;

  constructor(
    inputs: Inputs,
    complaints: Complaints,
    engine: Pick<Engine, 'annotateStream' | 'readStream' | 'recognizeWords'>,
    terminal: Terminal,
    options: ReadingOptions,
  ) {
    this.#inputs = inputs;
    this.#complaints = complaints;
    this.#engine = engine;
    this.#terminal = terminal;
    this.#options = options;
  }

  /** The entities of every input, a stretch of a document at a time. */
  async *entities(): AsyncGenerator<FoundEntities, void, undefined> {
    for await (const input of this.#inputs.all()) {
      const found = input.kind === 'paper' ? this.#entitiesOfPaper(input) : this.#entitiesOfCorpus(input);
      yield* this.#counted(input.document, found, ({ entities }) => entities.length);
    }
  }

  /** Every input's documents with what was found in them; no two have the same id. */
  async *documents(): AsyncGenerator<AnnotatedDocument, void, undefined> {
    for await (const input of this.#inputs.all()) {
      const found = input.kind === 'paper' ? this.#documentOfPaper(input) : this.#documentsOfCorpus(input);
      yield* this.#counted(input.document, found, ({ mentions }) => mentions.length);
    }
  }

  /** Tells how much an input gave, or why it cannot be read. */
  async *#counted<T>(
    document: string,
    found: AsyncIterable<T>,
    countOf: (item: T) => number,
  ): AsyncGenerator<T, void, undefined> {
    let count = 0;
    const onEnd = () => {
      if (this.#options.verbose) tell(this.#terminal.stderr, `gerbera: ${document}: ${count} entities\n`);
    };
    for await (const item of this.#complaints.guarded(document, found, onEnd)) {
      count += countOf(item);
      yield item;
    }
  }

  async *#entitiesOfPaper(paper: PaperInput): AsyncGenerator<FoundEntities> {
    const text = await paper.text();
    for await (const entities of this.#found(text, paper)) yield { document: paper.document, text, entities };
  }

  async *#documentOfPaper(paper: PaperInput): AsyncGenerator<AnnotatedDocument> {
    const { id, file, language } = paper;
    const text = await paper.text();
    const all: FoundEntity[] = [];
    for await (const entities of this.#found(text, paper)) for (const entity of entities) all.push(entity);
    const name = { id: this.#inputs.unique(id), file };
    const withConcepts = all.map(({ linked, ...entity }) =>
      linked ? { ...entity, concepts: conceptsOf(linked) } : entity,
    );
    yield documentOf(text, language, withConcepts, name);
  }

  async *#found(text: string, { document, language }: PaperInput): AsyncGenerator<readonly FoundEntity[]> {
    const { types, minScore, linking } = this.#options;
    const { signal } = this.#terminal;
    if (!linking) {
      yield* this.#engine.annotateStream(text, language, { minScore, signal, ...(types ? { types } : {}) });
      return;
    }
    const onParts = () =>
      tell(
        this.#terminal.stderr,
        `gerbera: ${document}: linked in parts, each by itself, as it is longer than a book\n`,
      );
    const linked = linking.ofPaper(this.#engine.readStream(text, language, { signal }), onParts);
    for await (const entities of linked) yield entities.filter((entity) => this.#isWanted(entity));
  }

  #isWanted({ type, score = 1 }: { readonly type: string; readonly score?: number }): boolean {
    const { types, minScore } = this.#options;
    return score >= minScore && (types?.has(type) ?? true);
  }

  async *#entitiesOfCorpus(corpus: CorpusInput): AsyncGenerator<FoundEntities> {
    for await (const { document, found } of this.#foundInCorpus(corpus)) {
      const entities = found.map(({ mention, linked }) => {
        const { type, score = 1 } = mention;
        return { ...extentOf(mention), type, score, ...(linked ? { linked } : {}) };
      });
      yield { document: document.id, text: document.text, entities };
    }
  }

  async *#documentsOfCorpus(corpus: CorpusInput): AsyncGenerator<AnnotatedDocument> {
    for await (const { document, found } of this.#foundInCorpus(corpus)) {
      const mentions = found.map(({ mention, linked }) =>
        linked ? { ...mention, concepts: conceptsOf(linked) } : mention,
      );
      yield { ...document, mentions };
    }
  }

  /** Documents of a corpus, and what the model found in them in place of the mentions that were there. */
  async *#foundInCorpus(
    corpus: CorpusInput,
  ): AsyncGenerator<{ readonly document: AnnotatedDocument; readonly found: readonly FoundMention[] }> {
    const { linking } = this.#options;
    const { signal } = this.#terminal;
    const system = { recognize: this.#engine.recognizeWords };
    for await (const documents of corpus.parts()) {
      for await (const stretch of recognizeDocuments(documents, [system], signal)) {
        for (const read of stretch.documents) {
          const { document } = read;
          const all = (read.found[0] ?? []).toSorted((a, b) => compareSpans(a.spans[0], b.spans[0]));
          const found: readonly FoundMention[] = linking
            ? await linking.ofDocument(read, all)
            : all.map((mention) => ({ mention }));
          noteRelations(this.#inputs, document);
          const id = this.#inputs.unique(document.id);
          yield {
            document: { ...withoutLabels(document), id, mentions: [], relations: [] },
            found: found.filter(({ mention }) => this.#isWanted(mention)),
          };
        }
      }
    }
  }
}

/** Counts what is not carried from a document that is read to the one that is written. */
export function noteRelations({ losses }: Pick<Inputs, 'losses'>, { relations }: AnnotatedDocument): void {
  losses.add('relations between the mentions that were there', relations.length);
}

/** The labels that sentences were read with are not those of the mentions any more. */
function withoutLabels({ sentences, ...document }: AnnotatedDocument): AnnotatedDocument {
  if (!sentences) return document;
  return { ...document, sentences: sentences.map(({ labels: _, ...sentence }) => sentence) };
}

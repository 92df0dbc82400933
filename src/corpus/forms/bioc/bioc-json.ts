import { isDeepStrictEqual } from 'node:util';
import { isJsonObject } from '../../../core/json.ts';
import { readTextChunks } from '../../../files/text-chunks.ts';
import type { AnnotatedDocument, Notes } from '../../document.ts';
import type { LossTally } from '../../problems.ts';
import { teller, withOwnIds } from '../assemble.ts';
import type { FileForm, ReadOptions } from '../form.ts';
import { JsonCutter, type JsonUnit } from '../json-units.ts';
import { firstMembers, type JsonObject, linesOfObjects, parseJsonAt, valueOfNote } from '../json-values.ts';
import {
  type BiocAnnotation,
  type BiocCollection,
  type BiocDocument,
  collectionOfNotes,
  emptyCollection,
} from './bioc.ts';
import { BiocJsonParser, biocMembers, membersOfInfons } from './bioc-json-parser.ts';
import { BiocReader } from './bioc-read.ts';
import { biocDocument } from './bioc-write.ts';

/**
 * BioC's JSON: a collection with `documents`, or PubTator 3's `{"PubTator3": […]}`, or a document alone; also an array of
 * such objects, or one after the other (JSON Lines). A collection is written, with a document on each line. Infons that are
 * no strings are notes of their JSON text; arrays and objects are written as such again, numbers and truth values as
 * strings, as BioC's XML has them.
 */
export const biocJson: FileForm = {
  name: 'bioc-json',
  title: 'BioC JSON',
  kind: 'file',
  endings: ['json', 'bioc.json'],
  matches(head) {
    const members = firstMembers(head);
    const isList = (name: string) => members.get(name)?.startsWith('[') === true;
    if (members.has('text') || members.has('tokens')) return false;
    return isList('documents') || isList('PubTator3') || isList('passages');
  },
  read: (file, options = {}) => withOwnIds(file, read(file, options), options.onProblem),
  encode,
};

const lists = ['documents', 'PubTator3'];

async function* read(file: string, options: ReadOptions): AsyncGenerator<AnnotatedDocument, void, undefined> {
  const cutter = new JsonCutter(file, lists);
  const reader = new BiocReader(file, options);
  const tell = teller(file, options.onProblem);
  let collection: BiocCollection = emptyCollection;
  /** Whether the open object has had a list of documents. */
  let listed = false;

  function* documentsOf({ kind, text, line, skipped }: JsonUnit): Generator<AnnotatedDocument> {
    const value = parseJsonAt(text, file, line, skipped);
    const parser = new BiocJsonParser(file, linesOfObjects(text, value, line), tell);
    if (kind === 'item') {
      yield reader.document(parser.document(value), collection);
      return;
    }
    if (!isJsonObject(value)) return;
    const isCollection = listed || lists.some((name) => value[name] !== undefined);
    if (kind === 'opening') {
      collection = parser.collection(value);
      listed = true;
    } else if (!isCollection) yield reader.document(parser.document(value), emptyCollection);
    else {
      const whole = parser.collection(value);
      if (listed && !isDeepStrictEqual(whole, collection)) {
        tell('other', line, 'what the collection says of itself after its documents is left out');
      }
      for (const name of lists) {
        const documents = value[name];
        if (documents === undefined || documents === null) continue;
        for (const each of parser.list(value, name)) yield reader.document(parser.document(each), whole);
      }
      listed = false;
    }
  }

  for await (const chunk of readTextChunks(file, options)) {
    for (const unit of cutter.add(chunk)) yield* documentsOf(unit);
  }
  cutter.end();
}

async function* encode(
  documents: AsyncIterable<AnnotatedDocument> | Iterable<AnnotatedDocument>,
  { losses }: { readonly losses: LossTally },
): AsyncGenerator<string, void, undefined> {
  let first: BiocCollection | undefined;
  for await (const document of documents) {
    const { collection, others } = collectionOfNotes(document.notes);
    if (!first) {
      first = collection;
      const { infons, ...texts } = collection;
      const about = { ...texts, ...annotated(infons, biocMembers.collection), documents: [] };
      // The list of documents is last, and empty: it and the object are closed after the last document.
      yield `${JSON.stringify(about).slice(0, -2)}\n`;
    } else {
      if (!isDeepStrictEqual(collection, first)) losses.add('sources, dates and keys of collections');
      yield ',\n';
    }
    yield JSON.stringify(documentObject(biocDocument(document, others, losses)));
  }
  yield first ? '\n]}\n' : '{"source":"","date":"","key":"","infons":{},"documents":[]}\n';
}

function documentObject({ id, infons, passages, relations }: BiocDocument): JsonObject {
  return {
    id,
    ...annotated(infons, biocMembers.document),
    passages: passages.map(({ infons, offset, text, sentences, annotations }) => ({
      offset,
      ...annotated(infons, biocMembers.passage),
      ...(sentences.length === 0 ? { text } : {}),
      sentences: sentences.map(({ infons, offset, text, annotations }) => ({
        ...annotated(infons, biocMembers.sentence),
        offset,
        text,
        annotations: annotations.map(annotationObject),
        relations: [],
      })),
      annotations: annotations.map(annotationObject),
      relations: [],
    })),
    annotations: [],
    relations: relations.map(({ id, infons, nodes }) => ({ id, ...annotated(infons, biocMembers.relation), nodes })),
  };
}

function annotationObject({ id, infons, locations, text }: BiocAnnotation): JsonObject {
  return { id, ...annotated(infons, biocMembers.annotation), text, locations };
}

function annotated(notes: Notes, known: readonly string[]): JsonObject {
  const { infons, members } = membersOfInfons(notes, known);
  const values = Object.entries(infons).map(([name, value]) => [name, valueOfNote(value)] as const);
  return { infons: Object.fromEntries(values), ...members };
}

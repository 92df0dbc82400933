import { isDeepStrictEqual } from 'node:util';
import type { Element } from 'xast';
import { toXml } from 'xast-util-to-xml';
import { x } from 'xastscript';
import { readTextChunks } from '../../../files/text-chunks.ts';
import type { AnnotatedDocument, Notes } from '../../document.ts';
import type { LossTally } from '../../problems.ts';
import { withOwnIds } from '../assemble.ts';
import type { FileForm, ReadOptions } from '../form.ts';
import {
  type BiocAnnotation,
  type BiocCollection,
  type BiocDocument,
  type BiocRelation,
  collectionOfNotes,
} from './bioc.ts';
import { BiocReader } from './bioc-read.ts';
import { biocDocument } from './bioc-write.ts';
import { BiocXmlParser } from './bioc-xml-parser.ts';

/**
 * BioC's XML (Comeau et al., Database 2013, bat064): a collection of documents with passages, sentences, annotations and
 * relations. Infons that have no place in a document are its notes, and are written again; a collection's source, date and key are
 * notes of each of its documents. Offsets are written in code points, as PubTator and PubMed Central count.
 */
export const biocXml: FileForm = {
  name: 'bioc-xml',
  title: 'BioC XML',
  kind: 'file',
  endings: ['xml', 'bioc.xml', 'bioc'],
  matches: (head) => /^<collection[\s>]/.test(withoutProlog(head)),
  read: (file, options = {}) => withOwnIds(file, read(file, options), options.onProblem),
  encode,
};

async function* read(file: string, options: ReadOptions): AsyncGenerator<AnnotatedDocument, void, undefined> {
  const parser = new BiocXmlParser(file, options);
  const reader = new BiocReader(file, options);
  for await (const chunk of readTextChunks(file, options)) {
    for (const document of parser.add(chunk)) yield reader.document(document, parser.collection);
  }
  parser.end();
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
      yield `<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE collection SYSTEM "BioC.dtd">\n<collection>`;
      yield `${xml([leaf('source', first.source), leaf('date', first.date), leaf('key', first.key), ...infons(first.infons)], losses)}\n`;
    } else if (!isDeepStrictEqual(collection, first)) losses.add('sources, dates and keys of collections');
    yield `${xml([element(biocDocument(document, others, losses))], losses)}\n`;
  }
  if (!first) yield '<?xml version="1.0" encoding="UTF-8"?>\n<collection>';
  yield '</collection>\n';
}

function element({ id, infons: notes, passages, relations }: BiocDocument): Element {
  return x('document', [
    leaf('id', id),
    ...infons(notes),
    ...passages.map((passage) =>
      x('passage', [
        ...infons(passage.infons),
        x('offset', String(passage.offset)),
        ...(passage.sentences.length === 0 ? [leaf('text', passage.text)] : []),
        ...passage.sentences.map((sentence) =>
          x('sentence', [
            ...infons(sentence.infons),
            x('offset', String(sentence.offset)),
            leaf('text', sentence.text),
            ...sentence.annotations.map(annotationElement),
          ]),
        ),
        ...passage.annotations.map(annotationElement),
      ]),
    ),
    ...relations.map(relationElement),
  ]);
}

function annotationElement({ id, infons: notes, locations, text }: BiocAnnotation): Element {
  return x('annotation', id === '' ? {} : { id: attribute(id) }, [
    ...infons(notes),
    ...locations.map(({ offset, length }) => x('location', { offset: String(offset), length: String(length) })),
    leaf('text', text ?? ''),
  ]);
}

function relationElement({ id, infons: notes, nodes }: BiocRelation): Element {
  return x('relation', id === '' ? {} : { id: attribute(id) }, [
    ...infons(notes),
    ...nodes.map(({ refid, role }) => x('node', { refid: attribute(refid), role: attribute(role) })),
  ]);
}

function infons(notes: Notes): Element[] {
  return Object.entries(notes).map(([key, value]) => x('infon', { key: attribute(key) }, legal(value)));
}

/**
 * What stands for characters until the XML is made, as the library writes them as they are: U+FFFE, which no XML holds,
 * and a letter. Line ends and tabs of attributes would be read as spaces, a carriage return as a line end.
 */
const references: Readonly<Record<string, string>> = {
  '\ufffen': '&#10;',
  '\ufffet': '&#9;',
  '\ufffer': '&#13;',
  ']]>': ']]&gt;',
};

/** Characters that XML 1.0 cannot hold, not even as references; lone surrogates among them. */
const illegal = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

function legal(value: string): string {
  return value.replaceAll(illegal, '\ufffex').replaceAll('\r', '\ufffer');
}

function attribute(value: string): string {
  return legal(value).replaceAll('\n', '\ufffen').replaceAll('\t', '\ufffet');
}

/** An element of text. */
function leaf(name: string, value: string): Element {
  return x(name, legal(value));
}

/** Elements as XML. A character that XML cannot hold becomes U+FFFD, so that offsets stay. */
function xml(elements: readonly Element[], losses: LossTally): string {
  const written = toXml([...elements], { closeEmptyElements: true, tightClose: true });
  return written.replaceAll(/\ufffe[ntrx]|\]\]>/g, (found) => {
    const reference = references[found];
    if (reference !== undefined) return reference;
    losses.add('characters that XML cannot hold');
    return '\ufffd';
  });
}

/** What stands after declarations, comments, instructions and a DOCTYPE. */
function withoutProlog(head: string): string {
  const endings = [
    ['<!--', '-->'],
    ['<?', '?>'],
    ['<!DOCTYPE', '>'],
  ] as const;
  for (let rest = head.trimStart(); ; ) {
    const [start, ending] = endings.find(([start]) => rest.startsWith(start)) ?? [];
    if (start === undefined || ending === undefined) return rest;
    const subset = start === '<!DOCTYPE' ? /^[^>[]*\[[^\]]*\]\s*/.exec(rest) : null;
    const end = rest.indexOf(ending, subset?.[0].length ?? start.length);
    if (end < 0) return '';
    rest = rest.slice(end + ending.length).trimStart();
  }
}

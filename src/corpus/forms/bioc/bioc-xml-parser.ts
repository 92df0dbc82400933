import sax from 'sax';
import { UserError } from '../../../core/errors.ts';
import { quoted } from '../../../core/quote.ts';
import { xmlEntities } from '../../../files/xml-entities.ts';
import type { Notes } from '../../document.ts';
import { type Tell, teller } from '../assemble.ts';
import type { ReadOptions } from '../form.ts';
import type {
  BiocAnnotation,
  BiocCollection,
  BiocDocument,
  BiocLocation,
  BiocNode,
  BiocPassage,
  BiocRelation,
  BiocSentence,
} from './bioc.ts';

/** What elements may stand in what others. */
const children: Readonly<Record<string, readonly string[]>> = {
  '': ['collection'],
  collection: ['source', 'date', 'key', 'infon', 'document'],
  document: ['id', 'infon', 'passage', 'annotation', 'relation'],
  passage: ['infon', 'offset', 'text', 'sentence', 'annotation', 'relation'],
  sentence: ['infon', 'offset', 'text', 'annotation', 'relation'],
  annotation: ['infon', 'location', 'text'],
  relation: ['infon', 'node'],
};

/** Elements whose text is their value. */
const leaves: ReadonlySet<string> = new Set(['source', 'date', 'key', 'infon', 'id', 'offset', 'text']);

/** The attributes of elements that have some. */
const attributesOf: Readonly<Record<string, readonly string[]>> = {
  infon: ['key'],
  annotation: ['id'],
  relation: ['id'],
  location: ['offset', 'length'],
  node: ['refid', 'role'],
};

/** UTF-16 units of all texts of a document. */
const longestDocument = 2 ** 27;
const deepest = 64;

/** An element of text that is not closed yet, and where its text begins. */
interface Leaf {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** From 1. */
  readonly line: number;
  /** UTF-16 units before it in the file, and on its line. */
  readonly place: number;
  readonly column: number;
}

/** An element of others that is not closed yet. */
interface Frame {
  readonly name: string;
  readonly line: number;
  readonly attributes: Readonly<Record<string, string>>;
  readonly texts: Map<string, string>;
  readonly infons: Map<string, string>;
  readonly passages: BiocPassage[];
  readonly sentences: BiocSentence[];
  readonly annotations: BiocAnnotation[];
  readonly relations: BiocRelation[];
  readonly locations: BiocLocation[];
  readonly nodes: BiocNode[];
  /** Where the element `text` stands. */
  textLine?: number;
  textColumn?: number;
}

/**
 * Reads BioC's XML, some text at a time. XML is read strictly: entities other than the five that XML defines are errors,
 * whether a DOCTYPE declares them or not, so nothing is fetched and nothing grows; line ends are normalized, as XML says.
 */
export class BiocXmlParser {
  readonly #file: string;
  readonly #tell: Tell;
  readonly #sax = sax.parser(true, { position: true });
  readonly #frames: Frame[] = [];
  readonly #unknown = new Set<string>();
  #found: BiocDocument[] = [];
  #collection: BiocCollection = { source: '', date: '', key: '', infons: {} };
  /** Elements that are open inside one that BioC does not know. */
  #skipped = 0;
  #leaf: Leaf | undefined;
  #value: string[] = [];
  #length = 0;
  #endsInReturn = false;

  constructor(file: string, { onProblem }: ReadOptions) {
    this.#file = file;
    this.#tell = teller(file, onProblem);
    Object.assign(this.#sax, { ENTITIES: xmlEntities });
    this.#sax.onerror = ({ message }) => {
      throw this.#error(`not well-formed XML: ${message.split('\n')[0] ?? ''}`);
    };
    this.#sax.onopentag = ({ name, attributes }) => this.#open(name, attributes as Record<string, string>);
    this.#sax.onclosetag = (name) => this.#close(name);
    this.#sax.ontext = (text) => this.#add(text);
    this.#sax.oncdata = (text) => this.#add(text);
  }

  /** What has been read of the collection so far. */
  get collection(): BiocCollection {
    return this.#collection;
  }

  /**
   * Takes the next stretch of the file.
   * @returns the documents that end in it.
   * @throws UserError naming file and line of what is not well-formed, or not BioC.
   */
  add(chunk: string): readonly BiocDocument[] {
    const text = this.#endsInReturn && chunk.startsWith('\n') ? chunk.slice(1) : chunk;
    this.#endsInReturn = chunk.endsWith('\r');
    this.#sax.write(text.includes('\r') ? text.replaceAll(/\r\n?/g, '\n') : text);
    const found = this.#found;
    this.#found = [];
    return found;
  }

  /** @throws UserError naming file and line if something is open yet, or there was no collection. */
  end(): void {
    this.#sax.close();
  }

  #open(name: string, attributes: Readonly<Record<string, string>>): void {
    const line = this.#sax.line + 1;
    if (this.#skipped > 0 || this.#leaf) {
      if (++this.#skipped > deepest) throw this.#error(`elements nest more than ${deepest} deep`);
      if (this.#leaf) this.#tellUnknown(`<${name.slice(0, 40)}>`, this.#leaf.name, line);
      return;
    }
    const parent = this.#frames.at(-1)?.name ?? '';
    if (!children[parent]?.includes(name)) {
      if (parent === '') throw this.#error(`expected <collection>, found <${name.slice(0, 40)}>; this is not BioC`);
      this.#tellUnknown(`<${name.slice(0, 40)}>`, parent, line);
      this.#skipped = 1;
      return;
    }
    for (const attribute of Object.keys(attributes)) {
      if (attributesOf[name]?.includes(attribute) || /^xml|^xsi:/i.test(attribute)) continue;
      this.#tellUnknown(`the attribute ${quoted(attribute)}`, name, line);
    }
    if (name === 'location') this.#frame().locations.push(this.#location(attributes));
    else if (name === 'node') this.#frame().nodes.push({ refid: attributes.refid ?? '', role: attributes.role ?? '' });
    else if (leaves.has(name)) {
      this.#leaf = { name, attributes, line, place: this.#sax.position, column: this.#sax.column };
      this.#value = [];
      return;
    }
    if (name === 'document') this.#length = 0;
    this.#frames.push({
      name,
      line,
      attributes,
      texts: new Map(),
      infons: new Map(),
      passages: [],
      sentences: [],
      annotations: [],
      relations: [],
      locations: [],
      nodes: [],
    });
  }

  #location({ offset, length }: Readonly<Record<string, string>>): BiocLocation {
    return {
      offset: this.#number(offset, 'offset of a location'),
      length: this.#number(length, 'length of a location'),
    };
  }

  #number(text: string | undefined, what: string): number {
    if (text !== undefined && /^\s*-?\d{1,15}\s*$/.test(text)) return Number(text);
    throw this.#error(`the ${what} must be a whole number, not ${quoted(text ?? '')}`);
  }

  #add(text: string): void {
    if (!this.#leaf || this.#skipped > 0) {
      if (this.#skipped === 0 && text.trim() !== '') {
        const parent = this.#frames.at(-1)?.name ?? '';
        this.#tell(
          'other',
          this.#sax.line + 1,
          `text in <${parent}>, where BioC has none: ${quoted(text.trim())}; left out`,
        );
      }
      return;
    }
    this.#length += text.length;
    if (this.#length > longestDocument) {
      throw this.#error(`a document of more than ${longestDocument / 2 ** 20} million characters; divide it`);
    }
    this.#value.push(text);
  }

  #close(name: string): void {
    if (this.#skipped > 0) {
      this.#skipped--;
      return;
    }
    if (this.#leaf) {
      const leaf = this.#leaf;
      this.#leaf = undefined;
      this.#closeLeaf(leaf, this.#value.join(''));
      return;
    }
    const frame = this.#frames.pop();
    if (!frame) return;
    const parent = this.#frames.at(-1);
    const { texts, annotations, relations, line } = frame;
    const infons = Object.fromEntries(frame.infons);
    if (name === 'document') {
      const id = (texts.get('id') ?? '').trim();
      this.#found.push({ id, infons, passages: frame.passages, annotations, relations, line });
      return;
    }
    const offset = texts.has('offset') ? this.#number(texts.get('offset'), 'offset') : undefined;
    const text = texts.get('text');
    const id = frame.attributes.id ?? '';
    if (name === 'passage') {
      const { sentences, textLine = line, textColumn: column } = frame;
      const about = { infons, offset, text: text ?? '', sentences, annotations, relations, line: textLine };
      parent?.passages.push(column === undefined ? about : { ...about, column });
    } else if (name === 'sentence') {
      parent?.sentences.push({
        infons,
        offset,
        text: text ?? '',
        annotations,
        relations,
        line: frame.textLine ?? line,
      });
    } else if (name === 'annotation') parent?.annotations.push({ id, infons, locations: frame.locations, text, line });
    else if (name === 'relation') parent?.relations.push({ id, infons, nodes: frame.nodes, line });
    else if (name === 'collection') this.#keepCollection(frame, infons);
  }

  #closeLeaf({ name, attributes, line, place, column }: Leaf, value: string): void {
    const frame = this.#frame();
    if (name === 'infon') {
      const key = attributes.key ?? '';
      let own = key;
      for (let number = frame.infons.size; frame.infons.has(own); number++) own = `${key}#${number + 1}`;
      if (own !== key) this.#tell('other', line, `the infon ${quoted(key)} comes twice; read as ${quoted(own)}`);
      frame.infons.set(own, value);
    } else if (frame.texts.has(name)) {
      throw this.#error(`<${frame.name}> has two elements <${name}>; one is allowed`);
    } else {
      frame.texts.set(name, value);
    }
    if (name === 'text') {
      frame.textLine = line;
      // As it stands, without entities or CDATA, on one line: nothing but the text is between the tags.
      const between = this.#sax.startTagPosition - 1 - place;
      if (between === value.length && this.#sax.line + 1 === line) frame.textColumn = column;
    }
    if (frame.name === 'collection') this.#keepCollection(frame, Object.fromEntries(frame.infons));
  }

  #keepCollection({ texts }: Frame, infons: Notes): void {
    const [source = '', date = '', key = ''] = ['source', 'date', 'key'].map((name) => texts.get(name));
    this.#collection = { source, date, key, infons };
  }

  #frame(): Frame {
    const frame = this.#frames.at(-1);
    if (!frame) throw this.#error('an element outside of <collection>');
    return frame;
  }

  #tellUnknown(name: string, parent: string, line: number): void {
    const what = `${name} in <${parent}>`;
    if (this.#unknown.has(what) || this.#unknown.size >= 100) return;
    this.#unknown.add(what);
    this.#tell('other', line, `${what}, which BioC does not have; left out, here and in all that follows`);
  }

  #error(what: string): UserError {
    return new UserError(`${this.#file}: line ${this.#sax.line + 1}: ${what}`);
  }
}

import sax from 'sax';
import { UserError } from '../../../core/errors.ts';
import { quoted } from '../../../core/quote.ts';
import { xmlEntities } from '../../../files/xml-entities.ts';
import type { ConceptRecord } from '../../concept.ts';
import { type DraftConcept, DraftRecord, isPreferred } from './mesh-draft.ts';
import { definitionInNote, isMeshIdentifier, meshConcept } from './mesh-record.ts';
import { typesOfTrees } from './mesh-types.ts';

/** UTF-16 units of all texts of a record. */
const longestRecord = 2 ** 24;
const deepest = 64;

/** Entity types by the class of a supplementary concept (SCRClass); protocols of treatment and others have none. */
const typesOfClass: ReadonlyMap<string, readonly string[]> = new Map([
  ['', ['Chemical']], // before 2011 all were chemicals
  ['1', ['Chemical']],
  ['3', ['Disease']],
  ['4', ['Species']],
]);

export interface MeshXmlOptions {
  /** Descriptors by the tree numbers above theirs. */
  readonly parentsOf: (treeNumbers: readonly string[]) => readonly string[];
  /** Told a record that is left out, and why. */
  readonly onProblem: (line: number, message: string) => void;
  /** Told what follows `<!DOCTYPE`. */
  readonly onDoctype: (doctype: string) => void;
}

/**
 * Reads MeSH's XML (https://www.nlm.nih.gov/mesh/xmlmesh.html), descriptors and supplementary concepts, some text at a time.
 * XML is read strictly; entities other than the five that XML defines are errors, whether a DOCTYPE declares them or not.
 */
export class MeshXmlParser {
  readonly #file: string;
  readonly #options: MeshXmlOptions;
  readonly #sax = sax.parser(true, { position: true });
  /** Names of the elements that are open. */
  readonly #open: string[] = [];
  #record: DraftRecord | undefined;
  #concept: DraftConcept | undefined;
  #text: string[] = [];
  #length = 0;
  #found: ConceptRecord[] = [];

  /** @param file for messages. */
  constructor(file: string, options: MeshXmlOptions) {
    this.#file = file;
    this.#options = options;
    Object.assign(this.#sax, { ENTITIES: xmlEntities });
    this.#sax.onerror = ({ message }) => {
      throw this.#error(`not well-formed XML: ${message.split('\n')[0] ?? ''}`);
    };
    this.#sax.ondoctype = (doctype) => options.onDoctype(doctype);
    this.#sax.onopentag = ({ name, attributes }) => this.#begin(name, attributes as Record<string, string>);
    this.#sax.onclosetag = (name) => this.#end(name);
    this.#sax.ontext = (text) => this.#add(text);
    this.#sax.oncdata = (text) => this.#add(text);
  }

  /**
   * Takes the next stretch of the file.
   * @returns the concepts that end in it.
   * @throws UserError naming file and line of what is not well-formed, or not MeSH.
   */
  add(chunk: string): readonly ConceptRecord[] {
    this.#sax.write(chunk);
    const found = this.#found;
    this.#found = [];
    return found;
  }

  /** @throws UserError naming file and line if something is open yet. */
  end(): void {
    this.#sax.close();
  }

  #begin(name: string, attributes: Readonly<Record<string, string>>): void {
    if (this.#open.length === 0 && name !== 'DescriptorRecordSet' && name !== 'SupplementalRecordSet') {
      throw this.#error(
        `expected <DescriptorRecordSet> or <SupplementalRecordSet>, found <${name.slice(0, 40)}>; this is no MeSH XML of them`,
      );
    }
    if (this.#open.push(name) > deepest) throw this.#error(`elements nest more than ${deepest} deep`);
    this.#text = [];
    if (name === 'DescriptorRecord' || name === 'SupplementalRecord') {
      this.#record = new DraftRecord(this.#sax.line + 1, name === 'DescriptorRecord', attributes.SCRClass ?? '');
      this.#length = 0;
    } else if (name === 'Concept') this.#concept = this.#record?.addConcept(attributes.PreferredConceptYN === 'Y');
    else if (name === 'ConceptRelation') this.#concept?.relations.push({ name: attributes.RelationName ?? '' });
    else if (name === 'Term') {
      const { LexicalTag: lexicalTag = '', IsPermutedTermYN: permuted } = attributes;
      this.#concept?.terms.push({ text: '', lexicalTag, isPermuted: permuted === 'Y' });
    }
  }

  #add(text: string): void {
    this.#length += text.length;
    if (this.#length > longestRecord) {
      throw this.#error(`a record of more than ${longestRecord / 2 ** 20} million characters`);
    }
    this.#text.push(text);
  }

  #end(name: string): void {
    this.#open.pop();
    const text = this.#text.join('').trim();
    this.#text = [];
    if (!this.#record) return;
    if (name === 'DescriptorRecord' || name === 'SupplementalRecord') {
      this.#finish(this.#record);
      this.#record = undefined;
    } else if (name === 'Concept') this.#concept = undefined;
    else if (this.#concept) this.#inConcept(this.#concept, name, text);
    else this.#inRecord(this.#record, name, text);
  }

  /** An element of a record, outside of its concepts, that has ended. */
  #inRecord(record: DraftRecord, name: string, text: string): void {
    const parent = this.#open.at(-1);
    const grandparent = this.#open.at(-2);
    if (name === 'TreeNumber') record.treeNumbers.push(text);
    else if (name === 'Note' && parent === 'SupplementalRecord') record.note = text;
    else if (name === 'DescriptorUI' && parent === 'DescriptorRecord') record.identifier = text;
    else if (name === 'SupplementalRecordUI' && parent === 'SupplementalRecord') record.identifier = text;
    else if (name === 'DescriptorUI' && grandparent === 'HeadingMappedTo') {
      // The star marks a heading that the concept is the main topic of.
      record.mappedTo.push(text.replace(/^\*/, ''));
    } else if (name === 'String' && (parent === 'DescriptorName' || parent === 'SupplementalRecordName')) {
      if (grandparent === 'DescriptorRecord' || grandparent === 'SupplementalRecord') record.name = text;
    }
  }

  #inConcept(concept: DraftConcept, name: string, text: string): void {
    const parent = this.#open.at(-1);
    const term = concept.terms.at(-1);
    const relation = concept.relations.at(-1);
    if (name === 'String' && parent === 'Term' && term) term.text = text;
    else if (name === 'ConceptUI' && parent === 'Concept') concept.identifier = text;
    else if (name === 'ScopeNote') concept.scopeNote = text;
    else if (name === 'RegistryNumber') concept.registryNumbers.push(text);
    else if (name === 'RelatedRegistryNumber') concept.relatedNumbers.push(text);
    else if (name === 'Concept1UI' && relation) relation.from = text;
    else if (name === 'Concept2UI' && relation) relation.to = text;
  }

  #finish(record: DraftRecord): void {
    const { identifier, name, line, treeNumbers } = record;
    if (!isMeshIdentifier(identifier) || name === '') {
      this.#options.onProblem(line, `a record without a name, or with the identifier ${quoted(identifier)}; left out`);
      return;
    }
    const preferred = record.concepts.find(isPreferred);
    const isDescriptor = record.isDescriptor;
    this.#found.push(
      meshConcept({
        identifier,
        name,
        types: isDescriptor ? typesOfTrees(treeNumbers) : (typesOfClass.get(record.recordClass) ?? []),
        terms: record.terms(),
        definition: preferred?.scopeNote ?? definitionInNote(record.note),
        registryNumbers: preferred?.registryNumbers ?? [],
        relatedNumbers: preferred?.relatedNumbers ?? [],
        parents: isDescriptor ? this.#options.parentsOf(treeNumbers) : record.mappedTo.filter(isMeshIdentifier),
        line,
      }),
    );
  }

  #error(what: string): UserError {
    return new UserError(`${this.#file}: line ${this.#sax.line + 1}: ${what}`);
  }
}

import { quoted } from '../../../core/quote.ts';
import type { Notes } from '../../document.ts';
import type { Tell } from '../assemble.ts';
import { type JsonObject, JsonPlace } from '../json-values.ts';
import {
  type BiocAnnotation,
  type BiocCollection,
  type BiocDocument,
  type BiocLocation,
  type BiocPassage,
  type BiocRelation,
  type BiocSentence,
  memberNote,
} from './bioc.ts';

/** The members of each kind of object that BioC knows; others become infons, or are told where there are none. */
export const biocMembers = {
  collection: ['source', 'date', 'key', 'infons', 'documents', 'PubTator3'],
  document: ['id', 'infons', 'passages', 'annotations', 'relations'],
  passage: ['infons', 'offset', 'text', 'sentences', 'annotations', 'relations'],
  sentence: ['infons', 'offset', 'text', 'annotations', 'relations'],
  annotation: ['id', 'infons', 'text', 'locations'],
  relation: ['id', 'infons', 'nodes'],
  location: ['offset', 'length'],
  node: ['refid', 'role'],
} as const;

/** Reads BioC's JSON objects, and tells what it leaves out; every error names the file and the object's line. */
export class BiocJsonParser {
  readonly #file: string;
  readonly #lineOf: (object: object) => number;
  readonly #tell: Tell;

  /** @param lineOf the line of each object in the value that is read. */
  constructor(file: string, lineOf: (object: object) => number, tell: Tell) {
    this.#file = file;
    this.#lineOf = lineOf;
    this.#tell = tell;
  }

  /** @throws UserError if a member is of the wrong kind; so do all below. */
  collection(value: JsonObject): BiocCollection {
    const place = this.#placeOf(value);
    const text = (name: 'source' | 'date' | 'key') => textOr(value[name], place, `"${name}"`);
    const infons = this.#infons(value, biocMembers.collection, place);
    return { source: text('source'), date: text('date'), key: text('key'), infons };
  }

  /** The members of a list of a collection. */
  list(value: JsonObject, name: string): readonly unknown[] {
    return this.#placeOf(value).array(value[name], `"${name}"`);
  }

  document(value: unknown): BiocDocument {
    const { object, place } = this.#object(value, 'a document');
    const known: readonly string[] = biocMembers.document;
    if (object.passages === undefined && Object.keys(object).some((name) => !known.includes(name))) {
      throw place.error(
        'a document without "passages", so this is not BioC; other documents are read as JSON Lines (.jsonl), one on each line',
      );
    }
    return {
      id: textOr(object.id, place, '"id" of a document'),
      infons: this.#infons(object, biocMembers.document, place),
      passages: place.array(object.passages, '"passages"').map((each) => this.#passage(each)),
      annotations: this.#annotations(object, place),
      relations: this.#relations(object, place),
      line: place.line,
    };
  }

  #passage(value: unknown): BiocPassage {
    const { object, place } = this.#object(value, 'a passage');
    return {
      ...this.#texted(object, place),
      infons: this.#infons(object, biocMembers.passage, place),
      sentences: place.array(object.sentences, '"sentences"').map((each) => this.#sentence(each)),
    };
  }

  #sentence(value: unknown): BiocSentence {
    const { object, place } = this.#object(value, 'a sentence');
    return { ...this.#texted(object, place), infons: this.#infons(object, biocMembers.sentence, place) };
  }

  #texted(object: JsonObject, place: JsonPlace) {
    return {
      offset:
        object.offset === undefined || object.offset === null ? undefined : number(object.offset, place, '"offset"'),
      text: textOr(object.text, place, '"text"'),
      annotations: this.#annotations(object, place),
      relations: this.#relations(object, place),
      line: place.line,
    };
  }

  #annotations(parent: JsonObject, outer: JsonPlace): readonly BiocAnnotation[] {
    return outer.array(parent.annotations, '"annotations"').map((value): BiocAnnotation => {
      const { object, place } = this.#object(value, 'an annotation');
      return {
        id: textOr(object.id, place, '"id" of an annotation'),
        infons: this.#infons(object, biocMembers.annotation, place),
        locations: place.array(object.locations, '"locations"').map((each) => this.#location(each)),
        text: object.text === undefined || object.text === null ? undefined : place.string(object.text, '"text"'),
        line: place.line,
      };
    });
  }

  #relations(parent: JsonObject, outer: JsonPlace): readonly BiocRelation[] {
    return outer.array(parent.relations, '"relations"').map((value): BiocRelation => {
      const { object, place } = this.#object(value, 'a relation');
      const nodes = place.array(object.nodes, '"nodes"').map((each) => {
        const { object, place } = this.#object(each, 'a node');
        const { refid, role } = object;
        this.#tellOthers(object, biocMembers.node, 'a node', place);
        return { refid: place.string(refid, '"refid" of a node'), role: textOr(role, place, '"role" of a node') };
      });
      const infons = this.#infons(object, biocMembers.relation, place);
      return { id: textOr(object.id, place, '"id" of a relation'), infons, nodes, line: place.line };
    });
  }

  #location(value: unknown): BiocLocation {
    const { object, place } = this.#object(value, 'a location');
    this.#tellOthers(object, biocMembers.location, 'a location', place);
    return {
      offset: number(object.offset, place, '"offset" of a location'),
      length: number(object.length, place, '"length" of a location'),
    };
  }

  #tellOthers(object: JsonObject, known: readonly string[], name: string, { line }: JsonPlace): void {
    for (const member of Object.keys(object)) {
      if (known.includes(member)) continue;
      this.#tell('other', line, `${quoted(member)} of ${name}, which BioC does not have; left out`);
    }
  }

  /** Infons, and further members under names of their own. */
  #infons(object: JsonObject, known: readonly string[], place: JsonPlace): Notes {
    const infons = place.notes(object.infons, '"infons"');
    const others = Object.entries(object).filter(([name]) => !known.includes(name));
    if (others.length === 0) return infons;
    return {
      ...infons,
      ...Object.fromEntries(others.map(([name, value]) => [memberNote + name, JSON.stringify(value)])),
    };
  }

  #object(value: unknown, name: string): { readonly object: JsonObject; readonly place: JsonPlace } {
    const object = new JsonPlace(this.#file, this.#lineOf(Object(value))).object(value, name);
    return { object, place: this.#placeOf(object) };
  }

  #placeOf(object: JsonObject): JsonPlace {
    return new JsonPlace(this.#file, this.#lineOf(object));
  }
}

/** A whole number, which some programs write as a string. */
function number(value: unknown, place: JsonPlace, name: string): number {
  if (typeof value !== 'string') return place.integer(value, name);
  if (/^\s*-?\d{1,15}\s*$/.test(value)) return Number(value);
  throw place.error(`${name} must be a whole number, not ${quoted(value)}`);
}

function textOr(value: unknown, place: JsonPlace, name: string): string {
  return value === undefined || value === null ? '' : place.string(value, name);
}

/** Infons as they are written: infons of {@link memberNote} become members again, where the object knows no such member. */
export function membersOfInfons(infons: Notes, known: readonly string[]): { infons: Notes; members: JsonObject } {
  const members = new Map<string, unknown>();
  const others = new Map<string, string>();
  for (const [name, value] of Object.entries(infons)) {
    const member = name.startsWith(memberNote) ? name.slice(memberNote.length) : undefined;
    const held = member === undefined || known.includes(member) ? undefined : memberOf(value);
    if (member !== undefined && held !== undefined) members.set(member, held);
    else others.set(name, value);
  }
  return { infons: Object.fromEntries(others), members: Object.fromEntries(members) };
}

/** The value of a JSON text that `JSON.stringify` wrote. */
function memberOf(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return JSON.stringify(value) === text ? value : undefined;
  } catch {
    return undefined;
  }
}

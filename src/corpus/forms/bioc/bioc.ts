import type { Notes } from '../../document.ts';

/**
 * BioC as both of its forms, XML and JSON, say it (Comeau et al., Database 2013, bat064). Offsets are those of the
 * document; infons are names with values.
 */
export interface BiocDocument {
  readonly id: string;
  readonly infons: Notes;
  readonly passages: readonly BiocPassage[];
  readonly annotations: readonly BiocAnnotation[];
  readonly relations: readonly BiocRelation[];
  /** From 1, here and below. */
  readonly line: number;
}

/** A passage has a text or sentences. */
export interface BiocPassage {
  readonly infons: Notes;
  /** Undefined where the file gives none. */
  readonly offset: number | undefined;
  readonly text: string;
  readonly sentences: readonly BiocSentence[];
  readonly annotations: readonly BiocAnnotation[];
  readonly relations: readonly BiocRelation[];
  /** Of its text. */
  readonly line: number;
  readonly column?: number;
}

export interface BiocSentence {
  readonly infons: Notes;
  readonly offset: number | undefined;
  readonly text: string;
  readonly annotations: readonly BiocAnnotation[];
  readonly relations: readonly BiocRelation[];
  readonly line: number;
}

export interface BiocAnnotation {
  readonly id: string;
  readonly infons: Notes;
  /** More than one if it is discontinuous. */
  readonly locations: readonly BiocLocation[];
  /** What stands there, if the file says so. */
  readonly text: string | undefined;
  readonly line: number;
}

export interface BiocLocation {
  readonly offset: number;
  readonly length: number;
}

export interface BiocRelation {
  readonly id: string;
  readonly infons: Notes;
  readonly nodes: readonly BiocNode[];
  readonly line: number;
}

/** An annotation, or another relation, that a relation holds of. */
export interface BiocNode {
  readonly refid: string;
  readonly role: string;
}

/** What a file says of all its documents. */
export interface BiocCollection {
  readonly source: string;
  readonly date: string;
  readonly key: string;
  readonly infons: Notes;
}

export const emptyCollection: BiocCollection = { source: '', date: '', key: '', infons: {} };

/** Names of a document's notes that keep what its collection says. */
const collectionNotes = { source: 'BioC source', date: 'BioC date', key: 'BioC key' } as const;
const collectionInfon = 'BioC collection ';

/** The name of the note that keeps a member of a JSON object that BioC knows nothing of; its value is JSON. */
export const memberNote = 'BioC member ';

/** A collection as notes of each of its documents; what is empty is left out. */
export function notesOfCollection({ infons, ...texts }: BiocCollection): Notes {
  return Object.fromEntries([
    ...Object.entries(collectionNotes).flatMap(([name, note]) => {
      const text = texts[name as keyof typeof texts];
      return text === '' ? [] : [[note, text] as const];
    }),
    ...Object.entries(infons).map(([name, value]) => [collectionInfon + name, value] as const),
  ]);
}

/** The collection that a document's notes keep, and its other notes. */
export function collectionOfNotes(notes: Notes): { readonly collection: BiocCollection; readonly others: Notes } {
  const { source, date, key } = collectionNotes;
  const texts: readonly string[] = [source, date, key];
  const infons = Object.entries(notes).filter(([name]) => name.startsWith(collectionInfon));
  const others = Object.entries(notes).filter(([name]) => !name.startsWith(collectionInfon) && !texts.includes(name));
  return {
    collection: {
      source: notes[source] ?? '',
      date: notes[date] ?? '',
      key: notes[key] ?? '',
      infons: Object.fromEntries(infons.map(([name, value]) => [name.slice(collectionInfon.length), value])),
    },
    others: Object.fromEntries(others),
  };
}

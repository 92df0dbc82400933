import type { Label } from '../core/labels.ts';
import type { Span } from '../core/span.ts';

/** What a form says beyond what all forms share, by name: BioC's infons, brat's attributes and notes. */
export type Notes = Readonly<Record<string, string>>;

/**
 * A document of a corpus as every form is read to: a text and what stands where in it. Offsets are UTF-16 code units of
 * `text`; forms that count code points (PubTator, BioC, brat, all of Python's) are converted where they are read and
 * written. Forms of words (CoNLL, Hugging Face's tokens) get a text whose words are divided by spaces and whose sentences
 * by line ends, so that a mention is a stretch of text in every form.
 */
export interface AnnotatedDocument {
  /** As the form names it (a PMID); unique in a file, made up of the file's name and a number where the form has none. */
  readonly id: string;
  readonly text: string;
  /** Title, abstract, paragraphs, …: in order, disjoint; together they hold all of the text but white space. */
  readonly passages: readonly Passage[];
  /** In order of start, then end. They may overlap, and one may occur twice. */
  readonly mentions: readonly AnnotatedMention[];
  readonly relations: readonly Relation[];
  /** Only where the form itself says what the sentences and words are; else see `sentencesOf`. */
  readonly sentences?: readonly AnnotatedSentence[];
  readonly notes: Notes;
  /** The file that its text stands in, for messages and for opening it. */
  readonly file: string;
  /** Line of that file where it begins, from 1. */
  readonly line: number;
  /** The file that its annotations stand in, where that is another one (brat). */
  readonly annotationFile?: string;
}

/** A part of a document's text. */
export interface Passage extends Span {
  /** `title`, `abstract`, `paragraph`, or what the form calls it (BioC's `type`), in its own case. */
  readonly kind: string;
  readonly notes: Notes;
  /** Line of the file where its text begins, from 1. */
  readonly line: number;
  /**
   * UTF-16 units before it on that line, if the text stands there as it is, on one line, so that a place in it is a place
   * in the file; undefined where it is escaped or comes in pieces.
   */
  readonly column?: number;
}

/** A mention of an entity. */
export interface AnnotatedMention {
  /** The form's own name of it, that relations refer to; '' where it has none. */
  readonly id: string;
  /** Where it stands: in order, disjoint, none empty, inside the text; more than one if it is discontinuous. */
  readonly spans: readonly [Span, ...Span[]];
  readonly type: string;
  /** Identifiers of its concepts as they are written (`D014262`, `MESH:D014262`); none if the form gives none. */
  readonly concepts: readonly string[];
  readonly notes: Notes;
  /** Of a model that found it, in [0, 1]. */
  readonly score?: number;
  /** Line of the annotation in the file that holds it, from 1. */
  readonly line: number;
}

/** Something that is said of several mentions or concepts. */
export interface Relation {
  readonly id: string;
  readonly type: string;
  readonly arguments: readonly RelationArgument[];
  readonly notes: Notes;
  readonly line: number;
}

/**
 * What a relation holds between: a mention by its id, or a concept by its identifier (PubTator). Where an event takes part
 * in another one (brat, BioC), the id is that of a relation.
 */
export interface RelationArgument {
  readonly role: string;
  readonly kind: 'mention' | 'concept';
  readonly id: string;
}

/** A sentence whose words the form gives. */
export interface AnnotatedSentence extends Span {
  /** In order, disjoint, none empty. */
  readonly words: readonly Span[];
  /** As they are written, one a word, where the form has labels: strict scores need them. */
  readonly labels?: readonly Label[];
  /** What stands between a word and its label (part of speech, …), by word, where the form has more than two columns. */
  readonly columns?: readonly (readonly string[])[];
  /** Line of its first word, from 1. */
  readonly line: number;
  /** Whether each further word stands on the next line (CoNLL) rather than on the same one (JSON Lines). */
  readonly wordPerLine: boolean;
}

/** From the start of a mention's first part to the end of its last. */
export function extentOf({ spans }: AnnotatedMention): Span {
  return { start: spans[0].start, end: spans[spans.length - 1]?.end ?? spans[0].end };
}

/** What stands at a mention; the parts of a discontinuous one are joined by spaces, as brat writes it. */
export function textOf({ text }: Pick<AnnotatedDocument, 'text'>, { spans }: Pick<AnnotatedMention, 'spans'>): string {
  return spans.map(({ start, end }) => text.slice(start, end)).join(' ');
}

import { UserError } from '../../core/errors.ts';
import { quoted } from '../../core/quote.ts';
import type { AnnotatedDocument, AnnotatedMention } from '../../corpus/document.ts';
import type { CorpusProblem } from '../../corpus/problems.ts';
import { placeOf } from '../place.ts';
import type { Found } from './moved.ts';

/** The documents of one system, which gold documents look for what was found in them. */
export interface FoundSide {
  /**
   * Looks for what was found in a gold document; at most a document more is read than is needed.
   * @param onFound told once, now or later, what was found; undefined if there is no such document.
   * @throws UserError if the texts differ.
   */
  seek(gold: AnnotatedDocument, onFound: (found: Found | undefined) => void): Promise<void>;
  /** Reads what is left, when there is no gold document more. */
  finish(): Promise<void>;
}

/** What a side needs. */
export interface SideOptions {
  /** The file or folder, for messages. */
  readonly place: string;
  readonly goldPlace: string;
  readonly onProblem: (problem: CorpusProblem) => void;
}

/**
 * The error of two texts that are not the same, with what stands at the first difference.
 * @param documents what both must hold.
 */
export function textsDiffer(
  gold: AnnotatedDocument,
  goldOffset: number,
  found: AnnotatedDocument,
  foundOffset: number,
  documents = 'the same documents',
): UserError {
  const shown = ({ text }: AnnotatedDocument, offset: number) =>
    offset >= text.length ? 'nothing' : quoted(text.slice(offset, offset + 30));
  const line = (document: AnnotatedDocument, offset: number) => placeOf(document, { start: offset, end: offset }).line;
  return new UserError(
    `${found.file}: line ${line(found, foundOffset)}: the text of ${quoted(found.id)} is not that of ${quoted(gold.id)} in ${gold.file}, line ${line(gold, goldOffset)}: ${shown(found, foundOffset)}, there ${shown(gold, goldOffset)}; both must hold ${documents}, but for white space`,
  );
}

/** The error of predictions that end in the middle of a gold document. */
export function endsEarly(gold: AnnotatedDocument, offset: number, { place }: SideOptions): UserError {
  const rest = quoted(gold.text.slice(offset, offset + 30));
  return new UserError(
    `${place}: ends before ${rest} in ${quoted(gold.id)} of ${gold.file}, line ${placeOf(gold, { start: offset, end: offset }).line}; both must hold the same documents, but for white space`,
  );
}

/** Tells of a mention that could not be laid over the gold text as it is. */
export function tellLost(
  document: AnnotatedDocument,
  mention: AnnotatedMention,
  why: 'empty' | 'cut',
  { onProblem }: SideOptions,
): void {
  const text = quoted(document.text.slice(mention.spans[0].start, mention.spans[0].end));
  const what =
    why === 'empty' ? 'holds nothing but white space; not counted' : 'goes on in another document; cut off there';
  onProblem({
    kind: 'other',
    file: document.file,
    line: mention.line,
    message: `${text} (${mention.type}) in ${document.id} ${what}`,
  });
}

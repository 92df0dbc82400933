import type { Entity } from '../core/entity.ts';
import { compareSpans } from '../core/span.ts';
import type { Language } from '../core/words.ts';
import { textPassages } from '../text/passages.ts';
import type { AnnotatedDocument, AnnotatedMention, Passage } from './document.ts';
import { type LossTally, passageLoss } from './problems.ts';

/** What a paper is called. */
export interface PaperName {
  readonly id: string;
  readonly file: string;
}

/** What was found at a place of a paper, and the identifiers of its concepts, if it was linked. */
export type PaperEntity = Omit<Entity, 'mention'> & { readonly concepts?: readonly string[] };

/** Digits of a score after the point: more of it differ between devices. */
const digits = 4;

/**
 * A paper and the entities that were found in it, as a document that every form can write. Its text is the source as it
 * stands, markup and line ends included, but for a byte order mark, which is none of its characters; offsets are moved
 * with it. Passages are its title, headings and paragraphs (`textPassages`). Scores have four digits.
 * @param entities in the offsets of `source`, in any order.
 * @throws UserError if a single block is too long to be held in memory.
 */
export function documentOf(
  source: string,
  language: Language,
  entities: readonly PaperEntity[],
  { id, file }: PaperName,
): AnnotatedDocument {
  const mark = source.startsWith('\u{feff}') ? 1 : 0;
  const text = source.slice(mark);
  const lines = new LineCounter(text);
  const passages: Passage[] = [];
  for (const { start, end, kind } of textPassages(text, language)) {
    const { line, from } = lines.at(start);
    const isOneLine = !/[\r\n]/.test(text.slice(start, end));
    const column = start - from + (line === 1 ? mark : 0);
    passages.push({ start, end, kind, notes: {}, line, ...(isOneLine ? { column } : {}) });
  }
  lines.restart();
  const mentions = [...entities]
    .sort(compareSpans)
    .map(({ start, end, type, score, concepts = [] }): AnnotatedMention => {
      const span = { start: start - mark, end: end - mark };
      const { line } = lines.at(span.start);
      return { id: '', spans: [span], type, concepts, notes: {}, score: Number(score.toFixed(digits)), line };
    });
  return { id, text, passages, mentions, relations: [], notes: {}, file, line: 1 };
}

/** What a form could not hold of papers. That they have passages is our reading of them, not something that they said. */
export function lossesOfPapers(losses: LossTally): ReadonlyMap<string, number> {
  return new Map([...losses.counts()].filter(([what]) => what !== passageLoss));
}

/** Lines of offsets that are asked in order; lines end in LF, CRLF or CR. */
class LineCounter {
  readonly #text: string;
  readonly #ends = /\r\n|\n|\r/g;
  #line = 1;
  #from = 0;
  #next: number;

  constructor(text: string) {
    this.#text = text;
    this.#next = this.#nextStart();
  }

  restart(): void {
    this.#ends.lastIndex = 0;
    this.#line = 1;
    this.#from = 0;
    this.#next = this.#nextStart();
  }

  /** The line that an offset is on, from 1, and where that line starts. */
  at(offset: number): { readonly line: number; readonly from: number } {
    while (this.#next <= offset) {
      this.#line++;
      this.#from = this.#next;
      this.#next = this.#nextStart();
    }
    return { line: this.#line, from: this.#from };
  }

  #nextStart(): number {
    return this.#ends.test(this.#text) ? this.#ends.lastIndex : Number.POSITIVE_INFINITY;
  }
}

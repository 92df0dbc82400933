import type { Span } from '../core/span.ts';
import { ambiguous, beforeInitial, beforeNumber, leading, lettered, starters } from './abbreviations.ts';

/**
 * Stands in prose for what is not read (code, math, a citation key, a URL). It is no word; glued to a period it
 * closes the sentence like a bracket, and before a word it is passed over.
 */
export const gapMark = '\u{fffc}';

/** Sentence-final characters with what may close behind them, up to the white space (or anywhere after a CJK stop). */
const candidatePattern =
  /[。！？｡](?:["'”’)\]」』）])*|[.!?…]+(?:["'”’)\]}»›*\ufffc¹²³⁴⁵⁶⁷⁸⁹⁰]|\[\d{1,4}(?:\s?[,–-]\s?\d{1,4}){0,30}\]|(?<=\p{Ll}{2}\.)\(\d{1,3}(?:,?\s?[,–-]\s?\d{1,3}){0,30}\)|(?<=\p{Ll}{2}\.|\)\.)\d{1,3}(?:[,–-]\d{1,3}){0,20}(?=\s))*(?=\s|$)/gu;
const openers = /["'“‘([{«‹¿¡*]/u;
/** A citation that follows the period of the sentence it belongs to: `is known. [1,2] The`. */
const trailingCitation = /^\s*\[\d{1,4}(?:\s?[,–-]\s?\d{1,4}){0,30}\](?=\s+\p{Lu})/u;
/** Names that begin with a lower-case letter: `p53`, `mTOR`, `c-Myc`, `miR-21`, `α-synuclein`, `beta-catenin`. */
const lowerCaseName =
  /^(?:\p{Ll}{1,4}\d|\p{Ll}{1,4}\p{Lu}|\p{Ll}-\p{Lu}|\p{Ll}{1,4}-\d|[α-ω]|(?:alpha|beta|gamma|delta|kappa)-?\p{L})/u;

/**
 * Splits running text into sentences: half-open spans that cover everything but the white space between them. Rules,
 * not a model: a period ends a sentence unless it belongs to an abbreviation, an initial, a genus or a number, judged
 * by the words on its two sides.
 */
export function splitSentences(text: string): Span[] {
  const sentences: Span[] = [];
  let start = 0;
  for (const match of text.matchAll(candidatePattern)) {
    const stop = match.index;
    if (stop < start) continue;
    let end = stop + match[0].length;
    if (!endsSentence(text, start, stop, end)) continue;
    const citation = match[0].startsWith('.') ? trailingCitation.exec(text.slice(end, end + 200)) : null;
    if (citation !== null) end += citation[0].length;
    push(start, end);
    start = end;
  }
  push(start, text.length);
  return sentences;

  function push(from: number, to: number): void {
    while (from < to && /\s/.test(text[from]!)) from++;
    while (to > from && /\s/.test(text[to - 1]!)) to--;
    if (from < to) sentences.push({ start: from, end: to });
  }
}

/** Whether the sentence that began at `start` ends with the stop at `stop`, whose closers reach to `end`. */
function endsSentence(text: string, start: number, stop: number, end: number): boolean {
  const mark = text[stop]!;
  if (/[。！？｡]/u.test(mark)) return true;
  let next = end;
  let opened = false;
  while (next < text.length && (/\s/.test(text[next]!) || openers.test(text[next]!))) {
    opened ||= openers.test(text[next]!);
    next++;
  }
  if (next >= text.length) return true;
  const following = /^[\p{L}\p{N}\p{M}'’.-]*/u.exec(text.slice(next, next + 60))![0];
  if (/^\p{Ll}/u.test(following) && !lowerCaseName.test(following)) return false;
  if (mark !== '.' || text[stop + 1] === '.') return true;

  const before = lastToken(text, start, stop);
  const word = before.token.toLowerCase();
  const closed = end > stop + 1 && /[)\]}]/.test(text.slice(stop + 1, end));
  const starter = starters.has(/^\p{L}*/u.exec(following)![0].toLowerCase()) && /^\p{Lu}/u.test(following);
  const number = /^\p{N}/u.test(following);

  if (leading.has(word)) return word === 'figure' && starter;
  if (beforeNumber.has(word) && (number || closed)) return false;
  if (before.first && /^(?:\d{1,3}(?:\.\d{1,3})*|[IVX]{1,5}|\p{Lu})$/u.test(before.token)) return false;
  if (opened && /^\(?(?:19|20)\d\d/.test(following) && word === 'al') return false;
  if (ambiguous.has(word)) return starter && !closed;
  if (/^(?:\p{L}\.)+\p{L}$/u.test(before.token)) {
    if (closed) return false;
    if (starter) return true;
    return /^\p{Ll}/u.test(before.token) && /^\p{Lu}\p{Ll}+/u.test(following);
  }
  if (/^\p{Lu}$/u.test(before.token)) {
    if (closed || number) return true;
    if (/^\p{Lu}\.(?:\p{Lu}|$)/u.test(following)) return false;
    return (
      starter ||
      following === '' ||
      lettered.has(before.previous.toLowerCase()) ||
      before.hyphened ||
      proteinName(before.previous) ||
      (/^[MVCKNW]$/.test(before.token) && /^\p{N}+$/u.test(before.previous) && !/^(?:19|20)\d\d$/.test(before.previous))
    );
  }
  return true;
}

/** Whether a word before `X.` is a protein's name (`troponin I.`), not what stands before initials or a genus (`obtain J. Doe`). */
function proteinName(word: string): boolean {
  return /^\p{Ll}{3,}(?:in|ase|gen|tor)$/u.test(word) && !beforeInitial.has(word);
}

interface LastToken {
  readonly token: string;
  readonly previous: string;
  readonly hyphened: boolean;
  readonly first: boolean;
}

/** The token that a period ends, the word before it, whether a hyphen joins them, and whether it opens the sentence. */
function lastToken(text: string, start: number, stop: number): LastToken {
  const tail = text.slice(Math.max(start, stop - 80), stop);
  const token = /[\p{L}\p{N}\p{M}.]*$/u.exec(tail)![0];
  const ahead = tail.slice(0, tail.length - token.length);
  const previous = /([\p{L}\p{N}]+)[\s\p{Pd}]*$/u.exec(ahead)?.[1] ?? '';
  return {
    token,
    previous,
    hyphened: /\p{Pd}$/u.test(ahead),
    first: stop - start <= 80 && !/[\p{L}\p{N}]/u.test(ahead),
  };
}

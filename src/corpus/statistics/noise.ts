import type { Span } from '../../core/span.ts';
import type { AnnotatedDocument, AnnotatedMention, AnnotatedSentence } from '../document.ts';
import { surfaceOf } from './fingerprint.ts';
import { examplesEach, type LabelNoise, type NoiseExample, type Place } from './statistics.ts';
import type { SurfaceUse } from './surfaces.ts';

/** A surface that has been found without a label. */
interface Unlabelled extends Place {
  count: number;
}

/** Which words a mention may begin with, and how many words it has then. */
export class WordIndex {
  readonly #lengths = new Map<string, number[]>();

  add(first: string, length: number): void {
    const known = this.#lengths.get(first);
    if (known?.includes(length)) return;
    // Through bytes: a part of a text would keep all of it in memory.
    if (!known) this.#lengths.set(Buffer.from(first).toString(), [length]);
    else known.splice(known.findIndex((each) => each < length) >>> 0, 0, length);
  }

  /** Longest first. */
  lengthsFrom(first: string): readonly number[] {
    return this.#lengths.get(first) ?? [];
  }
}

/** Searches a corpus for surfaces that are mentions in it, where no word of them has a label. */
export class NoiseScan {
  readonly #surfaces: ReadonlyMap<string, ReadonlyMap<string, SurfaceUse>>;
  readonly #index: WordIndex;
  readonly #unlabelled = new Map<string, Unlabelled>();

  constructor(surfaces: ReadonlyMap<string, ReadonlyMap<string, SurfaceUse>>, index: WordIndex) {
    this.#surfaces = surfaces;
    this.#index = index;
  }

  add(
    document: AnnotatedDocument,
    mentions: readonly AnnotatedMention[],
    sentences: readonly AnnotatedSentence[],
  ): void {
    const { text, file } = document;
    const covered = new Covered(mentions.flatMap(({ spans }) => spans));
    for (const sentence of sentences) {
      const { words } = sentence;
      const free = words.map((word) => !covered.touches(word));
      for (let at = 0; at < words.length; ) {
        const found = this.#longestAt(text, words, free, at);
        if (found === undefined) at++;
        else {
          this.#tell(found.surface, { file, line: sentence.wordPerLine ? sentence.line + at : sentence.line });
          at += found.length;
        }
      }
    }
  }

  result(): LabelNoise {
    const counts = { surfaces: this.#surfaces.size, unlabelledSurfaces: 0, mentions: 0, mentionsOfUnlabelled: 0 };
    let unlabelled = 0;
    const examples: NoiseExample[] = [];
    for (const [surface, uses] of this.#surfaces) {
      const labelled = [...uses.values()].reduce((sum, { mentions }) => sum + mentions, 0);
      counts.mentions += labelled;
      const found = this.#unlabelled.get(surface);
      if (!found) continue;
      counts.unlabelledSurfaces++;
      counts.mentionsOfUnlabelled += labelled;
      unlabelled += found.count;
      const [type, use] = [...uses].sort(([, a], [, b]) => b.mentions - a.mentions)[0]!;
      examples.push({
        surface,
        type,
        labelled,
        unlabelled: found.count,
        labelledAt: { file: use.file, line: use.line },
        unlabelledAt: { file: found.file, line: found.line },
      });
    }
    const rarer = (example: NoiseExample) => Math.min(example.labelled, example.unlabelled);
    examples.sort((a, b) => rarer(b) - rarer(a) || b.labelled - a.labelled || (a.surface < b.surface ? -1 : 1));
    return { ...counts, unlabelled, examples: examples.slice(0, examplesEach) };
  }

  #longestAt(
    text: string,
    words: readonly Span[],
    free: readonly boolean[],
    at: number,
  ): { readonly surface: string; readonly length: number } | undefined {
    const first = words[at]!;
    if (!free[at]) return undefined;
    for (const length of this.#index.lengthsFrom(text.slice(first.start, first.end))) {
      const last = words[at + length - 1];
      if (!last || !free.slice(at, at + length).every(Boolean)) continue;
      const surface = surfaceOf(text.slice(first.start, last.end));
      if (this.#surfaces.has(surface)) return { surface, length };
    }
    return undefined;
  }

  #tell(surface: string, { file, line }: Place): void {
    const known = this.#unlabelled.get(surface);
    if (known) known.count++;
    else this.#unlabelled.set(Buffer.from(surface).toString(), { count: 1, file, line });
  }
}

/** Asks, for words in order, whether any of some spans touches them. */
class Covered {
  readonly #spans: readonly Span[];
  #next = 0;
  #end = 0;

  constructor(spans: readonly Span[]) {
    this.#spans = [...spans].sort((a, b) => a.start - b.start);
  }

  /** @param word no earlier one than before. */
  touches(word: Span): boolean {
    for (let span = this.#spans[this.#next]; span && span.start < word.end; span = this.#spans[++this.#next]) {
      this.#end = Math.max(this.#end, span.end);
    }
    return this.#end > word.start;
  }
}
